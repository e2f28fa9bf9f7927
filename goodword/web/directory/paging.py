"""Reading on in a list that is longer than a page holds: from a row onwards, or back from it, in one fixed order.

An address names a row by its place in the order, not by its number: rows that come or go meanwhile shift nothing, and
the millionth row costs what the first does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.http import QueryDict

AFTER, BEFORE = NAMES = ("after", "before")
PARTING = "~"


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place in an order: what it is sorted by, and its key."""

    value: Any
    key: UUID


@dataclass(frozen=True, slots=True)
class Order:
    """What rows are put in order by: a field, either way round, then the key.

    Rows without a value are the largest, as PostgreSQL has it. `column`: the field at the end of the path, or what kind
    of field is worked out; None where that is not known, and then nobody reads on beyond a page.
    """

    field: str
    descending: bool
    column: Field[Any, Any] | None
    may_be_empty: bool

    @classmethod
    def by(cls, rows: QuerySet[Any], field: str, *, descending: bool) -> Order:
        """Return the order by a field of the rows, or by something that was added to them and is never empty."""
        worked_out = rows.query.annotations.get(field)
        if worked_out is not None:
            return cls(field, descending, getattr(worked_out, "output_field", None), may_be_empty=False)
        return cls(field, descending, *_end_of(rows.model, field))

    def of(self, rows: QuerySet[Any], *, backwards: bool = False) -> QuerySet[Any]:
        """Return rows in this order, or the other way round."""
        falls = self.descending != backwards
        return rows.order_by(f"-{self.field}" if falls else self.field, "-pk" if backwards else "pk")

    def beyond(self, place: Place, *, backwards: bool = False) -> Q:
        """Return the clause for the rows that come after a place, or before it."""
        rises = self.descending == backwards
        further = Q(pk__lt=place.key) if backwards else Q(pk__gt=place.key)
        empty = Q(**{f"{self.field}__isnull": True})
        if place.value is None:
            return empty & further if rises else (empty & further) | ~empty
        way = "gt" if rises else "lt"
        # The first half alone is what an index can start from.
        values = Q(**{f"{self.field}__{way}e": place.value}) & (Q(**{f"{self.field}__{way}": place.value}) | further)
        return values | empty if rises and self.may_be_empty else values

    def asked_for(self, query: QueryDict) -> tuple[str, Place] | None:
        """Return which way an address reads on and from where; None for one that doesn't, or that nobody can read."""
        if self.column is None:
            return None
        way = next((name for name in NAMES if query.get(name)), "")
        key, parting, value = query.get(way, "").replace("\0", "").partition(PARTING)
        try:
            return (way, Place(self.column.to_python(value) if parting else None, UUID(key))) if way else None
        except (ValueError, ValidationError):
            return None

    def said(self, rows: QuerySet[Any], row: Model) -> str:
        """Return a row's place as an address has it. One query."""
        value = rows.order_by().filter(pk=row.pk).values_list(self.field, flat=True).first()
        return str(row.pk) if value is None else f"{row.pk}{PARTING}{_text(value)}"


def _end_of(model: type[Model], path: str) -> tuple[Field[Any, Any] | None, bool]:
    """Return the field a path ends at, and whether there may be nothing there."""
    at: Any = model
    column: Any = None
    empty = False
    for part in path.split("__"):
        try:
            column = at._meta.get_field(part)
        except FieldDoesNotExist:
            return None, False
        empty = empty or column.null
        at = column.related_model
    return column, empty


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
