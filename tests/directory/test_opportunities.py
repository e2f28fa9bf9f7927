from __future__ import annotations

from decimal import Decimal

import pytest

from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, TooLate
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.directory import actions
from goodword.directory.models import Account, Opportunity, Stage, Vocabulary
from goodword.directory.policy import visible_opportunities
from goodword.members.models import Member, Role
from goodword.members.policy import actor_of
from tests import cast


def prospect(name: str = "Harbourline") -> Account:
    return actions.add_account(name, by=cast.SETUP, status=Account.Status.PROSPECT)


def seller(name: str, team: str = "") -> Member:
    member = cast.member(name, Role.REP)
    member.team = team
    member.save(update_fields=["team"])
    return member


def test_a_rep_adds_their_own_deal_and_nobody_elses() -> None:
    with opened(cast.workspace()):
        ben, rosa = seller("Ben Whitlock"), seller("Rosa Lind")
        deal = actions.add_opportunity(prospect(), "Finance platform", by=actor_of(ben), amount=480_000)
        assert deal.owner == ben
        with pytest.raises(NotAllowed):
            actions.add_opportunity(prospect("Other"), "Theirs", by=actor_of(ben), owner=rosa)


def test_a_deals_lists_are_replaced_and_kept_in_order() -> None:
    with opened(cast.workspace()):
        ben, harbourline = seller("Ben Whitlock"), prospect()
        people = [actions.add_contact(harbourline, name, by=cast.SETUP) for name in ("Daniel", "Eva", "Finn")]
        words = [actions.term(Vocabulary.PRODUCT, name, by=cast.SETUP) for name in ("Ledger", "Close")]
        deal = actions.add_opportunity(
            harbourline, "Platform", by=actor_of(ben), contacts=[people[1], people[0]], products=words[:1]
        )
        assert [row.contact.name for row in deal.contact_rows.all()] == ["Eva", "Daniel"]
        event = actions.change_opportunity(deal, by=actor_of(ben), contacts=[people[2]], products=words)
        assert event is not None and set(event.data["changed"]) == {"contacts", "products"}
        assert [row.contact.name for row in deal.contact_rows.all()] == ["Finn"]
        assert {term.name for term in deal.products.all()} == {"Ledger", "Close"}
        assert actions.change_opportunity(deal, by=actor_of(ben), contacts=[people[2]], products=words[::-1]) is None


def test_a_won_deal_freezes_what_it_was_worth() -> None:
    with opened(cast.workspace()):
        ben = seller("Ben Whitlock")
        deal = actions.add_opportunity(prospect(), "Platform", by=actor_of(ben), amount=480_000, currency="EUR")
        event = actions.close_opportunity(deal, by=actor_of(ben), won=True)
        deal.refresh_from_db()
        assert (deal.status, deal.won_amount) == (Opportunity.Status.WON, Decimal("480000.00"))
        assert (event.name, event.data) == ("opportunity.won", {"amount": "480000.00", "currency": "EUR"})
        with pytest.raises(TooLate):
            actions.change_opportunity(deal, by=actor_of(ben), amount=1)
        with pytest.raises(TooLate):
            actions.close_opportunity(deal, by=actor_of(ben), won=False)


def test_the_frozen_amount_is_the_one_in_the_database_not_on_an_old_page() -> None:
    with opened(cast.workspace()):
        ben = seller("Ben Whitlock")
        deal = actions.add_opportunity(prospect(), "Platform", by=actor_of(ben), amount=100)
        old_page = Opportunity.objects.get(pk=deal.pk)
        actions.change_opportunity(deal, by=actor_of(ben), amount=250)
        actions.close_opportunity(old_page, by=actor_of(ben), won=True)
        deal.refresh_from_db()
        assert deal.won_amount == 250


def test_a_lost_deal_has_no_won_amount() -> None:
    with opened(cast.workspace()):
        ben = seller("Ben Whitlock")
        deal = actions.add_opportunity(prospect(), "Platform", by=actor_of(ben), amount=100, stage=Stage.DISCOVERY)
        assert actions.close_opportunity(deal, by=actor_of(ben), won=False).name == "opportunity.lost"
        deal.refresh_from_db()
        assert (deal.won_amount, deal.closed_at is not None) == (None, True)


def test_only_the_rep_or_the_program_closes_a_deal() -> None:
    with opened(cast.workspace()):
        ben, rosa, priya = seller("Ben Whitlock"), seller("Rosa Lind"), cast.member("Priya Nair", Role.MANAGER)
        deal = actions.add_opportunity(prospect(), "Platform", by=actor_of(ben))
        with pytest.raises(NotAllowed):
            actions.close_opportunity(deal, by=actor_of(rosa), won=True)
        assert actions.close_opportunity(deal, by=actor_of(priya), won=True).name == "opportunity.won"


def test_reps_see_their_own_and_their_teams_deals_and_leaders_see_all() -> None:
    with opened(cast.workspace()):
        ben, rosa, yusuf = seller("Ben Whitlock", "North"), seller("Rosa Lind", "North"), seller("Yusuf Aydin")
        zoe = seller("Zoe Marsh")
        for member in (ben, rosa, yusuf, zoe):
            actions.add_opportunity(prospect(member.name), member.name, by=actor_of(member))
        elin = cast.member("Elin Berg", Role.LEADER)

        def seen(by: Actor) -> set[str]:
            return {deal.name.split()[0] for deal in visible_opportunities(by)}

        assert seen(actor_of(ben)) == {"Ben", "Rosa"}
        # No team is not a team of its own.
        assert seen(actor_of(yusuf)) == {"Yusuf"}
        assert seen(actor_of(elin)) == seen(cast.SETUP) == {"Ben", "Rosa", "Yusuf", "Zoe"}


def test_every_change_leaves_one_event() -> None:
    with opened(cast.workspace()):
        ben, harbourline = seller("Ben Whitlock"), prospect()
        before = Event.objects.count()
        deal = actions.add_opportunity(harbourline, "Platform", by=actor_of(ben))
        actions.change_opportunity(deal, by=actor_of(ben), stage=Stage.PROPOSAL)
        actions.close_opportunity(deal, by=actor_of(ben), won=True)
        names = [event.name for event in Event.objects.all()[before:]]
        assert names == ["opportunity.created", "opportunity.changed", "opportunity.won"]


def test_a_change_that_was_begun_before_a_close_opens_nothing_again() -> None:
    company = cast.company()
    with opened(company.workspace):
        page_open = Opportunity.objects.get(pk=company.deal.pk)
        actions.close_opportunity(company.deal, by=actor_of(company.ben), won=True)
        with pytest.raises(TooLate):
            actions.change_opportunity(page_open, by=actor_of(company.ben), use_case="Month-end")
        assert Opportunity.objects.get(pk=company.deal.pk).status == Opportunity.Status.WON


def test_two_changes_of_one_deal_keep_each_others_fields() -> None:
    company = cast.company()
    with opened(company.workspace):
        one, other = (Opportunity.objects.get(pk=company.deal.pk) for _ in range(2))
        actions.change_opportunity(one, by=actor_of(company.ben), use_case="Month-end")
        actions.change_opportunity(other, by=actor_of(company.ben), concerns="Migration")
        deal = Opportunity.objects.get(pk=company.deal.pk)
        assert (deal.use_case, deal.concerns) == ("Month-end", "Migration")
        assert {"use_case", "concerns"} <= deal.provenance.keys()
