"""Whether whoever said some words may be asked now to let them be used on, and if not, why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from goodword.core import clock
from goodword.core.errors import Refused
from goodword.proof.actions import must_have_agreed
from goodword.proof.models import Clearance, Story
from goodword.proof.queries import ANSWER_WITHIN, runs_out
from goodword.protection.queries import holds_on
from goodword.references.models import Advocate


class NotNow(StrEnum):
    """Why somebody is not asked."""

    WITHDRAWN = "withdrawn"
    NOT_DUE = "not_due"
    NO_SPEAKER = "no_speaker"
    NO_CONSENT = "no_consent"
    NO_ADDRESS = "no_address"
    ASKED = "asked"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Renewal:
    """May the question be put? `asked_at`: when the one was put whose answer is waited for."""

    speaker: Advocate | None
    not_now: NotNow | None
    asked_at: datetime | None = None


def renewal_of(story: Story) -> Renewal:
    """Return whether a story's speaker may be asked now. Four queries at most, with its speaker and profile loaded."""
    speaker, now = story.advocate, clock.now()
    if story.withdrawn_at is not None:
        return Renewal(speaker, NotNow.WITHDRAWN)
    if story.clearance == Clearance.INTERNAL or not runs_out(story.expires_on, now.date()):
        return Renewal(speaker, NotNow.NOT_DUE)
    if speaker is None:
        return Renewal(None, NotNow.NO_SPEAKER)
    asked_at = _waited_for(speaker, now)
    if asked_at is not None:
        return Renewal(speaker, NotNow.ASKED, asked_at)
    return Renewal(speaker, _stands_against(story, speaker, now))


def _stands_against(story: Story, speaker: Advocate, now: datetime) -> NotNow | None:
    try:
        must_have_agreed(speaker, story.kind)
    except Refused:
        return NotNow.NO_CONSENT
    left_on = speaker.contact.left_on
    if not speaker.contact.email or (left_on is not None and left_on <= now.date()):
        return NotNow.NO_ADDRESS
    return NotNow.HELD if holds_on([speaker], now)[speaker.pk] else None


def _waited_for(speaker: Advocate, now: datetime) -> datetime | None:
    """Return when this person was last asked about any of their words, while the answer is waited for."""
    words = Story.objects.filter(
        advocate__contact=speaker.contact_id, withdrawn_at=None, renewal_asked_at__gt=now - ANSWER_WITHIN
    )
    newest = words.order_by("-renewal_asked_at").first()
    return newest.renewal_asked_at if newest is not None else None
