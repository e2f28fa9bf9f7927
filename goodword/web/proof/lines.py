"""The lines of the list of stories and quotes: what each says, put into words (see the tag `line`)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from goodword.proof.models import Clearance, Story
from goodword.proof.queries import Standing
from goodword.references.models import Visibility
from goodword.web.templatetags._times import day

TONES = {
    Standing.SENDABLE: "good",
    Standing.SOON: "warn",
    Standing.EXPIRED: "bad",
    Standing.BLOCKED: "warn",
    Standing.COLLEAGUES: "",
    Standing.WITHDRAWN: "",
}
LONGEST_WORDS, LONGEST_SPEAKER = 110, 60


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One story. `private`: its customer or speaker is known to few, so it goes to no buyer."""

    key: UUID
    is_quote: bool
    kind: str
    language: str
    words: str
    speaker: str
    customer: str
    private: bool
    standing: str
    tone: str
    cleared_for: str
    sent: int
    added: str

    @classmethod
    def of(cls, one: Story, standing: Standing, sent: int) -> StoryLine:
        is_quote = one.kind == Story.Kind.QUOTE
        return cls(
            key=one.pk,
            is_quote=is_quote,
            kind=str(one.get_kind_display()),
            language=one.language,
            words=Truncator(one.text).chars(LONGEST_WORDS) if is_quote or not one.title else one.title,
            speaker=Truncator(one.speaker).chars(LONGEST_SPEAKER),
            customer=one.profile.account.name,
            private=_is_private(one),
            standing=str(standing.label),
            tone=TONES[standing],
            cleared_for=cleared_for(one),
            sent=sent,
            added=day(one.created_at),
        )


def cleared_for(story: Story) -> str:
    """Return for whom a story is cleared, and until when."""
    if story.clearance == Clearance.INTERNAL:
        return _("Colleagues only")
    whom = str(story.get_clearance_display())
    if story.expires_on is None:
        return whom
    return _("%(whom)s, until %(day)s") % {"whom": whom, "day": day(story.expires_on)}


def _is_private(story: Story) -> bool:
    speaker = story.advocate
    return Visibility.MASKED in (story.profile.visibility, speaker.visibility if speaker is not None else "")
