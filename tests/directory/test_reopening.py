"""Taking back within ten minutes how a deal was closed: it is open again, and nobody was credited or told."""

from __future__ import annotations

import pytest

from goodword.core.errors import NotAllowed, TooLate
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.actions import give_debrief
from goodword.desk.models import ReferenceRequest
from goodword.directory.actions import close_opportunity, reopen_opportunity
from goodword.directory.models import Opportunity
from goodword.members.actions import remove_member
from goodword.members.models import Role
from goodword.members.policy import actor_of
from goodword.messages.models import Message
from goodword.recognition.models import Assist
from tests import cast
from tests.cast import Company
from tests.desk.steps import UNDO, ask_of, fresh, over, with_a_time


def closed(company: Company, *, won: bool = True) -> Event:
    with opened(company.workspace):
        return close_opportunity(company.deal, by=actor_of(company.ben), won=won)


def says_fine(company: Company, need: ReferenceRequest) -> None:
    with opened(company.workspace):
        ask = ask_of(need, company.maya)
        give_debrief(ask, "advocate", "fine", by=cast.as_customer(ask))


def test_a_deal_closed_by_mistake_is_open_again_and_nobody_was_credited_or_told() -> None:
    company = cast.company()
    need = over(company)
    says_fine(company, need)
    company.run(**UNDO)
    event = closed(company)
    company.run(minutes=9)
    with opened(company.workspace):
        assert not Assist.objects.exists(), "credit waits for the ten minutes"
        back = reopen_opportunity(event, by=actor_of(company.ben))
        deal = Opportunity.objects.get(pk=company.deal.pk)
        assert (deal.status, deal.closed_at, deal.won_amount) == (Opportunity.Status.OPEN, None, None)
        assert deal.amount == company.deal.amount and back.undoes == event
    company.run(days=1)
    with opened(company.workspace):
        assert not Assist.objects.exists() and not Message.objects.filter(kind="E05").exists()
        assert fresh(need).close_reason != "deal_closed"


def test_after_ten_minutes_it_is_final_and_whoever_helped_is_credited_once() -> None:
    company = cast.company()
    need = over(company)
    says_fine(company, need)
    company.run(**UNDO)
    event = closed(company)
    company.run(**UNDO)
    with opened(company.workspace):
        assert Assist.objects.filter(member=company.amara).count() == 1
        with pytest.raises(TooLate, match="ten minutes"):
            reopen_opportunity(event, by=actor_of(company.ben))
        assert Opportunity.objects.get(pk=company.deal.pk).status == Opportunity.Status.WON


def test_a_call_confirmed_meanwhile_gives_no_credit_before_the_closing_is_final() -> None:
    company = cast.company()
    need = over(company)
    says_fine(company, need)
    company.run(minutes=5)
    event = closed(company)
    company.run(minutes=8)
    with opened(company.workspace):
        assert ask_of(need, company.maya).state == "held" and not Assist.objects.exists()
        reopen_opportunity(event, by=actor_of(company.ben))
    company.run(**UNDO)
    with opened(company.workspace):
        assert not Assist.objects.exists(), "the deal is open"
    closed(company)
    company.run(**UNDO)
    with opened(company.workspace):
        assert Assist.objects.filter(member=company.amara).count() == 1


def test_open_requests_of_a_lost_deal_end_once_that_is_final() -> None:
    company = cast.company()
    need = with_a_time(company)
    event = closed(company, won=False)
    company.run(minutes=9)
    with opened(company.workspace):
        assert fresh(need).state != "closed"
        reopen_opportunity(event, by=actor_of(company.priya))
    company.run(**UNDO)
    with opened(company.workspace):
        assert fresh(need).state != "closed"
    closed(company, won=False)
    company.run(**UNDO)
    with opened(company.workspace):
        assert fresh(need).close_reason == "deal_closed"


def test_only_whoever_closed_it_and_the_program_take_it_back_and_once() -> None:
    company = cast.company()
    with opened(company.workspace):
        rosa = cast.member("Rosa Lind", Role.REP)
        event = close_opportunity(company.deal, by=actor_of(company.priya), won=True)
        for stranger in (rosa, company.ben, company.elin):
            with pytest.raises(NotAllowed):
                reopen_opportunity(event, by=actor_of(stranger))
        reopen_opportunity(event, by=actor_of(company.priya))
        with pytest.raises(TooLate, match="undone already"):
            reopen_opportunity(event, by=actor_of(company.priya))
        again = close_opportunity(Opportunity.objects.get(pk=company.deal.pk), by=actor_of(company.ben), won=False)
        with pytest.raises(TooLate):
            reopen_opportunity(Event.objects.filter(name="opportunity.created")[0], by=actor_of(company.priya))
        assert reopen_opportunity(again, by=actor_of(company.priya)).name == "opportunity.loss_undone"


def test_a_deal_whose_rep_left_meanwhile_is_the_managers_who_opens_it_again() -> None:
    company = cast.company()
    event = closed(company)
    with opened(company.workspace):
        remove_member(company.ben, by=actor_of(company.ada), successor=company.amara)
    company.run()
    with opened(company.workspace):
        reopen_opportunity(event, by=actor_of(company.priya))
        assert Opportunity.objects.get(pk=company.deal.pk).owner == company.priya
