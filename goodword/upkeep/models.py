from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models

from goodword.core.fields import WorkspaceKey
from goodword.core.models import Event, WorkspaceManager, WorkspaceModel, WorkspaceQuerySet
from goodword.core.models.event import clock_now
from goodword.core.undo import UNDO
from goodword.members.models import Member


class Act(models.TextChoices):
    """What can be done to many at once, each by its own verb."""

    OWNER = "owner", "Change the owner"
    DEPUTY = "deputy", "Change the deputy"
    HOLD_CUSTOMER = "hold_customer", "Put on hold"
    HOLD_ADVOCATE = "hold_advocate", "Put on hold"
    INVITE = "invite", "Invite"
    CHECK_IN = "check_in", "Check in"
    TAG = "tag", "Change tags"


class BulkChange(WorkspaceModel):
    """One change somebody chose for many rows of a list: looked at, then made, then perhaps taken back."""

    class Phase(models.TextChoices):
        DRAFTED = "drafted", "Not done yet"
        RUNNING = "running", "Under way"
        DONE = "done", "Done"
        UNDOING = "undoing", "Being taken back"
        UNDONE = "undone", "Taken back"

    member = WorkspaceKey(Member, on_delete=models.CASCADE, related_name="bulk_changes")
    act = models.CharField(max_length=16, choices=Act)
    phase = models.CharField(max_length=8, choices=Phase, default=Phase.DRAFTED)
    back_to = models.CharField(max_length=2100, blank=True, help_text="The list it was chosen from.")
    said = models.JSONField(default=dict, blank=True, help_text="What was chosen for all: until when, who.")
    made_at = models.DateTimeField(default=clock_now)
    done_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.get_act_display())

    @property
    def undo_until(self) -> datetime | None:
        return self.done_at and self.done_at + UNDO


class BulkRowQuerySet(WorkspaceQuerySet["BulkRow"]):
    def waiting(self) -> BulkRowQuerySet:
        return self.filter(outcome=BulkRow.Outcome.WAITING)

    def done(self) -> BulkRowQuerySet:
        return self.filter(outcome=BulkRow.Outcome.DONE)

    def skipped(self) -> BulkRowQuerySet:
        return self.filter(outcome=BulkRow.Outcome.SKIPPED)


BulkRowManager = WorkspaceManager.from_queryset(BulkRowQuerySet)


class BulkRow(WorkspaceModel):
    """One customer or advocate in it, what became of it, and what was there before."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DONE = "done", "Done"
        SKIPPED = "skipped", "Left out"
        UNDONE = "undone", "Taken back"
        KEPT = "kept", "Could not be taken back"

    change = WorkspaceKey(BulkChange, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    thing_id = models.UUIDField()
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.WAITING)
    why = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict, blank=True)

    objects: ClassVar[BulkRowManager] = BulkRowManager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "change", "thing_id"], name="once_in_a_bulk_change"),
        ]
        indexes = [models.Index(fields=["workspace", "change", "outcome", "position"], name="bulk_row_by_outcome")]


class Merge(WorkspaceModel):
    """Two entries of one company or person made one, with what it takes to part them again.

    `kept` is what the event must not say (names, addresses): rows as they were, by table and field. It is forgotten
    when the time to undo is over.
    """

    class Kind(models.TextChoices):
        ACCOUNT = "account", "Company"
        CONTACT = "contact", "Person"

    kind = models.CharField(max_length=8, choices=Kind)
    stays_id = models.UUIDField()
    away_id = models.UUIDField()
    event = WorkspaceKey(Event, related_name="merges")
    member = WorkspaceKey(Member, null=True, blank=True, related_name="merges", help_text="Who merged them.")
    moved = models.JSONField(default=dict, help_text="How many of what went over, by table.")
    kept = models.JSONField(default=dict, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "event"], name="one_merge_per_event")]
        indexes = [models.Index(fields=["workspace", "stays_id"], name="merge_by_who_stays")]

    def __str__(self) -> str:
        return str(self.get_kind_display())
