from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import models
from django.db.models.functions import Now


class Workspace(models.Model):
    """One company's program: the tenant. Global, so it holds nothing but what opening it needs."""

    class Kind(models.TextChoices):
        LIVE = "live", "Live"
        DEMO = "demo", "Demo"
        TEST = "test", "Test"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.LIVE)
    clock_offset = models.DurationField(default=timedelta)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="live") | models.Q(clock_offset=timedelta()), name="live_clock_is_true"
            )
        ]

    @property
    def is_live(self) -> bool:
        """Say whether its people are real; in a demo or a test one person plays everybody."""
        return self.kind == self.Kind.LIVE

    def __str__(self) -> str:
        return self.slug
