"""Letting everything that points to one row point to another, in whichever area it is kept, and putting that back.

What can only be added to stays where it is: the ledger, the record of consents and the events are read by who somebody
is now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, Field, Model, Q

from goodword.core.errors import Refused
from goodword.core.models import AppendOnly, SignedLink
from goodword.desk.models import Ask
from goodword.directory.models import Contact
from goodword.directory.queries import Place, places_of
from goodword.references.models import Advocate, ReferenceProfile

# More than this is no slip of somebody's typing, and too much to remember for ten minutes.
MOST_MOVED = 20_000
# These are joined, not moved: a company has one profile, a person is one advocate.
JOINED = {(ReferenceProfile, "account"), (Advocate, "contact")}
# A row that would say the same twice goes, except where it is somebody's history.
HISTORY = (Ask,)


@dataclass
class Kept:
    """What it takes to put things back: rows that went over, rows that went, and columns as they were."""

    moved: list[dict[str, Any]] = field(default_factory=list)
    gone: list[dict[str, Any]] = field(default_factory=list)
    was: list[dict[str, Any]] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Return how many rows of each table went over, those that were there already included."""
        tables: Counter[str] = Counter()
        for rows in self.moved:
            tables[rows["table"]] += len(rows["ids"])
        for row in self.gone:
            tables[row["table"]] += 1
        return dict(tables)

    def went_over(self, *tables: str) -> list[str]:
        """Return the rows of these tables that went over."""
        return [pk for rows in self.moved if rows["table"] in tables for pk in rows["ids"]]

    def written(self) -> list[str]:
        """Return the rows of whichever table that got other values."""
        return [row["id"] for row in self.was]


def move_all(old: Model, new: Model, kept: Kept) -> None:
    """Let everything that points to a row point to another, and note it. Raises Refused for more than can be undone."""
    for place in movable(type(old)):
        rows = place.rows_with(old)
        if place.once is not None:
            twins = rows.filter(place.once.condition or Q(), Exists(place.twins(new)))
            if place.model in HISTORY:
                rows = rows.exclude(pk__in=list(twins.values_list("pk", flat=True)))
            else:
                _drop(twins, kept)
        column = column_of(place.model, place.field)
        _move(rows, column, old.pk, new.pk, kept)


def move_links(column: str, old: UUID, new: UUID, kept: Kept) -> None:
    """Let signed links for or about one be for or about the other: a mail that is out goes on working."""
    _move(SignedLink.objects.filter(**{column: old}), column, old, new, kept)


def note(row: Model, names: Iterable[str], kept: Kept) -> None:
    """Note columns of a row as they are in the database now, before they are written."""
    columns = type(row)._default_manager.filter(pk=row.pk).values(*names).get()
    plain = {name: _plain(value) for name, value in columns.items()}
    kept.was.append({"table": row._meta.label, "id": str(row.pk), "columns": plain})


def drop(row: Model, kept: Kept) -> None:
    """Take a row away, and note all of it."""
    _drop(type(row)._default_manager.filter(pk=row.pk), kept)


def put_back(kept: Kept) -> None:
    """Put everything back as it was.

    First the rows that went, what they point to before them; then the pointers; then the columns. An address that
    changed hands is given up by all before anybody takes it again.
    """
    for row in reversed(kept.gone):
        model = apps.get_model(row["table"])
        model(**{name: _read(model, name, value) for name, value in row["columns"].items()}).save(force_insert=True)
    for rows in kept.moved:
        model = apps.get_model(rows["table"])
        model._default_manager.filter(pk__in=rows["ids"]).update(**{rows["column"]: rows["from"]})
    addressed = [row["id"] for row in kept.was if row["table"] == Contact._meta.label and "email" in row["columns"]]
    Contact.objects.filter(pk__in=addressed).update(email="")
    for row in kept.was:
        model = apps.get_model(row["table"])
        values = {name: _read(model, name, value) for name, value in row["columns"].items()}
        model._default_manager.filter(pk=row["id"]).update(**values)


def column_of(model: type[Model], name: str) -> str:
    """Return the column a field is kept in."""
    return cast("Field[Any, Any]", model._meta.get_field(name)).attname


def movable(kind: type[Model]) -> list[Place]:
    """Return every field that points to such a row and can be written."""
    return [place for place in places_of(kind) if _is_movable(place)]


def _is_movable(place: Place) -> bool:
    if issubclass(place.model, AppendOnly) or place.field == "merged_into":
        return False
    return (place.model, place.field) not in JOINED


def _move(rows: Any, column: str, old: UUID, new: UUID, kept: Kept) -> None:
    ids = list(rows.values_list("pk", flat=True)[: MOST_MOVED + 1])
    if len(ids) > MOST_MOVED:
        raise Refused(f"More than {MOST_MOVED:,} things would move: too many to take back.", code="too_many")
    if ids:
        rows.model._default_manager.filter(pk__in=ids).update(**{column: new})
        over = {"table": rows.model._meta.label, "column": column, "from": str(old), "ids": [str(pk) for pk in ids]}
        kept.moved.append(over)


def _drop(rows: Any, kept: Kept) -> None:
    columns = [column.attname for column in rows.model._meta.concrete_fields]
    for row in rows.values(*columns):
        plain = {name: _plain(value) for name, value in row.items()}
        kept.gone.append({"table": rows.model._meta.label, "columns": plain})
    rows.delete()


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def _read(model: type[Model], name: str, value: Any) -> Any:
    column = next(one for one in model._meta.concrete_fields if one.attname == name)
    return column.to_python(value)
