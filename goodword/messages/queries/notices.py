"""What a colleague was told, as the list behind the bell."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.messages.models import Message, MessageState
from goodword.messages.queries.outbox import INVITATION, READERS_ALONE, addressed_to


def notices(by: Actor) -> QuerySet[Message]:
    """Return what was told to this person, newest first. A code or a way in is no news."""
    told = Message.objects.filter(addressed_to(by), due_at__lte=clock.now())
    return (
        told.exclude(state=MessageState.DROPPED)
        .exclude(kind__in=READERS_ALONE | {INVITATION})
        .order_by("-due_at", "-created_at")
    )


def unseen(by: Actor, since: datetime | None, *, most: int) -> int:
    """Return how many were told since they last looked, counted up to `most`."""
    told = notices(by) if since is None else notices(by).filter(due_at__gt=since)
    return len(told.values_list("pk")[:most])
