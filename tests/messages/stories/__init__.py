"""What happens that somebody gets a mail about, and which mails that makes."""

from __future__ import annotations

from tests.messages.stories.asks import ASKS
from tests.messages.stories.people import PEOPLE
from tests.messages.stories.shape import Story

STORIES: dict[str, Story] = ASKS | PEOPLE

__all__ = ["STORIES"]
