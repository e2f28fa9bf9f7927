from __future__ import annotations

import hashlib
import unicodedata
import uuid
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.text import slugify

LONGEST_SLUG = 80


class Workspace(models.Model):
    """One company's program: the tenant. Global, so it holds nothing but what opening it needs."""

    class Kind(models.TextChoices):
        LIVE = "live", "Live"
        DEMO = "demo", "Demo"
        TEST = "test", "Test"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=LONGEST_SLUG, unique=True, allow_unicode=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.LIVE)
    clock_offset = models.DurationField(default=timedelta)
    closed_on = ArrayField(models.DateField(), default=list, blank=True, help_text="Days on which nobody is asked.")
    public_holidays = models.BooleanField(default=True, help_text="Nobody is asked on a public holiday of theirs.")
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

    @classmethod
    def named(cls, name: str) -> Workspace | None:
        """Return the workspace of this name or slug."""
        return cls.objects.filter(slug=slug_of(name)).first()


def slug_of(name: str) -> str:
    """Return the short word for a name, always the same one; the slug of a slug is itself. Empty for an unseen name.

    Latin names become plain ASCII, others keep their own letters; a name of signs alone gets a word of its own.
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    latin = all(char.isascii() for char in plain if char.isalnum())
    kept = slugify(plain if latin else name, allow_unicode=not latin)[:LONGEST_SLUG].strip("-_")
    if kept or not any(char.isprintable() and not char.isspace() for char in name):
        return kept
    return f"w-{hashlib.sha256(name.strip().encode()).hexdigest()[:8]}"
