from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.db import models

from goodword.core.fields import WorkspaceKey
from goodword.core.models.event import clock_now
from goodword.core.models.tenant import WorkspaceModel
from goodword.core.models.workspace import Workspace

Standing = Literal["open", "used", "expired", "replaced", "withdrawn"]


class LinkRoute(models.Model):
    """Which workspace a token's hash leads to. Global: it is read before any workspace is open."""

    token_hash = models.CharField(max_length=64, primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.token_hash[:8]


class SignedLink(WorkspaceModel):
    """A link to one page, for one person, about one thing, until a moment. The token itself is never stored."""

    purpose = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    person_kind = models.CharField(max_length=20, help_text="member, contact")
    person_id = models.UUIDField()
    person_label = models.CharField(max_length=300)
    token_hash = models.CharField(max_length=64)
    issued_at = models.DateTimeField(default=clock_now)
    expires_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True)
    spent_on = models.CharField(max_length=120, blank=True, help_text="The answer given, in words.")
    withdrawn_at = models.DateTimeField(null=True)
    replaced_by = WorkspaceKey("core.SignedLink", null=True, on_delete=models.SET_NULL, related_name="replaces")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "token_hash"], name="one_link_per_token")]
        indexes = [
            models.Index(fields=["workspace", "purpose", "subject_id"], name="link_by_subject"),
            models.Index(fields=["workspace", "person_id"], name="link_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} link for {self.person_label}"

    def standing(self, now: datetime) -> Standing:
        """Say whether the link still acts, and why not."""
        if self.withdrawn_at:
            return "withdrawn"
        if self.replaced_by_id:
            return "replaced"
        if self.spent_at:
            return "used"
        return "expired" if self.expires_at <= now else "open"
