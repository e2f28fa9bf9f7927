"""The mails of whole stories, told by the desk's own verbs: who hears what, in which order."""

from __future__ import annotations

from datetime import timedelta

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.models import Event, SignedLink
from goodword.core.tenancy import opened
from goodword.desk.actions import (
    Offer,
    accept_ask,
    approve_ask,
    call_off,
    counter_ask,
    decline_ask,
    give_debrief,
    pick_time,
    undo,
    withdraw_request,
)
from goodword.desk.models import Ask, ReferenceRequest
from goodword.directory.actions import close_opportunity
from goodword.members.policy import Purpose, actor_of
from goodword.messages.models import Message, MessageState
from tests import cast
from tests.cast import Company


def told(company: Company, *, since: int = 0) -> list[tuple[str, str]]:
    """Return kind and reader of every mail that went out about a request, oldest first."""
    sent = Message.objects.filter(state=MessageState.SENT).exclude(thread=None)
    return [(mail.kind, mail.to_name.split()[0]) for mail in sent.order_by("sent_at", "kind", "to_name")][since:]


def by_the_link_of(mail: Message, name: str) -> Actor:
    """Act as whoever follows a link of a mail that was sent."""
    return Actor.link(SignedLink.objects.get(pk=mail.links[name]["link"]))


def only(kind: str, name: str) -> Message:
    return Message.objects.get(kind=kind, to_name__startswith=name, state=MessageState.SENT)


def first_ask(need: ReferenceRequest) -> Ask:
    return need.asks.get(rank=0)


def test_from_the_question_to_the_credit_everyone_hears_their_part_and_answers_by_the_links_they_got() -> None:
    company = cast.company()
    with opened(company.workspace):
        when = clock.now() + timedelta(days=6, hours=2)
        need = company.request(times=[Offer(when, "Europe/Amsterdam")])
    company.run(minutes=1)
    with opened(company.workspace):
        assert told(company) == [("E01", "Amara")]
        approve_ask(first_ask(need), by=by_the_link_of(only("E01", "Amara"), "yes"))
        assert told(company) == [("E01", "Amara")]
    company.run(minutes=15)
    with opened(company.workspace):
        assert told(company, since=1) == [("E07", "Maya"), ("E15", "Ben")]
        accept_ask(first_ask(need), need.times.get(), by=by_the_link_of(only("E07", "Maya"), "time_0"))
    company.run(minutes=15)
    with opened(company.workspace):
        assert sorted(told(company, since=3)) == [("E09", "Daniel"), ("E09", "Maya"), ("E15", "Ben")]
        assert Message.objects.filter(kind="E15").latest("created_at").subject.startswith("Kestrel Freight said yes")
    company.run(days=6)
    with opened(company.workspace):
        assert sorted(told(company, since=6)) == [("E10", "Daniel"), ("E10", "Maya")]
    company.run(hours=6)
    with opened(company.workspace):
        assert sorted(told(company, since=8)) == [("E11", "Maya"), ("E17", "Ben"), ("E20", "Daniel")]
        ask = first_ask(need)
        give_debrief(ask, "advocate", "fine", by=by_the_link_of(only("E11", "Maya"), "fine"))
        give_debrief(ask, "prospect", "helped_a_lot", by=by_the_link_of(only("E20", "Daniel"), "helped_a_lot"))
        give_debrief(ask, "rep", "moved", by=by_the_link_of(only("E17", "Ben"), "moved"))
    company.run(minutes=11)
    with opened(company.workspace):
        close_opportunity(company.deal, by=actor_of(company.ben), won=True)
    company.run(days=1)
    with opened(company.workspace):
        assert told(company, since=11) == [("E05", "Amara")]
        assert not Message.objects.exclude(state__in=[MessageState.SENT, MessageState.DROPPED]).exists()


def test_a_no_and_the_next_best_reach_the_rep_as_one_mail() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        approve_ask(first_ask(need), by=actor_of(company.amara))
    company.run(minutes=15)
    with opened(company.workspace):
        decline_ask(first_ask(need), by=cast.as_customer(first_ask(need)))
    company.run(minutes=15)
    with opened(company.workspace):
        assert ("E01", "Lucia") in told(company)
        _, newest = Message.objects.filter(kind="E15").order_by("created_at")
        assert newest.subject == "Maya can't. Ingrid is next"
        assert "Maya can't this time." in newest.text


def test_an_answer_taken_back_is_told_to_nobody() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        approve_ask(first_ask(need), by=actor_of(company.amara))
    company.run(minutes=15)
    with opened(company.workspace):
        before = told(company)
        ask = first_ask(need)
        decline_ask(ask, by=cast.as_customer(ask))
        undo(last_event(ask), by=cast.as_customer(ask))
    company.run(minutes=15)
    with opened(company.workspace):
        assert told(company) == before


def test_nobody_left_is_told_as_what_can_be_done_instead() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
    for person in (company.amara, company.lucia):
        with opened(company.workspace):
            ask = need.asks.filter(state="owner_pending").get()
            approve_ask(ask, by=actor_of(person))
        company.run(minutes=15)
        with opened(company.workspace):
            ask.refresh_from_db()
            decline_ask(ask, by=cast.as_customer(ask))
        company.run(minutes=15)
    with opened(company.workspace):
        assert told(company)[-1] == ("E16", "Ben")


def test_a_withdrawn_request_reaches_the_customer_who_was_asked() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        approve_ask(first_ask(need), by=actor_of(company.amara))
    company.run(minutes=15)
    with opened(company.workspace):
        before = len(told(company))
        withdraw_request(need, by=actor_of(company.ben))
    company.run(minutes=15)
    with opened(company.workspace):
        assert told(company, since=before) == [("E09", "Maya")]
        assert only("E09", "Maya").subject == "No call with Harbourline Logistics after all"


def test_other_times_go_to_the_prospect_and_a_called_off_call_leaves_both_calendars() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        approve_ask(first_ask(need), by=actor_of(company.amara))
    company.run(minutes=15)
    with opened(company.workspace):
        ask = first_ask(need)
        counter_ask(ask, [Offer(clock.now() + timedelta(days=5), "Europe/Brussels")], by=cast.as_customer(ask))
    company.run(minutes=15)
    with opened(company.workspace):
        mail = only("E19", "Daniel")
        assert Purpose(by_the_link_of(mail, "time_0").purpose) is Purpose.PICK_TIME
        pick_time(first_ask(need), ask.times.get(), by=by_the_link_of(mail, "time_0"))
    company.run(minutes=5)
    with opened(company.workspace):
        before = len(told(company))
        call_off(first_ask(need), by=cast.as_customer(first_ask(need)))
    company.run(minutes=15)
    with opened(company.workspace):
        heard = told(company, since=before)
        assert {("E09", "Daniel"), ("E09", "Maya")} <= set(heard)
        cancelled = Message.objects.filter(calendar__contains="METHOD:CANCEL")
        assert sorted(mail.to_name.split()[0] for mail in cancelled) == ["Daniel", "Maya"]


def test_an_owner_who_stays_silent_is_reminded_once_and_the_deputy_is_asked() -> None:
    company = cast.company()
    with opened(company.workspace):
        company.request()
    company.run(days=2)
    with opened(company.workspace):
        heard = told(company)
        assert heard[:3] == [("E01", "Amara"), ("E03", "Amara"), ("E01", "Lucia")]


def last_event(ask: Ask) -> Event:
    return Event.objects.filter(subject_id=ask.pk).latest("number")
