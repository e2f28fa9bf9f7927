"""Recording what happened, and letting areas react to it after the commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from goodword.core import jobs
from goodword.core.actors import Actor
from goodword.core.errors import TooLate
from goodword.core.models import Event, Mention
from goodword.core.models.tenant import WorkspaceModel
from goodword.core.statements import Kept
from goodword.core.tenancy import current

Reaction = Callable[[Event], None]
_reactions: dict[str, dict[str, Reaction]] = {}
_at_once: set[str] = set()

_STANDING = Kept[Event](lambda event: Event.objects.filter(pk=event, undone_by=None).order_by())


def record(
    name: str,
    subject: WorkspaceModel,
    *,
    by: Actor,
    about: Iterable[WorkspaceModel | None] = (),
    thread: UUID | None = None,
    data: Mapping[str, Any] | None = None,
    states: tuple[str, str] = ("", ""),
    undo_until: datetime | None = None,
    undoes: Event | None = None,
) -> Event:
    """Write one event in the caller's transaction and queue its reactions there too.

    A rollback takes the event and its reactions along. `about` names what else the event concerns. With `undo_until`
    every reaction waits for that moment, and none runs if the event was undone; see `on` for those that don't wait.
    """
    event = Event(
        name=name,
        subject_kind=kind_of(subject),
        subject_id=subject.pk,
        subject_label=subject.event_label[:400],
        actor_kind=by.kind,
        actor_id=by.id,
        actor_label=by.label[:400],
        channel=by.channel,
        state_from=states[0],
        state_to=states[1],
        thread=thread,
        data=dict(data or {}),
        undo_until=undo_until,
        undoes=undoes,
    )
    event.save(force_insert=True)
    things = {thing.pk: thing for thing in about if thing is not None}
    Mention.objects.bulk_create(Mention(event=event, kind=kind_of(thing), object_id=pk) for pk, thing in things.items())
    for reaction in _reactions.get(name, {}):
        at = None if reaction in _at_once else undo_until
        jobs.defer(react, at=at, event_id=event.pk, reaction=reaction)
    return event


def on(*names: str, at_once: bool = False) -> Callable[[Reaction], Reaction]:
    """Register a reaction. It runs at least once per event, in its own job: make it idempotent.

    `at_once`: it doesn't wait until the event can't be undone any more. For what only keeps a secret: that can't wait,
    and does no harm where the event is undone.
    """

    def register(reaction: Reaction) -> Reaction:
        key = f"{reaction.__module__}.{reaction.__qualname__}"
        for name in names:
            _reactions.setdefault(name, {})[key] = reaction
        if at_once:
            _at_once.add(key)
        return reaction

    return register


def must_be_undoable(event: Event) -> None:
    """Raise TooLate unless the event's undo window is still open and nobody used it."""
    if event.undo_until is None or event.undo_until <= current().now:
        raise TooLate("The ten minutes to undo this are over.")
    if event.undone_by.exists():
        raise TooLate("This was undone already.")


def kind_of(thing: WorkspaceModel) -> str:
    """Return the stable word for a thing's kind in events and links, such as `ask`."""
    return str(thing._meta.model_name)


@jobs.job("core.react")
def react(event_id: UUID, reaction: str) -> None:
    """Run one reaction to one event, unless the event was undone meanwhile."""
    for event in _STANDING(event=event_id):
        _reactions[event.name][reaction](event)
