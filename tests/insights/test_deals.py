"""A won deal used a reference when help was given before it closed, and counts once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.actions import send_request
from goodword.desk.models import ReferenceRequest
from goodword.directory.actions import close_opportunity, reopen_opportunity
from goodword.directory.models import Opportunity
from goodword.insights.queries import deals
from goodword.insights.rules import Share
from goodword.members.models import Role
from goodword.members.policy import actor_of
from tests import cast
from tests.insights.scenes import another_deal, closed, helped, impact, quarter, scope

HALF = Decimal(480_000)


def test_a_call_held_before_the_close_counts_and_a_deal_that_never_asked_does_not() -> None:
    company = cast.company()
    helped(company)
    closed(company)
    closed(company, another_deal(company, "Wexford Mills"))
    found = impact(company, company.elin).wins
    assert (found.share, dict(found.used)) == (Share(1, 2), {"USD": HALF})
    assert dict(found.everything) == {"USD": HALF * 2}


def test_help_after_the_close_does_not_count() -> None:
    company = cast.company()
    need = helped(company)
    closed(company)
    with opened(company.workspace):
        call = need.calls.get()
        Opportunity.objects.filter(pk=company.deal.pk).update(closed_at=call.starts_at - timedelta(minutes=1))
    assert impact(company, company.elin).wins.share == Share(0, 1)


def test_a_lost_deal_is_no_win_however_much_it_was_helped() -> None:
    company = cast.company()
    helped(company)
    closed(company, won=False)
    found = impact(company, company.elin)
    assert (found.wins.share, found.wins.closed) == (Share(0, 0), 1)
    assert found.difference.one == Share(0, 1)


def test_a_deal_helped_twice_counts_once() -> None:
    company = cast.company()
    helped(company)
    company.run(days=40)
    with opened(company.workspace):
        first = ReferenceRequest.objects.get()
        second = send_request(
            company.deal,
            by=actor_of(company.ben),
            advocate=company.ingrid,
            must_settle="Costs",
            attendees=[company.daniel],
        )
        # The help itself is the desk's to test; here it is enough that two asks were held.
        ask = second.asks.get(advocate=company.ingrid)
        type(ask).objects.filter(pk=ask.pk).update(state="held")
        assert first.pk != second.pk
    closed(company)
    found = impact(company, company.elin).wins
    assert (found.share, dict(found.used)) == (Share(1, 1), {"USD": HALF})


def test_found_nobody_is_a_request_that_closed_unfilled() -> None:
    company = cast.company()
    deal = another_deal(company, "Wexford Mills")
    with opened(company.workspace):
        need = send_request(deal, by=actor_of(company.ben), advocate=None, must_settle="Costs")
    closed(company, deal, won=False)
    with opened(company.workspace):
        # As a silent program leaves it; that story is the desk's.
        ReferenceRequest.objects.filter(pk=need.pk).update(close_reason="unfilled")
    assert impact(company, company.elin).difference.other == Share(0, 1)


def test_a_month_begins_at_midnight_where_the_program_is() -> None:
    company = cast.company()
    closed(company)
    with opened(company.workspace):
        window = quarter(company)
        for moment, inside in ((window.begin, 1), (window.begin - timedelta(seconds=1), 0), (window.end, 0)):
            Opportunity.objects.filter(pk=company.deal.pk).update(closed_at=moment)
            cells = deals.deal_cells(scope(company.elin), window)
            assert sum(cell.deals for cell in cells) == inside, moment
        assert window.begin.isoformat() == "2026-12-31T23:00:00+00:00"  # Brussels is an hour ahead


def test_sellers_are_told_of_their_own_deals_only() -> None:
    company = cast.company()
    helped(company)
    closed(company)
    with opened(company.workspace):
        bea = cast.member("Bea Lindt", Role.REP)
        theirs = cast.deal("Fernmark Rail", owner=bea, domain="fernmark.example")
    closed(company, theirs)
    assert impact(company, company.ben).wins.share == Share(1, 1)
    assert impact(company, bea).wins.share == Share(0, 1)
    assert impact(company, company.priya).wins.share == Share(1, 2)
    assert impact(company, bea).whole is None


def test_late_deals_are_those_that_close_soon_with_nobody_heard_or_booked() -> None:
    company = cast.company()
    soon = another_deal(company, "Wexford Mills", stage="negotiation")
    another_deal(company, "Early Ltd", stage="evaluation")
    with opened(company.workspace):
        far = clock.now().date() + timedelta(days=200)
    another_deal(company, "Faraway Ltd", stage="negotiation", close_on=far)
    found = impact(company, company.elin)
    assert {deal.account.name for deal in found.late} == {"Wexford Mills", "Harbourline Logistics"}
    helped(company)
    found = impact(company, company.elin)
    assert ([deal.pk for deal in found.late], found.late_count) == ([soon.pk], 1)


def test_what_waits_is_the_worth_of_deals_with_an_open_request_each_once() -> None:
    company = cast.company()
    assert impact(company, company.elin).waiting == {}
    with opened(company.workspace):
        for _ in range(2):
            send_request(company.deal, by=actor_of(company.ben), advocate=None, must_settle="Costs")
    assert impact(company, company.elin).waiting == {"USD": HALF}


def test_teams_are_told_what_they_won_with_one_and_what_is_late() -> None:
    company = cast.company()
    with opened(company.workspace):
        for member, team in ((company.ben, "North"), (company.amara, "South")):
            member.team = team
            member.save()
    helped(company)
    closed(company)
    another_deal(company, "Wexford Mills", stage="proposal")
    whole = impact(company, company.elin).whole
    assert whole is not None
    teams = {team.name: team for team in whole.teams}
    assert (teams["North"].won, teams["North"].late) == (Share(1, 1), Share(0, 1))
    assert (teams["North"].balance.took, teams["South"].balance.gave) == (1, 1)


def test_a_deal_that_can_still_be_reopened_is_in_no_figure() -> None:
    company = cast.company()
    helped(company)
    with opened(company.workspace):
        event = close_opportunity(company.deal, by=actor_of(company.ben), won=True)
        assert deals.closed_deals(scope(company.ben), quarter(company)).count() == 0
    found = impact(company, company.elin)
    assert (found.wins.share, found.wins.closed, dict(found.wins.used)) == (Share(0, 0), 0, {})
    with opened(company.workspace):
        reopen_opportunity(event, by=actor_of(company.ben))
        close_opportunity(Opportunity.objects.get(pk=company.deal.pk), by=actor_of(company.ben), won=True)
    company.run(minutes=9)
    assert impact(company, company.elin).wins.closed == 0
    company.run(minutes=1)
    assert impact(company, company.elin).wins.share == Share(1, 1)
