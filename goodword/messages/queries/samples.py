"""The mails as this workspace would send them, in a story of our own invention. Nothing is written and nobody is told."""

from __future__ import annotations

from dataclasses import dataclass

from goodword.core.models import Program
from goodword.messages import places
from goodword.messages.actions.writing import sender
from goodword.messages.rendering import rendered
from goodword.messages.rules import MAIL_KINDS, MailKind, News, news_in
from goodword.messages.samples import Sample, sample_of, sampled


@dataclass(frozen=True, slots=True)
class Shown:
    """One mail of the story: what its kind is, who reads it, and its words; links lead nowhere."""

    kind: MailKind
    variant: str
    sample: Sample
    subject: str
    text: str
    html: str

    @property
    def news(self) -> News | None:
        return news_in(self.kind.code, self.variant)


def mail_kinds() -> list[tuple[MailKind, tuple[str, ...]]]:
    """Return every kind of mail that is written, with its variants."""
    return [(MAIL_KINDS[code], variants) for code, variants in sampled().items()]


def shown(code: str, variant: str) -> Shown:
    """Return a mail as it would look. Raises KeyError for one there is not."""
    sample = sample_of(code, variant)
    program, answers_to = Program.here(), sender(but=sample.to)
    subject, text, html = rendered(code, sample.to, sample.context(variant), sample.links, program, answers_to)
    words = places.leading_nowhere(text, html)
    return Shown(MAIL_KINDS[code], variant, sample, subject, words.text, words.html)
