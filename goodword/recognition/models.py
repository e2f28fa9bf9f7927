from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from goodword.core.fields import WorkspaceKey
from goodword.core.models import AppendOnly
from goodword.core.models.event import clock_now
from goodword.directory.models import Contact, Opportunity
from goodword.members.models import Member


class Assist(AppendOnly):
    """Credit for a deal that used a reference: an assist for a colleague on a won one, thanks for everyone else.

    Each person once for each deal, whether they are a member or the customer who took part.
    """

    class Kind(models.TextChoices):
        ASSIST = "assist", "Assist"
        THANKS = "thanks", "Thanks"

    class Part(models.TextChoices):
        OWNER = "owner", "Lent their customer"
        NOMINATOR = "nominator", "Nominated"
        BROKER = "broker", "Brokered"
        ADVOCATE = "advocate", "Took part"

    kind = models.CharField(max_length=6, choices=Kind)
    opportunity = WorkspaceKey(Opportunity, related_name="assists")
    member = WorkspaceKey(Member, null=True, related_name="assists")
    contact = WorkspaceKey(Contact, null=True, related_name="assists")
    parts = ArrayField(models.CharField(max_length=10, choices=Part))
    words = models.CharField(max_length=400)
    won = models.BooleanField()
    at = models.DateTimeField(default=clock_now)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "opportunity", "member", "contact"],
                nulls_distinct=False,
                name="credited_once_per_deal",
            ),
            models.CheckConstraint(
                condition=models.Q(member=None) ^ models.Q(contact=None), name="credit_is_one_persons"
            ),
        ]


class Thanks(AppendOnly):
    """Somebody thanked a colleague by name, for every assist of theirs up to that moment."""

    member = WorkspaceKey(Member, related_name="thanks")
    giver = WorkspaceKey(Member, related_name="thanks_given")
    at = models.DateTimeField(default=clock_now)

    class Meta:
        ordering = ["-at"]
        verbose_name_plural = "thanks"
        indexes = [models.Index(fields=["workspace", "member", "giver", "at"], name="thanks_by_member")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(member=models.F("giver")), name="nobody_thanks_themselves")
        ]

    @property
    def event_label(self) -> str:
        return self.member.event_label
