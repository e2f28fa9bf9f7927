"""Written answers: the yes to write, the draft, the answers sent to this one buyer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from goodword.core import clock, jobs
from goodword.core.actors import Actor
from goodword.core.errors import Refused, TooLate
from goodword.desk.actions.customer import Lasting, agree, must_be_open
from goodword.desk.actions.moving import locked, move_ask, undo_until
from goodword.desk.models import Answer, Ask
from goodword.desk.policy import must_answer, must_write
from goodword.desk.queries.answers import drafts_of
from goodword.desk.rules.states import AskState, AskVerb
from goodword.desk.rules.writing import LONGEST_ANSWER, seal_of

# Time to read them, before anybody is asked whether they helped.
ASK_AFTER = timedelta(days=1)


@transaction.atomic
def agree_to_write(ask: Ask, *, by: Actor, lasting: Lasting = "good") -> None:
    """Say yes to answering in writing; the days to write in begin when the ten minutes to undo are over.

    Where the consent on file is only claimed, this yes is one: for these answers alone or for good. Raises TooLate.
    """
    must_answer(by, ask)
    _must_be_written(ask)
    must_be_open(ask, by=by)
    agreed = agree(ask, by=by, lasting=lasting)
    move_ask(ask, AskVerb.ACCEPT, by=by, event="ask.accepted", data=agreed, undoable=True)


def begin_writing(ask: Ask, *, by: Actor) -> None:
    """Start the days to write in: the yes holds now."""
    move_ask(ask, AskVerb.BOOK, by=by, event="ask.writing")


@transaction.atomic
def save_answers(ask: Ask, texts: Mapping[UUID, str], *, by: Actor) -> None:
    """Keep what is written so far, by question. Nobody reads it before it is sent. Raises TooLate, Refused."""
    must_write(by, ask)
    _must_be_writing(ask)
    questions = {question.pk: question for question in ask.need.questions.all()}
    known = {answer.question_id: answer for answer in ask.answers.all()}
    for key, text in texts.items():
        said = text.replace("\r\n", "\n").strip()
        if len(said) > LONGEST_ANSWER:
            raise Refused(f"Keep each answer under {LONGEST_ANSWER} characters.", code="too_long")
        if key not in questions:
            raise Refused("That question belongs to another request.", code="foreign_question")
        answer = known.get(key) or Answer(ask=ask, question=questions[key])
        if answer.text != said:
            answer.text, answer.written_at = said, clock.now()
            answer.save()


@transaction.atomic
def send_answers(ask: Ask, *, by: Actor, seal: str) -> None:
    """Send the answers as they were looked at; the buyer gets them when the ten minutes to undo are over.

    `seal` stands for the words as they were shown (`seal_of`). Raises Refused for none, or for words that changed
    since, and TooLate when they were sent or aren't waited for any more.
    """
    must_write(by, ask)
    _must_be_writing(ask)
    drafts = drafts_of(ask)
    if not any(draft.text for draft in drafts):
        raise Refused("Write at least one answer first.", code="no_answers")
    if seal != seal_of([draft.text for draft in drafts]):
        raise Refused("The answers were changed since you looked. Look at them once more.", code="changed_since")
    if ask.state == AskState.ACCEPTED:
        # Who sends before the yes is ten minutes old stands by it.
        begin_writing(ask, by=by)
    now = clock.now()
    move_ask(ask, AskVerb.CONFIRM_HELD, by=by, event="ask.answered", changes={"answered_at": now}, undoable=True)
    jobs.defer("desk.ask_how_answers_were", at=undo_until() + ASK_AFTER, ask_id=ask.pk)


def _must_be_written(ask: Ask) -> None:
    if not ask.writes:
        raise Refused("This is asked for in a call, not in writing.", code="not_written")


def _must_be_writing(ask: Ask) -> None:
    _must_be_written(ask)
    locked(ask.need)
    ask.refresh_from_db()
    # From the yes on they may begin, also while it can still be taken back.
    if ask.state not in (AskState.ACCEPTED, AskState.BOOKED):
        raise TooLate("These answers aren't waited for any more.", state=ask.state)
