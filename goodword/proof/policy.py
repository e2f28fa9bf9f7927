"""Who may see stories: those whose customer they may know by name."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from goodword.core.actors import Actor
from goodword.members.policy import is_manager
from goodword.proof.models import Story, StoryQuerySet
from goodword.references.policy import visible_advocates, visible_profiles


def visible_stories(by: Actor) -> StoryQuerySet:
    """Return the stories and quotes an actor may see; one of a private reference is as private as the reference."""
    stories: StoryQuerySet = Story.objects.all()
    if is_manager(by):
        return stories
    speaker = visible_advocates(by).filter(pk=OuterRef("advocate"))
    return stories.filter(
        Q(advocate=None) | Q(Exists(speaker)), Exists(visible_profiles(by).filter(pk=OuterRef("profile")))
    )
