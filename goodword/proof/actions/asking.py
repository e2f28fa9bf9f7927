"""Putting the question whether words may be used on. Whether somebody may be asked anything now is decided above."""

from __future__ import annotations

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.models import Event
from goodword.members.policy import Permission, must
from goodword.proof.actions.clearing import about, locked, must_stand
from goodword.proof.models import Story


def put_question(story: Story, *, by: Actor) -> Event:
    """Note that whoever said these words is asked whether they may be used on. Raises NotAllowed, TooLate."""
    must(by, Permission.RENEWAL_ASK)
    asked = locked(story.pk)
    must_stand(asked)
    asked.renewal_asked_at = clock.now()
    asked.save(update_fields=["renewal_asked_at"])
    return events.record("story.renewal_asked", asked, by=by, about=about(asked))
