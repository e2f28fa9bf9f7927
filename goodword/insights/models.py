"""What was shown when somebody asked, for asking later whether another order would have been better."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from goodword.core.fields import WorkspaceKey
from goodword.core.models import AppendOnly
from goodword.core.models.event import clock_now
from goodword.desk.models import ReferenceRequest


class ShownList(AppendOnly):
    """The first of the list a request was sent from, in their order. One small row a request; never changed."""

    POLICY: ClassVar[str] = "word, rest, helped"

    need = WorkspaceKey(ReferenceRequest, related_name="shown_lists")
    weights_version = models.CharField(max_length=40)
    policy = models.CharField(max_length=40, default=POLICY, help_text="What put the cards in their order.")
    asked = models.JSONField(help_text="What the deal asked, by weight, in units of it.")
    cards = models.JSONField(help_text="The references shown, first one first, and what each told.")
    at = models.DateTimeField(default=clock_now)

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["workspace", "need"], name="one_shown_list_per_request")]
