"""Closing mails to most eyes, once what they name has become private."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from goodword.core.models import Event, Mention
from goodword.messages.models import Message


def close_what_names(things: Collection[UUID]) -> int:
    """Mark every mail about one of these as naming a private reference; return how many were open until now."""
    mentioned = Mention.objects.filter(object_id__in=things).values("event")
    told = Event.objects.filter(subject_id__in=things).order_by().values("pk").union(mentioned, all=True)
    about = Q(event__in=told) | Q(about_id__in=things)
    return Message.objects.filter(about, private=False).update(private=True)
