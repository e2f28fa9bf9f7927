from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from goodword.core.fields import WorkspaceKey
from goodword.core.models import Event, SignedLink, WorkspaceManager, WorkspaceModel, WorkspaceQuerySet
from goodword.core.models.event import clock_now
from goodword.core.statements import Kept


class MessageState(models.TextChoices):
    """The three-phase record of a delivery. Only HANDED_OVER without an answer is unknown; it is never resent blindly."""

    QUEUED = "queued", "Queued"
    CLAIMED = "claimed", "Being sent"
    HANDED_OVER = "handed_over", "Handed over"
    SENT = "sent", "Sent"
    UNKNOWN = "unknown", "Perhaps sent"
    FAILED = "failed", "Not sent"
    DROPPED = "dropped", "Not needed any more"


class Channel(models.TextChoices):
    """How a message reaches its reader."""

    EMAIL = "email", "Mail"
    BELL = "bell", "In the app alone"


class MessageQuerySet(WorkspaceQuerySet["Message"]):
    def due(self, now: datetime) -> MessageQuerySet:
        return self.filter(state=MessageState.QUEUED, due_at__lte=now)


MessageManager = WorkspaceManager.from_queryset(MessageQuerySet)


class Message(WorkspaceModel):
    """One mail to one person. Stored with placeholders where its links go; tokens are put in at hand-over."""

    kind = models.CharField(max_length=4, help_text="E01 … E27")
    event = WorkspaceKey(Event, null=True, related_name="messages")
    key = models.CharField(max_length=100, blank=True, help_text="What makes it one, where no event does.")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    person_kind = models.CharField(max_length=10)
    person_id = models.UUIDField()
    to_name = models.CharField(max_length=300)
    to_address = models.EmailField()
    from_name = models.CharField(max_length=300)
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    links = models.JSONField(default=dict, help_text="Placeholder to {link, query}: ids, never tokens.")
    calendar = models.TextField(blank=True, help_text="An iCalendar object that goes along.")
    thread = models.UUIDField(null=True, help_text="The request it belongs to.")
    about_kind = models.CharField(max_length=40, blank=True, help_text="What it is about: ask, call, advocate, member.")
    about_id = models.UUIDField(null=True)
    private = models.BooleanField(default=False, help_text="Names a private reference; few may read it.")
    state = models.CharField(max_length=12, choices=MessageState, default=MessageState.QUEUED)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField(default=clock_now, editable=False)
    claimed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=400, blank=True)

    objects: ClassVar[MessageManager] = MessageManager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "event", "kind", "key", "person_id", "channel"],
                nulls_distinct=False,
                name="told_once",
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "state", "due_at"], name="message_by_due"),
            models.Index(fields=["workspace", "thread", "created_at"], name="message_by_thread"),
            models.Index(fields=["workspace", "person_id", "-due_at"], name="message_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to_name}"

    @property
    def event_label(self) -> str:
        """Name the kind alone: a timeline is read by people who may not know the recipient."""
        return self.kind

    @cached_property
    def link_rows(self) -> list[tuple[SignedLink, dict[str, Any]]]:
        """Return each signed link the message carries, with what is kept about it."""
        kept = {row["link"]: row for row in self.links.values() if "link" in row}
        return [(link, kept[str(link.pk)]) for link in _LINKS(keys=map(UUID, kept))] if kept else []


_LINKS = Kept[SignedLink](lambda keys: SignedLink.objects.filter(pk__in=keys))
