from __future__ import annotations

from django.db import models

from goodword.core.fields import WorkspaceKey
from goodword.core.models import AppendOnly
from goodword.core.models.event import clock_now
from goodword.directory.models import Contact, Opportunity
from goodword.members.models import Member


class Assist(AppendOnly):
    """Credit for having lent, nominated, brokered or taken part, on a deal that used a reference."""

    class Part(models.TextChoices):
        OWNER = "owner", "Lent their customer"
        NOMINATOR = "nominator", "Nominated"
        BROKER = "broker", "Brokered"
        ADVOCATE = "advocate", "Took part"

    opportunity = WorkspaceKey(Opportunity, related_name="assists")
    member = WorkspaceKey(Member, null=True, related_name="assists")
    contact = WorkspaceKey(Contact, null=True, related_name="assists")
    part = models.CharField(max_length=10, choices=Part)
    ask_id = models.UUIDField()
    won = models.BooleanField()
    at = models.DateTimeField(default=clock_now)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "opportunity", "member", "contact"],
                nulls_distinct=False,
                name="credited_once_per_deal",
            )
        ]
