from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from goodword.core.fields import WorkspaceKey
from goodword.core.models import AppendOnly, WorkspaceManager, WorkspaceModel, WorkspaceQuerySet
from goodword.core.models.event import clock_now
from goodword.directory.models import Account, Contact
from goodword.references.models import Advocate, HelpKind


class LedgerEntry(AppendOnly):
    """One ask or use of a person, ever. Rest, limits and load are computed from these rows and nothing else."""

    class Kind(models.TextChoices):
        ASK = "ask", "Asked"
        USE = "use", "Helped"
        CREDIT = "credit", "Given back"

    kind = models.CharField(max_length=6, choices=Kind)
    help_kind = models.CharField(max_length=14, choices=HelpKind)
    advocate = WorkspaceKey(Advocate, related_name="ledger")
    contact = WorkspaceKey(Contact, related_name="ledger", help_text="Limits attach to the human.")
    account = WorkspaceKey(Account, related_name="ledger")
    at = models.DateTimeField(default=clock_now)
    thread = models.UUIDField(null=True, help_text="The request it was for.")
    ask_id = models.UUIDField(null=True)
    elsewhere = models.BooleanField(default=False, help_text="Logged after the fact.")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at"]
        verbose_name_plural = "ledger entries"
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "ask_id", "kind"], condition=Q(ask_id__isnull=False), name="ledger_once_per_ask"
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "contact", "at"], name="ledger_by_contact"),
            models.Index(fields=["workspace", "account", "at"], name="ledger_by_account"),
        ]


class Reservation(WorkspaceModel):
    """An advocate's only place: held from the moment an owner is asked until the ask ends.

    The constraints are the last line behind the row locks of `protection.actions.reserve`.
    """

    advocate = WorkspaceKey(Advocate, related_name="reservations")
    contact = WorkspaceKey(Contact, related_name="reservations")
    account = WorkspaceKey(Account, related_name="reservations")
    thread = models.UUIDField(help_text="The request.")
    ask_id = models.UUIDField()
    help_kind = models.CharField(max_length=14, choices=HelpKind)
    prospect = WorkspaceKey(Account, related_name="+", help_text="For whom: the walls are checked again when asked.")
    within_group = models.BooleanField(default=False)
    with_customer = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock_now)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "contact"], condition=Q(released_at=None), name="one_live_ask_per_person"
            ),
            models.UniqueConstraint(
                fields=["workspace", "thread"],
                condition=Q(released_at=None, with_customer=True),
                name="one_customer_asked_per_request",
            ),
            models.UniqueConstraint(fields=["workspace", "ask_id"], name="one_reservation_per_ask"),
        ]


class HoldQuerySet(WorkspaceQuerySet["Hold"]):
    def not_over(self, now: datetime) -> HoldQuerySet:
        """Return what stops asks now or will from a day ahead."""
        return self.filter(Q(until=None) | Q(until__gt=now), lifted_at=None)

    def standing(self, now: datetime) -> HoldQuerySet:
        return self.not_over(now).filter(Q(starts_at=None) | Q(starts_at__lte=now))


HoldManager = WorkspaceManager.from_queryset(HoldQuerySet)


class Hold(WorkspaceModel):
    """A stop with an author and a date: by the customer (pause), the owner or the program (hold), or a signal."""

    class Kind(models.TextChoices):
        PAUSE = "pause", "Paused by the customer"
        HOLD = "hold", "On hold"
        REPAIR = "repair", "On hold until someone talked to them"

    kind = models.CharField(max_length=6, choices=Kind)
    account = WorkspaceKey(Account, related_name="holds")
    advocate = WorkspaceKey(
        Advocate, null=True, blank=True, related_name="holds", help_text="Empty: the whole account."
    )
    reason = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True, help_text="Empty: from when it was made.")
    until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock_now)
    made_by = models.CharField(max_length=200)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=200, blank=True)

    objects: ClassVar[HoldManager] = HoldManager()

    class Meta:
        indexes = [models.Index(fields=["workspace", "account"], name="hold_by_account")]

    @property
    def event_label(self) -> str:
        return str(self.get_kind_display())


class Override(AppendOnly):
    """A manager's exception to one of our own limits: with a reason, seen by the owner."""

    advocate = WorkspaceKey(Advocate, related_name="overrides")
    thread = models.UUIDField()
    rule = models.CharField(max_length=40)
    reason = models.CharField(max_length=400)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock_now)
