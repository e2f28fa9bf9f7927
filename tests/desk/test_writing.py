"""Written answers: asked for, agreed to, written, sent, counted as half a call, and asked about."""

from __future__ import annotations

import pytest

from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.actions import (
    Offer,
    agree_to_write,
    call_off,
    counter_ask,
    give_debrief,
    save_answers,
    send_answers,
    undo,
)
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.queries.answers import drafts_of, sent_by
from goodword.desk.rules.writing import seal_of
from goodword.members.policy import Purpose, actor_of
from goodword.messages.models import Message
from goodword.protection.models import LedgerEntry
from goodword.protection.queries import load_of
from goodword.references import actions as references
from goodword.references.models import HelpKind
from tests import cast
from tests.desk import writing
from tests.desk.writing import QUESTIONS, WORDS, again, company_that_writes, write


def need_of(ask: Ask) -> ReferenceRequest:
    return ReferenceRequest.objects.get(pk=ask.need_id)


def mails(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=kind).order_by("created_at"))


def test_written_answers_go_from_a_request_to_the_buyer_and_close_like_a_call() -> None:
    company = company_that_writes()
    ask = writing.asked(company)
    with opened(company.workspace):
        assert need_of(ask).state == "with_customer"
        (asked,) = mails("E07")
        assert asked.subject == "3 written questions from Harbourline Logistics"
        assert all(question in asked.text for question in QUESTIONS)
        assert "Yes, I'll answer in writing" in asked.text and "suggest times" not in asked.text
        agree_to_write(ask, by=cast.as_customer(ask))
        assert need_of(ask).state == "scheduling"
    company.run(minutes=11)
    with opened(company.workspace):
        ask.refresh_from_db()
        assert (ask.state, need_of(ask).state) == ("booked", "booked")
        assert ask.deadline_at is not None
        (begin,) = mails("E32")
        assert begin.subject.startswith("Your answers for Harbourline Logistics, by ")
        write(ask)
    company.run(minutes=11)
    with opened(company.workspace):
        ask.refresh_from_db()
        assert (ask.state, need_of(ask).state) == ("held", "wrap_up")
        uses = LedgerEntry.objects.filter(ask_id=ask.pk, kind="use")
        assert [use.help_kind for use in uses] == ["written"]
        (told,) = mails("E33")
        assert told.to_address == "daniel@harbourline.example"
        assert told.subject == "Maya answered your questions"
        assert WORDS[0] not in told.text, "the words are on the page, where they can be taken back"
        assert load_of([company.maya], ask.answered_at)[company.maya.pk].used == "½"
    company.run(days=1, hours=1)
    with opened(company.workspace):
        assert [mail.subject for mail in mails("E17")] == ["Did the answers move Harbourline Logistics?"]
        assert {mail.kind for mail in Message.objects.filter(event__name="answers.over")} == {"E11", "E17", "E20"}
        ask = again_here(ask)
        give_debrief(ask, "advocate", "fine", by=cast.as_customer(ask))
        give_debrief(ask, "prospect", "helped_a_lot", by=cast.as_prospect(ask, company.daniel, Purpose.DEBRIEF))
        give_debrief(ask, "rep", "moved", by=actor_of(company.ben))
    company.run(minutes=11)
    with opened(company.workspace):
        need = need_of(ask)
        assert (need.state, need.close_reason) == ("closed", "fulfilled")


def again_here(ask: Ask) -> Ask:
    return Ask.objects.select_related("need", "advocate__contact").get(pk=ask.pk)


def test_the_rep_is_told_of_the_yes_and_of_the_answers_in_words_that_speak_of_no_call() -> None:
    company = company_that_writes()
    ask = writing.writing(company)
    company.run(minutes=5)
    with opened(company.workspace):
        write(ask)
    company.run(minutes=5)
    with opened(company.workspace):
        assert "answered" not in mails("E15")[-1].subject, "not while it can be taken back"
    company.run(minutes=10)
    with opened(company.workspace):
        told = [mail for mail in mails("E15") if mail.to_address.startswith("ben@")]
        assert [mail.subject for mail in told][-2:] == [
            "Kestrel Freight said yes, in writing",
            "Kestrel Freight answered Harbourline Logistics",
        ]
        assert "word for word" in told[-1].text and "call" not in told[-1].text.lower()


def test_no_question_said_means_that_what_it_must_settle_is_the_question() -> None:
    company = company_that_writes()
    with opened(company.workspace):
        need = company.request(help_kind=HelpKind.WRITTEN)
        assert [one.text for one in need.questions.all()] == ["Will the switch hold up month-end?"]


def test_answers_taken_back_within_ten_minutes_reach_nobody_and_count_for_nothing() -> None:
    company = company_that_writes()
    ask = writing.writing(company)
    with opened(company.workspace):
        by = cast.as_customer(ask)
        save_answers(ask, {drafts_of(ask)[0].question_id: "Too frank."}, by=by)
        send_answers(ask, by=by, seal=seal_of([one.text for one in drafts_of(ask)]))
        assert sent_by(ask) is None, "nobody reads what can be taken back"
        undo(Event.objects.get(name="ask.answered"), by=by)
        ask.refresh_from_db()
        assert (ask.state, ask.answered_at, need_of(ask).state) == ("booked", None, "booked")
        assert drafts_of(ask)[0].text == "Too frank.", "it is a draft again"
    company.run(minutes=11)
    with opened(company.workspace):
        assert mails("E33") == [] and not LedgerEntry.objects.filter(kind="use").exists()


def test_what_is_sent_is_what_was_looked_at() -> None:
    company = company_that_writes()
    ask = writing.writing(company)
    with opened(company.workspace):
        by, first = cast.as_customer(ask), drafts_of(ask)[0].question_id
        save_answers(ask, {first: "Nine weeks."}, by=by)
        seal = seal_of([one.text for one in drafts_of(ask)])
        save_answers(ask, {first: "Ten weeks."}, by=by)
        with pytest.raises(Refused, match="once more"):
            send_answers(ask, by=by, seal=seal)
        send_answers(ask, by=by, seal=seal_of([one.text for one in drafts_of(ask)]))
        with pytest.raises(TooLate):
            save_answers(ask, {first: "Later."}, by=by)


def test_an_empty_page_is_not_sent_and_an_endless_one_not_kept() -> None:
    company = company_that_writes()
    ask = writing.writing(company)
    with opened(company.workspace):
        by, first = cast.as_customer(ask), drafts_of(ask)[0].question_id
        with pytest.raises(Refused, match="at least one"):
            send_answers(ask, by=by, seal=seal_of(["", "", ""]))
        with pytest.raises(Refused, match="under 4000"):
            save_answers(ask, {first: "x" * 4001}, by=by)
        with pytest.raises(Refused, match="another request"):
            save_answers(ask, {ask.pk: "x"}, by=by)


def test_nobody_writes_in_the_customers_name() -> None:
    company = company_that_writes()
    ask = writing.writing(company)
    with opened(company.workspace):
        first = drafts_of(ask)[0].question_id
        for by in (actor_of(company.priya), actor_of(company.amara), cast.as_prospect(ask, company.daniel)):
            with pytest.raises(NotAllowed):
                save_answers(ask, {first: "We love it."}, by=by)
        save_answers(ask, {first: "It works."}, by=cast.as_customer(ask))
        with pytest.raises(NotAllowed):
            send_answers(ask, by=actor_of(company.priya), seal="")


def test_no_times_are_given_for_what_is_written_and_no_words_for_a_call() -> None:
    company = company_that_writes()
    ask = writing.asked(company)
    with opened(company.workspace):
        with pytest.raises(Refused, match="no time"):
            counter_ask(ask, [Offer(cast.MORNING, "Europe/Brussels")], by=cast.as_customer(ask))
        call = company.request(advocate=company.ingrid).asks.get(advocate=company.ingrid)
        with pytest.raises(Refused, match="call"):
            agree_to_write(call, by=cast.as_customer(call))


def test_silence_reminds_once_then_goes_to_the_program_then_to_the_next_best() -> None:
    company = company_that_writes()
    ask = writing.writing(company)
    company.run(days=2)
    with opened(company.workspace):
        assert [mail.subject for mail in mails("E32")][1:] != [], "one reminder"
    company.run(days=6)
    with opened(company.workspace):
        ask.refresh_from_db()
        assert ask.state == "cancelled"
        assert Event.objects.filter(name="ask.escalated", subject_id=ask.pk).exists()
        assert not LedgerEntry.objects.filter(ask_id=ask.pk, kind="use").exists()
        assert need_of(ask).asks.get(advocate=company.ingrid).state != "planned"
        assert len(mails("E32")) == 2


def test_who_cannot_write_after_all_says_so_and_the_next_best_is_asked() -> None:
    company = company_that_writes()
    ask = writing.writing(company)
    with opened(company.workspace):
        call_off(ask, by=cast.as_customer(ask))
    company.run(minutes=15)
    with opened(company.workspace):
        assert need_of(ask).asks.get(advocate=company.ingrid).state == "owner_pending"
        (last,) = [mail for mail in mails("E15") if "Ingrid" in mail.subject]
        assert last.subject == "Maya can't. Ingrid is next" and "called off" not in last.text


def test_a_consent_withdrawn_takes_the_answers_away_from_their_readers() -> None:
    company = company_that_writes()
    ask = writing.sent(company)
    with opened(company.workspace):
        there = sent_by(ask)
        assert there is not None and [one.text for one in there.answers] == [WORDS[0], WORDS[2]]
        own = cast.link_actor(Purpose.OWN_PAGE, company.maya, company.maya.contact)
        references.revoke_consent(company.maya, HelpKind.WRITTEN, by=own)
        gone = sent_by(again_here(ask))
        assert gone is not None and gone.withdrawn and gone.answers == []


def test_answers_that_were_sent_cannot_have_failed_to_take_place() -> None:
    company = company_that_writes()
    ask = writing.sent(company)
    with opened(company.workspace):
        with pytest.raises(Refused, match="one of the answers"):
            give_debrief(ask, "rep", "not_held", by=actor_of(company.ben))
        give_debrief(ask, "rep", "too_early", by=actor_of(company.ben))


def test_nobody_speaks_about_answers_before_they_are_there() -> None:
    company = company_that_writes()
    ask = writing.writing(company)
    with opened(company.workspace), pytest.raises(TooLate):
        give_debrief(ask, "rep", "moved", by=actor_of(company.ben))


def test_answers_may_be_sent_before_the_yes_is_ten_minutes_old() -> None:
    company = company_that_writes()
    ask = writing.asked(company)
    with opened(company.workspace):
        agree_to_write(ask, by=cast.as_customer(ask))
        write(ask)
        assert (again_here(ask).state, need_of(ask).state) == ("held", "wrap_up")
    company.run(minutes=21)
    assert again(company, ask).state == "held"
