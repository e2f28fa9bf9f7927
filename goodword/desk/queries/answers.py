"""Written answers as they may be read: their writer's draft, and what the buyer and the desk get."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goodword.core import clock
from goodword.core.models import Event
from goodword.desk.models import Ask
from goodword.references.queries import live_consents


@dataclass(frozen=True, slots=True)
class Written:
    """One question and the customer's own words to it; empty where they left it out."""

    question_id: UUID
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Answers that can't be taken back any more. `withdrawn`: the customer no longer agrees to their use."""

    at: datetime
    answers: list[Written]
    withdrawn: bool


def drafts_of(ask: Ask) -> list[Written]:
    """Return every question in order with what is written to it so far: for the writer alone."""
    texts = {answer.question_id: answer.text for answer in ask.answers.all()}
    return [Written(question.pk, question.text, texts.get(question.pk, "")) for question in ask.need.questions.all()]


def sent_by(ask: Ask) -> Sent | None:
    """Return the answers as their readers get them; None before they are sent for good.

    A consent that was withdrawn since reaches the answers too: their words are not shown any more.
    """
    if ask.answered_at is None or can_be_taken_back(ask):
        return None
    withdrawn = ask.need.help_kind not in live_consents(ask.advocate, thread=ask.need_id)
    answers = [] if withdrawn else [one for one in drafts_of(ask) if one.text]
    return Sent(ask.answered_at, answers, withdrawn)


def can_be_taken_back(ask: Ask) -> bool:
    """Say whether the answers were sent so lately that their writer may still take them back."""
    sent = Event.objects.filter(subject_id=ask.pk, name="ask.answered", undo_until__gt=clock.now(), undone_by=None)
    return sent.exists()
