"""Where each value of a row came from, and who may write over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.core.working_time import zone_names
from goodword.directory.models import Vouched

HAND = "hand"
# What names a row in its source; it isn't a value that someone vouches for.
KEYS = frozenset({"external_id", "digest"})


def source_of(by: Actor, source: str) -> str:
    """Return the source a value is recorded under: the given one, else the import's own, else by hand."""
    return source or (by.id if by.kind == "import" else HAND)


def write(row: Vouched, values: Mapping[str, Any], *, by: Actor, source: str) -> dict[str, list[Any]]:
    """Set the values that differ, note where each came from, and return {field: [before, after]} for the event.

    An import leaves alone what a person set by hand. Writes nothing to the database. Raises TypeError for a field the
    row doesn't have.
    """
    origin = source_of(by, source)
    changed: dict[str, list[Any]] = {}
    for name, value in values.items():
        before = getattr(row, name, KeyError)
        if before is KeyError:
            raise TypeError(f"{row._meta.label} has no field {name}.")
        if before == value or (by.kind == "import" and set_by_hand(row, name)):
            continue
        setattr(row, name, value)
        changed[name] = [plain(before), plain(value)]
    vouch(row, changed, by=by, origin=origin)
    return changed


def vouch(row: Vouched, names: Iterable[str], *, by: Actor, origin: str) -> None:
    """Note for each named value where it came from, when, and who says so."""
    said = {"source": origin, "at": clock.now().isoformat(), "by": by.label}
    row.provenance = row.provenance | {name: said for name in names if name not in KEYS}


def set_by_hand(row: Vouched, name: str) -> bool:
    """Say whether a person wrote this value; what they wrote stands against any import."""
    return str(row.provenance.get(name, {}).get("source", "")) == HAND


def must_be_zone(name: str) -> None:
    """Raise Refused for a time zone nobody knows; every date shown to this person is computed in it."""
    if name and name not in zone_names():
        raise Refused(f"There is no time zone {name}.", code="unknown_zone")


def plain(value: Any) -> Any:
    """Return a value as an event can keep it: a row by its id, a moment or an amount as text."""
    if isinstance(value, Model):
        return str(value.pk)
    return str(value) if isinstance(value, date | datetime | Decimal) else value
