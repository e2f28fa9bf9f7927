"""The notice to the address on file when a customer's page restricts what we may ask: once, true, with its way back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goodword.core import clock, links
from goodword.core.actors import Actor
from goodword.core.models import Event, SignedLink
from goodword.core.tenancy import opened
from goodword.desk.actions import approve_ask, decline_ask
from goodword.members.policy import Purpose, actor_of
from goodword.messages.models import Message, MessageState
from goodword.protection import actions as protection
from goodword.protection.actions.own_will import take_back
from goodword.references import actions as references
from goodword.references.models import Advocate
from goodword.references.queries import live_consents
from tests import cast
from tests.cast import Company

UNTIL = cast.MORNING.date() + timedelta(days=60)


def page_holder(company: Company) -> Actor:
    return cast.link_actor(Purpose.OWN_PAGE, company.maya, company.maya.contact)


def maya(company: Company) -> Advocate:
    return Advocate.objects.select_related("contact", "profile__account").get(pk=company.maya.pk)


def notices(company: Company) -> list[Message]:
    with opened(company.workspace):
        return list(Message.objects.filter(kind="E29").order_by("created_at"))


def notice(company: Company) -> Message:
    (only,) = notices(company)
    return only


def undo_links(company: Company, mail: Message) -> list[SignedLink]:
    with opened(company.workspace):
        rows = [SignedLink.objects.get(pk=kept["link"]) for name, kept in mail.links.items() if name != "page"]
    assert all(link.purpose == Purpose.TAKE_BACK for link in rows)
    return rows


def test_a_pause_is_told_to_the_address_on_file_with_when_by_whom_and_until_when_undo_works() -> None:
    company = cast.company()
    with opened(company.workspace):
        protection.pause(maya(company), by=page_holder(company), until=UNTIL)
    company.run(minutes=5)
    mail = notice(company)
    assert (mail.subject, mail.to_address) == ("You are paused", "maya@kestrel.example")
    assert mail.state == MessageState.SENT
    for body in (mail.text, mail.html):
        assert "nobody asks you for anything before Sat 3 Apr" in body
        assert "It came by a link we had sent to Maya Okafor, on Tue 2 Feb, 09:0" in body
        assert "that works until Tue 9 Feb, 09:0" in body
        assert "[[link:undo_0]]" in body
    with opened(company.workspace):
        tokens = [links.token(link) for link in SignedLink.objects.all()]
    assert not any(token in mail.text + mail.html for token in tokens)


def test_presses_within_minutes_make_one_mail_with_a_way_back_for_each() -> None:
    company = cast.company()
    with opened(company.workspace):
        holder = page_holder(company)
        for calls in (3, 2, 1):
            references.set_dial(maya(company), by=holder, per_year=calls)
        references.set_off_limits(maya(company), ["prices"], by=holder)
        references.set_own_visibility(maya(company), "masked", by=holder)
        references.revoke_consent(maya(company), "call", by=holder)
        protection.pause(maya(company), by=holder)
    company.run(minutes=5)
    mail = notice(company)
    assert mail.subject == "What was changed on your page"
    assert "Calls in twelve months, at most: 1 instead of 4." in mail.text
    assert "Topics nobody asks you about: prices. Before: none." in mail.text
    assert "known only to those who look after you at Tidewell. Before: to colleagues there too." in mail.text
    assert "Stopped: Reference call." in mail.text and "until you end it" in mail.text
    assert len(undo_links(company, mail)) == 5
    assert mail.private


def test_changes_hours_apart_are_told_apart_and_each_once() -> None:
    company = cast.company()
    with opened(company.workspace):
        references.set_dial(maya(company), by=page_holder(company), per_year=3)
    company.run(hours=1)
    with opened(company.workspace):
        references.set_dial(maya(company), by=page_holder(company), per_year=2)
    company.run(hours=1)
    told = [mail.text.partition("at most: ")[2][:14] for mail in notices(company)]
    assert told == ["3 instead of 4", "2 instead of 3"]


def test_at_night_it_waits_for_the_morning() -> None:
    company = cast.company()
    company.run(hours=13)
    with opened(company.workspace):
        references.leave(maya(company), by=page_holder(company))
    company.run(minutes=20)
    mail = notice(company)
    assert mail.state == MessageState.QUEUED
    assert mail.due_at == cast.MORNING + timedelta(hours=23)


def test_what_was_taken_back_before_its_hour_is_not_told() -> None:
    company = cast.company()
    company.run(hours=13)
    with opened(company.workspace):
        holder = page_holder(company)
        hold = protection.pause(maya(company), by=holder)
    company.run(minutes=5)
    with opened(company.workspace):
        protection.lift_hold(hold, by=holder)
    company.run(hours=12)
    assert notice(company).state == MessageState.DROPPED


def test_what_was_taken_back_within_minutes_makes_no_mail() -> None:
    company = cast.company()
    with opened(company.workspace):
        holder = page_holder(company)
        protection.lift_hold(protection.pause(maya(company), by=holder), by=holder)
        references.set_dial(maya(company), by=holder, per_year=3)
        references.set_dial(maya(company), by=holder, proven=True, per_year=4)
    company.run(minutes=10)
    assert notices(company) == []


def test_a_raise_proven_by_the_code_makes_no_mail() -> None:
    company = cast.company()
    with opened(company.workspace):
        references.set_dial(maya(company), by=cast.SETUP, per_year=1)
        references.set_dial(maya(company), by=page_holder(company), proven=True, per_year=3)
    company.run(minutes=10)
    assert notices(company) == []


def test_what_an_import_or_a_rule_does_makes_no_mail_and_what_a_colleague_noted_says_who() -> None:
    company = cast.company()
    with opened(company.workspace):
        references.set_dial(maya(company), by=Actor.importer("old.csv"), per_year=1)
        protection.place_hold(maya(company), by=actor_of(company.amara), until=UNTIL)
    company.run(minutes=10)
    assert notices(company) == []
    with opened(company.workspace):
        references.revoke_consent(maya(company), "call", by=actor_of(company.priya))
    company.run(minutes=10)
    assert "Priya Nair at Tidewell noted it for you" in notice(company).text


def test_a_no_for_good_on_an_ask_is_told_too() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
    company.run()
    with opened(company.workspace):
        approve_ask(need.asks.get(rank=0), by=actor_of(company.amara))
    company.run(minutes=15)
    with opened(company.workspace):
        ask = need.asks.get(rank=0)
        decline_ask(ask, by=cast.as_customer(ask), stop_kind=True)
    company.run(minutes=5)
    assert notice(company).subject == "Stopped: Reference call"


@pytest.mark.parametrize("hours", [0, 24 * 6])
def test_the_link_of_the_mail_takes_back_just_that_for_a_week(hours: int) -> None:
    company = cast.company()
    with opened(company.workspace):
        references.leave(maya(company), by=page_holder(company))
    company.run(minutes=20)
    (link,) = undo_links(company, notice(company))
    company.run(hours=hours)
    with opened(company.workspace):
        left = Event.objects.get(name="advocate.left")
        take_back(left, by=Actor.link(link))
        assert maya(company).state == "active"
        assert set(live_consents(maya(company))) == {"call"}
        assert link.expires_at - clock.now() < timedelta(days=7)
    company.run(minutes=20)
    assert len(notices(company)) == 1
