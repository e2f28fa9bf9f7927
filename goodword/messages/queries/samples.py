"""The mails as this workspace would send them, in a story of our own invention. Nothing is written and nobody is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from goodword.core.models import Program
from goodword.messages import places
from goodword.messages.actions.writing import sender
from goodword.messages.rendering import rendered
from goodword.messages.rules import MAIL_KINDS, MailKind, News, news_in
from goodword.messages.samples import Sample, sample_of, sampled
from goodword.messages.subjects import preheader_of, subject_of


@dataclass(frozen=True, slots=True)
class Shown:
    """One mail of the story: what its kind is, who reads it, and its words; links lead nowhere."""

    kind: MailKind
    variant: str
    sample: Sample
    subject: str
    preheader: str
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
    says = sample.context(variant)
    subject, text, html = rendered(code, sample.to, says, sample.links, program, answers_to)
    words = places.leading_nowhere(text, html)
    return Shown(MAIL_KINDS[code], variant, sample, subject, preheader_of(code, variant, says), words.text, words.html)


def lines_of(code: str, variants: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return each variant with its subject and preheader, as a list of mails shows them."""
    told = ((variant, sample_of(code, variant).context(variant)) for variant in variants)
    program = Program.here()
    named = {"vendor_name": program.vendor_name, "program": program.name}
    return [
        (variant, subject_of(code, variant, named | says), preheader_of(code, variant, named | says))
        for variant, says in told
    ]
