"""What was said of customers and nominations and can still be taken back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from goodword.core.models import Event
from goodword.references.models import Advocate, Fact, ReferenceProfile
from goodword.references.rules import CONFIRMATIONS, DECISIONS


def undoable(things: Collection[Advocate | Fact | ReferenceProfile], now: datetime) -> list[Event]:
    """Return what somebody said of these and can take back: still right, taken up, no fit. Newest first. One query.

    What was decided or confirmed again since is left out: taking it back would be refused.
    """
    known = {thing.pk: thing for thing in things}
    said = Event.objects.filter(
        subject_id__in=known, name__in=[*CONFIRMATIONS, *DECISIONS], undo_until__gt=now, undone_by=None
    )
    return [event for event in said.order_by("-number") if _stands(known[event.subject_id], event)]


def same_press(event: Event) -> list[Event]:
    """Return everything that was confirmed by the very press that an event tells of. One query."""
    same = Event.objects.filter(name=event.name, at=event.at, actor_kind=event.actor_kind, actor_id=event.actor_id)
    return list(same.order_by("number"))


def _stands(thing: Advocate | Fact | ReferenceProfile, event: Event) -> bool:
    match thing:
        case Advocate():
            return thing.state == event.state_to
        case Fact():
            return thing.verified_at == event.at
    return thing.confirmed_at == event.at
