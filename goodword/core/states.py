"""The only writer of a state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import TooLate
from goodword.core.models import Event
from goodword.core.models.tenant import WorkspaceModel


class Lived(WorkspaceModel):
    """A row with a life: its state is written by `move` alone."""

    state = models.CharField(max_length=16)

    class Meta:
        abstract = True


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
    no such move from the present state.
    """
    before = str(thing.state)
    after = transitions.get((before, verb))
    if after is None:
        raise TooLate(f"This is {before.replace('_', ' ')} now.", state=before)
    changed = {"state": str(after), **(changes or {})}
    if not type(thing).objects.filter(pk=thing.pk, state=before).update(**changed):
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
