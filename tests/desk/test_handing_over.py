"""Somebody leaves, or a customer changes hands: nothing that waited for them is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goodword.core import clock, links
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused
from goodword.core.models import Event, SignedLink
from goodword.core.tenancy import opened
from goodword.desk.actions import Offer, accept_ask, approve_ask, decline_as_owner, give_debrief
from goodword.desk.models import Ask, ReferenceRequest, Repair
from goodword.desk.policy import visible_requests
from goodword.desk.queries.waiting import asks_waiting_for, repairs_for
from goodword.desk.reactions import ask_who_decides_now, hand_requests_over
from goodword.directory.actions import set_owners
from goodword.members.actions import remove_member
from goodword.members.models import Role
from goodword.members.policy import actor_of
from goodword.messages.models import Message
from tests import cast
from tests.cast import SETUP, Company


def first_ask(need: ReferenceRequest) -> Ask:
    return Ask.objects.get(need=need, rank=0)


def mail(kind: str, name: str) -> Message:
    return Message.objects.filter(kind=kind, to_name__startswith=name).latest("created_at")


def link_in(message: Message, name: str) -> SignedLink:
    return SignedLink.objects.get(pk=message.links[name]["link"])


def asked(company: Company) -> ReferenceRequest:
    """Have Ben ask for Maya, and let Amara's mail go out."""
    with opened(company.workspace):
        need = company.request()
    company.run(minutes=1)
    return need


def held(company: Company) -> ReferenceRequest:
    """Let a whole call happen, so that only the debriefs are open."""
    with opened(company.workspace):
        need = company.request(times=[Offer(clock.now() + timedelta(days=6, hours=2), "Europe/Amsterdam")])
        approve_ask(first_ask(need), by=cast.as_owner(first_ask(need)))
    company.run(minutes=11)
    with opened(company.workspace):
        ask = first_ask(need)
        accept_ask(ask, need.times.get(), by=cast.as_customer(ask))
    company.run(days=7)
    return need


def test_open_requests_of_who_leaves_are_their_successors_with_the_story_so_far() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        remove_member(company.ben, successor=company.lucia, by=actor_of(company.ada))
    company.run(minutes=1)
    with opened(company.workspace):
        need.refresh_from_db()
        assert need.requester == company.lucia and need.opportunity.owner == company.lucia
        event = Event.objects.get(name="request.handed_over", thread=need.pk)
        assert event.data == {"from": "Ben Whitlock", "to": "Lucia Ferro"}
        told = mail("E15", "Lucia")
        assert told.subject == "The Harbourline Logistics request is yours now" and "Ben Whitlock" in told.text


def test_a_closed_request_stays_who_made_it() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        ReferenceRequest.objects.filter(pk=need.pk).update(state="closed")
        remove_member(company.ben, successor=company.lucia, by=SETUP)
    company.run(minutes=1)
    with opened(company.workspace):
        need.refresh_from_db()
        assert need.requester == company.ben


def test_the_question_to_an_owner_who_leaves_reaches_the_successor_with_a_link_that_works() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        old = link_in(mail("E01", "Amara"), "yes")
        set_owners(company.kestrel, owner=company.amara, by=SETUP)
        remove_member(company.amara, successor=company.priya, by=SETUP)
        old.refresh_from_db()
        assert old.standing(clock.now()) == "withdrawn"
    company.run(minutes=1)
    with opened(company.workspace):
        ask = first_ask(need)
        assert ask.owner == company.priya and asks_waiting_for(actor_of(company.priya)) == [ask]
        with pytest.raises(NotAllowed):
            approve_ask(ask, by=Actor.link(old))
        told = mail("E01", "Priya")
        assert "in your care now" in told.text
        approve_ask(ask, by=Actor.link(link_in(told, "yes")))
        assert first_ask(need).state == "owner_ok"


def test_a_question_on_its_way_to_a_deputy_who_leaves_reaches_the_successor() -> None:
    company = cast.company()
    need = asked(company)
    company.run(days=1, hours=1)
    with opened(company.workspace):
        assert first_ask(need).turn == 1
        remove_member(company.lucia, successor=company.priya, by=SETUP)
    company.run(minutes=1)
    with opened(company.workspace):
        ask = first_ask(need)
        assert (ask.owner, ask.turn, ask.state) == (company.amara, 1, "owner_pending")
        decline_as_owner(ask, by=Actor.link(link_in(mail("E01", "Priya"), "no")))


def test_a_question_whose_deputy_goes_without_another_returns_to_the_owner() -> None:
    company = cast.company()
    need = asked(company)
    company.run(days=1, hours=1)
    with opened(company.workspace):
        set_owners(company.kestrel, owner=company.amara, by=SETUP)
    company.run(minutes=1)
    with opened(company.workspace):
        ask = first_ask(need)
        assert ask.turn == 0 and ask.deadline_at is not None and ask.deadline_at > clock.now()
        assert mail("E01", "Amara").event == Event.objects.get(name="ask.handed_over")
    company.run(days=2)
    with opened(company.workspace):
        assert first_ask(need).state == "owner_timeout"


def test_an_owner_who_was_to_write_in_person_leaves_the_words_to_the_successor() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        approve_ask(first_ask(need), by=cast.as_owner(first_ask(need)), personally=True)
    company.run(minutes=11)
    with opened(company.workspace):
        assert mail("E27", "Amara").subject.startswith("Your words to Maya")
        remove_member(company.amara, successor=company.priya, by=SETUP)
    company.run(minutes=1)
    with opened(company.workspace):
        assert mail("E27", "Priya").subject.startswith("Your words to Maya")


def test_a_customer_who_answered_keeps_their_lender_when_the_account_changes_hands() -> None:
    company = cast.company()
    need = held(company)
    with opened(company.workspace):
        set_owners(company.kestrel, owner=company.lucia, by=SETUP)
    company.run(minutes=1)
    with opened(company.workspace):
        assert first_ask(need).owner == company.amara
        assert not Event.objects.filter(name="ask.handed_over").exists()
        assert visible_requests(actor_of(company.lucia)).filter(pk=need.pk).exists()


def test_a_talk_that_is_due_is_the_new_owners() -> None:
    company = cast.company()
    need = held(company)
    with opened(company.workspace):
        give_debrief(first_ask(need), "advocate", "not_again", by=cast.as_customer(first_ask(need)))
    company.run(minutes=11)
    with opened(company.workspace):
        assert mail("E22", "Amara").thread == need.pk
        remove_member(company.amara, successor=company.lucia, by=SETUP)
    company.run(minutes=1)
    with opened(company.workspace):
        assert repairs_for(actor_of(company.lucia)) == [Repair.objects.get()]
        assert mail("E22", "Lucia").event == Event.objects.get(name="repair.handed_over")


def test_the_word_on_a_call_is_asked_of_whoever_took_the_request_over() -> None:
    company = cast.company()
    need = held(company)
    with opened(company.workspace):
        old = link_in(mail("E17", "Ben"), "moved")
        remove_member(company.ben, successor=company.lucia, by=SETUP)
        old.refresh_from_db()
        assert old.standing(clock.now()) == "withdrawn"
    company.run(minutes=1)
    with opened(company.workspace):
        ask = first_ask(need)
        give_debrief(ask, "rep", "moved", by=Actor.link(link_in(mail("E17", "Lucia"), "moved")))
        assert ask.debriefs.get(side="rep").person_id == company.lucia.pk


def test_a_handing_over_that_is_run_again_tells_nobody_twice() -> None:
    company = cast.company()
    asked(company)
    company.run(days=1, hours=1)
    with opened(company.workspace):
        remove_member(company.lucia, successor=company.priya, by=SETUP)
        remove_member(company.ben, successor=company.priya, by=SETUP)
    company.run(minutes=1)
    with opened(company.workspace):
        before = Event.objects.count()
        hand_requests_over(Event.objects.get(name="member.removed", subject_id=company.ben.pk))
        for event in Event.objects.filter(name="account.changed"):
            ask_who_decides_now(event)
        assert Event.objects.count() == before


def test_without_a_successor_the_program_takes_over() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        remove_member(company.ben, by=actor_of(company.ada))
    company.run(minutes=1)
    with opened(company.workspace):
        need.refresh_from_db()
        assert need.requester == company.priya


def test_who_can_not_decide_takes_nothing_over_and_somebody_must() -> None:
    company = cast.company()
    with opened(company.workspace):
        for nobody in (company.elin, company.amara):
            with pytest.raises(Refused) as refused:
                remove_member(company.amara, successor=nobody, by=SETUP)
            assert refused.value.code == "cannot_decide"
        company.priya.roles = [Role.LEADER]
        company.priya.save()
        with pytest.raises(Refused) as refused:
            remove_member(company.amara, by=SETUP)
        assert refused.value.code == "no_successor"
        remove_member(company.amara, successor=company.lucia, by=SETUP)


def test_every_link_of_who_leaves_ends_with_their_access_and_nobody_elses() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        theirs = links.find(links.token(link_in(mail("E01", "Amara"), "yes")))
        others = SignedLink.objects.get(pk=cast.as_customer(first_ask(need)).id)
        remove_member(company.amara, successor=company.lucia, by=SETUP)
        assert theirs is not None
        theirs.refresh_from_db()
        others.refresh_from_db()
        assert (theirs.standing(clock.now()), others.standing(clock.now())) == ("withdrawn", "open")
