"""What a colleague was told, as the list behind the bell."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.statements import Kept, Told
from goodword.messages.models import Message, MessageState
from goodword.messages.queries.outbox import INVITATION, READERS_ALONE

MOST_UNSEEN = 9


def notices(by: Actor) -> QuerySet[Message]:
    """Return what was told to this person, newest first. A code or a way in is no news."""
    return _told(by.person_kind, by.person_id, clock.now())


def _told(kind: str | Told, person: Any, now: datetime | Told) -> QuerySet[Message]:
    told = Message.objects.filter(person_kind=kind, person_id=person, due_at__lte=now)
    return (
        told.exclude(state=MessageState.DROPPED)
        .exclude(kind__in=sorted(READERS_ALONE | {INVITATION}))
        .order_by("-due_at", "-created_at")
    )


def _unseen(since: datetime | Told | None = None, **told: Any) -> QuerySet[Message, tuple[UUID]]:
    rows = _told(**told)
    return (rows if since is None else rows.filter(due_at__gt=since)).values_list("pk")[: MOST_UNSEEN + 1]


_UNSEEN = Kept[tuple[UUID]](_unseen)


def unseen(by: Actor, since: datetime | None) -> int:
    """Return how many were told since they last looked, counted to one more than `MOST_UNSEEN`."""
    person = {"kind": by.person_kind, "person": by.person_id, "now": clock.now()}
    return len(_UNSEEN(**person, since=since) if since is not None else _UNSEEN(**person))
