"""Every rule a program can set: where it is kept, its default, and what it may be.

A rule's key is its path in `Program.rules`, joined by dots: `protection.per_year`, `desk.waits.owner`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from decimal import Decimal
from typing import Any

from goodword.core.models import Program
from goodword.desk.rules.kinds import ARRANGED
from goodword.desk.rules.waits import DEFAULT_WAITS, WaitSettings
from goodword.directory.models import Stage
from goodword.protection.queries import defaults

REVIEWS_ALL = "desk.program_reviews_all"
GATE_STAGE = "protection.gate_stage"
GATE_AMOUNT = "protection.gate_amount"
KINDS = "protection.kinds."
WAITS = "desk.waits."
# A reminder has to come before the wait it belongs to is over.
REMINDERS = {
    "owner_reminder": "owner",
    "customer_reminder": "customer",
    "scheduling_nudge": "scheduling",
    "writing_reminder": "writing",
    "draft_reminder": "draft",
}
HIGHEST = {"gap_days": 365, "blackout_days": 365}
MOST_OFTEN = 99
MOST_HOURS = 400
MOST_MONEY = 10**11
KIND_LIMITS = ("per_year", "gap_days")

Value = int | str | bool | None
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its default, and from where to where a number may go; `limit` of a kind of help may be left open."""

    key: str
    default: Value
    least: int = 0
    most: int = MOST_OFTEN
    unit: str = ""

    def fits(self, value: Value) -> bool:
        """Say whether the rule may have this value."""
        if self.key == GATE_STAGE:
            return value in Stage.values
        if isinstance(self.default, bool):
            return isinstance(value, bool)
        if value is None:
            return self.default is None
        return isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most


def _limits() -> Iterator[Rule]:
    for name, default in defaults().items():
        key = f"protection.{name}"
        if key == GATE_STAGE:
            yield Rule(key, default)
        elif key == GATE_AMOUNT:
            yield Rule(key, default, most=MOST_MONEY, unit="money")
        else:
            unit = "days" if name.endswith("_days") and not name.startswith("asks") else "times"
            yield Rule(key, default, most=HIGHEST.get(name, MOST_OFTEN), unit=unit)
    for kind in ARRANGED:
        yield Rule(f"{KINDS}{kind}.per_year", None, unit="times")
        yield Rule(f"{KINDS}{kind}.gap_days", None, most=HIGHEST["gap_days"], unit="days")


def _waits() -> Iterator[Rule]:
    for field in fields(WaitSettings):
        if field.name == "undo":
            continue
        lasts: timedelta = getattr(DEFAULT_WAITS, field.name)
        if field.name.endswith("_days"):
            yield Rule(f"{WAITS}{field.name}", lasts.days, 1, 90, "days")
        else:
            yield Rule(f"{WAITS}{field.name}", lasts // timedelta(hours=1), 1, MOST_HOURS, "hours")


RULES: Mapping[str, Rule] = {rule.key: rule for rule in (*_limits(), *_waits(), Rule(REVIEWS_ALL, False))}


def rules_here() -> dict[str, Value]:
    """Return the open workspace's rules, by key: what it changed, and the defaults. One query."""
    return rules_from(Program.here().rules)


def rules_from(changed: Mapping[str, Any]) -> dict[str, Value]:
    """Return every rule's value under these changes to the defaults."""
    return {key: _found(changed, key.split("."), rule.default) for key, rule in RULES.items()}


def changes_of(values: Values) -> dict[str, Any]:
    """Return what differs from the defaults, nested as a program keeps it."""
    kept: dict[str, Any] = {}
    for key, value in values.items():
        if value == RULES[key].default:
            continue
        *path, last = key.split(".")
        place = kept
        for name in path:
            place = place.setdefault(name, {})
        place[last] = value
    return kept


def difference(before: Values, after: Values) -> dict[str, tuple[Value, Value]]:
    """Return what changed, by key: the value before and the value after."""
    return {key: (before[key], after[key]) for key in RULES if before[key] != after[key]}


def too_late_reminders(values: Values) -> dict[str, str]:
    """Return the reminders that would come only when their wait is over, each with its wait."""
    return {
        f"{WAITS}{reminder}": f"{WAITS}{wait}"
        for reminder, wait in REMINDERS.items()
        if _number(values[f"{WAITS}{reminder}"]) >= _number(values[f"{WAITS}{wait}"])
    }


def _number(value: Value) -> Decimal:
    return Decimal(value or 0)


def _found(changed: Mapping[str, Any], path: list[str], default: Value) -> Value:
    place: Any = changed
    for name in path:
        if not isinstance(place, Mapping) or name not in place:
            return default
        place = place[name]
    return place if isinstance(place, int | str | bool) else default
