from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.text import Truncator

from goodword.core.fields import WorkspaceKey
from goodword.core.models import AppendOnly, WorkspaceManager, WorkspaceModel, WorkspaceQuerySet
from goodword.core.models.event import clock_now
from goodword.core.statements import Told
from goodword.directory.models import Opportunity, Vouched
from goodword.members.models import Member
from goodword.references.models import Advocate, ReferenceProfile


class Clearance(models.TextChoices):
    INTERNAL = "internal", "Colleagues only"
    ONE_TO_ONE = "one_to_one", "One buyer at a time"
    PUBLIC = "public", "Public"


class StoryQuerySet(WorkspaceQuerySet["Story"]):
    def sendable(self, today: date | Told) -> StoryQuerySet:
        """Stories a buyer may be shown today."""
        return self.filter(
            Q(clearance__in=[Clearance.ONE_TO_ONE, Clearance.PUBLIC]),
            Q(expires_on=None) | Q(expires_on__gte=today),
            withdrawn_at=None,
        )


StoryManager = WorkspaceManager.from_queryset(StoryQuerySet)


class Story(Vouched):
    """A content asset of one customer, with what it is cleared for and where it came from."""

    class Kind(models.TextChoices):
        STORY = "story", "Story"
        QUOTE = "quote", "Quote"

    profile = WorkspaceKey(ReferenceProfile, related_name="stories")
    advocate = WorkspaceKey(Advocate, null=True, blank=True, related_name="stories")
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    language = models.CharField(max_length=12, default="en")
    speaker = models.CharField(max_length=300, blank=True)
    speaker_title = models.CharField(max_length=300, blank=True)
    clearance = models.CharField(max_length=12, choices=Clearance, default=Clearance.INTERNAL)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.CharField(max_length=200, blank=True)
    cleared_because = models.CharField(max_length=400, blank=True, help_text="How we know that it may be shown.")
    expires_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    licence = models.CharField(max_length=60, blank=True)
    attribution = models.TextField(blank=True)
    source = models.CharField(max_length=300, default="hand")
    record = models.CharField(max_length=300, blank=True, help_text="Id of the imported record.")
    digest = models.CharField(max_length=64, blank=True, help_text="Of the imported record, to see a change.")
    renewal_asked_at = models.DateTimeField(null=True, blank=True, help_text="An answer to this is waited for.")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock_now, editable=False)

    objects: ClassVar[StoryManager] = StoryManager()

    class Meta:
        verbose_name_plural = "stories"
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "record"], condition=~Q(record="") & Q(kind="story"), name="story_imported_once"
            )
        ]
        indexes = [models.Index(fields=["workspace", "profile"], name="story_by_profile")]

    def __str__(self) -> str:
        return self.title or Truncator(self.text).chars(60)

    @property
    def event_label(self) -> str:
        return str(self.get_kind_display())


class Passage(WorkspaceModel):
    """A section of a story's text, as evidence a match can point to."""

    story = WorkspaceKey(Story, on_delete=models.CASCADE, related_name="passages")
    field = models.CharField(max_length=20, help_text="title, challenge, solution, results, quote, metric, body")
    position = models.PositiveIntegerField(default=0)
    text = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["workspace", "story", "position"], name="passage_in_its_place")]


class SharingQuerySet(WorkspaceQuerySet["Sharing"]):
    def standing(self) -> SharingQuerySet:
        """What was sent and not taken back as a mistake."""
        return self.filter(takes_back=None, taken_back=None)


SharingManager = WorkspaceManager.from_queryset(SharingQuerySet)


class Sharing(AppendOnly):
    """A note that a colleague sent a story to a deal's buyer; a second row takes a mistaken one back."""

    story = WorkspaceKey(Story, related_name="sharings")
    opportunity = WorkspaceKey(Opportunity, related_name="sharings")
    member = WorkspaceKey(Member, related_name="sharings")
    at = models.DateTimeField(default=clock_now, editable=False)
    takes_back = WorkspaceKey("proof.Sharing", null=True, related_name="taken_back")

    objects: ClassVar[SharingManager] = SharingManager()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["workspace", "takes_back"], name="a_sharing_is_taken_back_once")]
        indexes = [
            models.Index(fields=["workspace", "story"], name="sharing_by_story"),
            models.Index(fields=["workspace", "opportunity"], name="sharing_by_deal"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} for {self.opportunity_id}"
