"""Somebody is thanked by name, once for what they did so far, and hears of it."""

from __future__ import annotations

import pytest

from goodword.core.errors import NotAllowed, Refused
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.members.policy import actor_of
from goodword.messages.models import Message
from goodword.recognition.actions import thank
from goodword.recognition.models import Assist, Thanks
from tests import cast
from tests.cast import SETUP, Company
from tests.insights.scenes import another_deal, closed, helped


def company_with_an_assist() -> Company:
    company = cast.company()
    helped(company)
    closed(company)
    return company


def test_a_leader_thanks_and_it_is_heard() -> None:
    company = company_with_an_assist()
    with opened(company.workspace):
        thank(company.amara, by=actor_of(company.elin))
        event = Event.objects.get(name="thanks.given")
        assert (event.actor_label, event.data) == ("Elin Berg", {"deals": [str(company.deal.pk)]})
    company.run()
    with opened(company.workspace):
        mail = Message.objects.get(kind="E36")
        assert (mail.to_name, mail.subject) == ("Amara Diallo", "Elin Berg thanks you")
        assert "Harbourline Logistics" in mail.text


def test_the_same_is_thanked_for_once_and_what_comes_later_again() -> None:
    company = company_with_an_assist()
    with opened(company.workspace):
        thank(company.amara, by=actor_of(company.elin))
        with pytest.raises(Refused, match="so far"):
            thank(company.amara, by=actor_of(company.elin))
        thank(company.amara, by=actor_of(company.priya))
    company.run(hours=1)
    deal = another_deal(company, "Wexford Mills")
    with opened(company.workspace):
        Assist(kind="assist", opportunity=deal, member=company.amara, parts=["owner"], words="", won=True).save()
        thank(company.amara, by=actor_of(company.elin))
        assert Thanks.objects.count() == 3
        newest = Event.objects.filter(name="thanks.given").order_by("-number")[0]
        assert newest.data == {"deals": [str(deal.pk)]}


def test_who_did_nothing_yet_is_not_thanked_for_it() -> None:
    company = company_with_an_assist()
    with opened(company.workspace), pytest.raises(Refused):
        thank(company.lucia, by=actor_of(company.elin))


def test_nobody_thanks_themselves() -> None:
    company = company_with_an_assist()
    with opened(company.workspace):
        Assist(
            kind="assist", opportunity=company.deal, member=company.priya, parts=["broker"], words="", won=True
        ).save()
        with pytest.raises(Refused, match="yourself"):
            thank(company.priya, by=actor_of(company.priya))
        thank(company.priya, by=actor_of(company.elin))


def test_thanks_come_from_a_person_who_may() -> None:
    company = company_with_an_assist()
    with opened(company.workspace):
        for nobody in (SETUP, actor_of(company.ben), actor_of(company.ada)):
            with pytest.raises(NotAllowed):
                thank(company.amara, by=nobody)


def test_closed_deals_are_told_from_open_ones() -> None:
    """The scene is a true one: the credit came by itself, with the close."""
    company = cast.company()
    helped(company)
    with opened(company.workspace):
        assert not Assist.objects.exists()
    closed(company)
    with opened(company.workspace):
        assert Assist.objects.filter(member=company.amara, kind="assist").exists()
