"""Which weights a workspace may change, within which bounds, and what the table is then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from json import dumps
from typing import Any

from goodword.matching.weights import WEIGHTS, Weights, value_at, with_values


@dataclass(frozen=True, slots=True)
class Setting:
    """One weight a workspace may change: points for a full match, from `least` to `most`, in steps."""

    key: str
    least: float
    most: float
    step: float = 0.5

    @property
    def default(self) -> float:
        return value_at(WEIGHTS, self.key)

    def fits(self, value: object) -> bool:
        """Say whether the weight may have this value."""
        return isinstance(value, int | float) and not isinstance(value, bool) and self.least <= value <= self.most


MOST = {"products": WEIGHTS.products_at_most}
UNUSED = frozenset({"freshness"})
"""Counts only where a day is given, which no page does."""
SETTINGS: Mapping[str, Setting] = {
    setting.key: setting
    for setting in (
        *(Setting(f"facts.{kind}", 0.0, MOST.get(kind, 4.0)) for kind in WEIGHTS.facts if kind not in UNUSED),
        # What people write about the deal can't be switched off: it is what the words Strong and Good were measured with.
        Setting("story", 2.0, 8.0),
    )
}


def values_from(changed: Mapping[str, Any]) -> dict[str, float]:
    """Return every weight's value under these changes to the table; one that may not be, counts for none."""
    return {
        key: float(changed[key]) if key in changed and setting.fits(changed[key]) else setting.default
        for key, setting in SETTINGS.items()
    }


def changes_of(values: Mapping[str, float]) -> dict[str, float]:
    """Return what differs from the table, as a program keeps it."""
    return {key: value for key, value in values.items() if value != SETTINGS[key].default}


def weights_from(values: Mapping[str, float]) -> Weights:
    """Return the table under a workspace's values; its version names them, so that what was shown can be told apart."""
    changed = changes_of(values)
    if not changed:
        return WEIGHTS
    digest = sha256(dumps(changed, sort_keys=True).encode()).hexdigest()[:8]
    return replace(with_values(WEIGHTS, changed), version=f"{WEIGHTS.version}+{digest}")
