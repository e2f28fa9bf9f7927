from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Func

from goodword.core.fields import WorkspaceKey
from goodword.core.models.tenant import AppendOnly
from goodword.core.tenancy import current


def clock_now() -> datetime:
    """The column default of every moment: the workspace's clock (core.clock imports the models, hence here)."""
    return current().now


class Event(AppendOnly):
    """What happened: who, when, to what, why. The timeline, the outbox of reactions and the source of every figure.

    Subject and actor are named by kind, id and label, not by foreign key, so history stays readable after an erasure.
    """

    number = models.BigIntegerField(
        db_default=Func(models.Value("core_event_number"), function="nextval"), editable=False
    )
    name = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock_now)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    subject_label = models.CharField(max_length=400, blank=True)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=400)
    channel = models.CharField(max_length=20, default="page")
    state_from = models.CharField(max_length=40, blank=True)
    state_to = models.CharField(max_length=40, blank=True)
    thread = models.UUIDField(null=True, help_text="The request this belongs to, if any: one timeline is one thread.")
    data = models.JSONField(default=dict)
    undo_until = models.DateTimeField(null=True, help_text="Reactions wait for this moment.")
    undoes = WorkspaceKey("core.Event", null=True, related_name="undone_by")

    class Meta:
        ordering = ["at", "number"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "undoes"], name="an_event_is_undone_once"),
        ]
        indexes = [
            models.Index(fields=["workspace", "thread", "at"], name="event_by_thread"),
            models.Index(fields=["workspace", "subject_id", "at"], name="event_by_subject"),
            models.Index(fields=["workspace", "name", "at"], name="event_by_name"),
            models.Index(fields=["workspace", "-number"], name="event_by_number"),
            models.Index(fields=["workspace", "actor_id", "-number"], name="event_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.name} by {self.actor_label}"


class Mention(AppendOnly):
    """One more thing an event is about, so that a customer's or a deal's page can show it."""

    event = WorkspaceKey(Event, on_delete=models.CASCADE, related_name="mentions")
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "object_id", "event"], name="mentioned_once_per_event")
        ]
