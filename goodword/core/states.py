"""The only writer of a state: forward by a table, and back to what stood before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

from django.db import models

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import TooLate
from goodword.core.models import Event
from goodword.core.models.tenant import WorkspaceModel
from goodword.core.writes import Changed

# Where an event that can be undone keeps the columns its move wrote, as they were.
BEFORE = "before"


class Lived(WorkspaceModel):
    """A row with a life: its state is written by `move` alone."""

    state = models.CharField(max_length=16)

    class Meta:
        abstract = True


@cache
def _change(model: type[Lived]) -> Changed:
    return Changed(lambda key, state: model.objects.filter(pk=key, state=state))


def move(
    thing: Lived,
    verb: str,
    transitions: Mapping[tuple[str, str], str],
    *,
    by: Actor,
    event: str,
    changes: Mapping[str, Any] | None = None,
    about: Iterable[WorkspaceModel | None] = (),
    thread: UUID | None = None,
    data: Mapping[str, Any] | None = None,
    undo_until: datetime | None = None,
    undoes: Event | None = None,
) -> Event:
    """Move `thing` by `verb` if it is still in the state we read, write `changes` with it, and record the event.

    Compare-and-swap: of two that race, one moves and the other gets TooLate. Raises TooLate also when the table has
    no such move from the present state. With `undo_until` the event keeps what stood before, for `move_back`.
    """
    before = str(thing.state)
    after = transitions.get((before, verb))
    if after is None:
        raise TooLate(f"This is {before.replace('_', ' ')} now.", state=before)
    changed = {"state": str(after), **(changes or {})}
    if undo_until is not None:
        data = {**(data or {}), BEFORE: _standing(thing, changes or {})}
    if not _change(type(thing))(changed, key=thing.pk, state=before):
        thing.refresh_from_db()
        raise TooLate("Someone else was a moment earlier.", state=str(thing.state))
    for name, value in changed.items():
        setattr(thing, name, value)
    return events.record(
        event,
        thing,
        by=by,
        about=about,
        thread=thread,
        data=data,
        states=(before, str(after)),
        undo_until=undo_until,
        undoes=undoes,
    )


def move_back(
    thing: Lived,
    done: Event,
    *,
    by: Actor,
    event: str,
    about: Iterable[WorkspaceModel | None] = (),
    thread: UUID | None = None,
) -> Event:
    """Undo a move: its state and every column it wrote stand again as they did. Raises TooLate when it moved on."""
    stood = done.data.get(BEFORE, {})
    return move(
        thing,
        "undo",
        {(done.state_to, "undo"): done.state_from},
        by=by,
        event=event,
        changes={name: _column(thing, name).to_python(value) for name, value in stood.items()},
        about=about,
        thread=thread,
        undoes=done,
    )


def _standing(thing: Lived, names: Collection[str]) -> dict[str, Any]:
    """Return columns as the database has them now, fit for JSON: what the caller read may be a moment old."""
    row = type(thing).objects.get(pk=thing.pk)
    return {name: _plain(getattr(row, _column(thing, name).attname)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _column(thing: Lived, name: str) -> models.Field[Any, Any]:
    return cast("models.Field[Any, Any]", thing._meta.get_field(name))
