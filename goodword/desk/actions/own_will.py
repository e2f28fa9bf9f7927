"""What customers decided for themselves, and taking it back: what may be asked of them, and what of their words is shown."""

from __future__ import annotations

from goodword.core.actors import Actor
from goodword.core.models import Event
from goodword.proof.actions import own_words
from goodword.protection.actions import own_will

OWN_WILL = own_will.OWN_WILL | own_words.OWN_WORDS


def take_back(event: Event, *, by: Actor) -> Event:
    """Take one decision of a person's own back. Raises NotAllowed, TooLate."""
    if event.name in own_words.OWN_WORDS:
        return own_words.take_back(event, by=by)
    return own_will.take_back(event, by=by)


def why_not(event: Event, by: Actor) -> str:
    """Return why this actor can't take back what the event says, or nothing where they can."""
    return own_words.why_not(event, by) if event.name in own_words.OWN_WORDS else own_will.why_not(event, by)
