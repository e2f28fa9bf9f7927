"""The words a change is about, as far as a line has room for them."""

from __future__ import annotations

from goodword.messages.wording import one_line
from goodword.proof.models import Story
from goodword.protection.queries import Change

MOST = 160


def beginning_of(change: Change) -> str:
    """Return how the words begin that are used no more; nothing for any other change."""
    story = Story.objects.filter(pk__in=[change.event.data.get("words")]).first()
    return one_line(story.title or story.text, MOST) if story is not None else ""
