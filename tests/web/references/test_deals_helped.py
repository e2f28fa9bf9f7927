"""A customer's page: the deals its people helped in, as far as the viewer may know of them."""

from __future__ import annotations

import re
from datetime import timedelta

from goodword.core.tenancy import opened
from goodword.desk.models import Ask
from goodword.members.models import Member, Role
from goodword.references import actions as references
from goodword.references.models import Advocate, Visibility
from tests import cast
from tests.cast import SETUP, Company
from tests.insights.scenes import another_deal, closed, helped
from tests.web.asking import queries_of
from tests.web.requests.scenes import signed_in


def read(who: Member, company: Company) -> str:
    """Return what the page says under “Deals they helped in”; nothing where that is not there."""
    page = signed_in(who).get(f"/customers/{company.kestrel.pk}").content.decode()
    found = re.search(r'<h2 id="helped-h">.*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def helped_once() -> Company:
    company = cast.company()
    helped(company)
    return company


def test_a_customer_who_helped_nobody_yet_has_no_such_list() -> None:
    company = cast.company()
    assert read(company.priya, company) == ""


def test_the_deal_is_named_with_what_became_of_it(collected: None) -> None:
    company = helped_once()
    said = read(company.ben, company)
    assert "Harbourline Logistics" in said and "Helped 1 time, last on Mon 8 Feb · Ben" in said
    closed(company)
    said = read(company.ben, company)
    assert "Won · $480k" in said and "which you" not in said


def test_a_lost_deal_is_said_to_be_lost(collected: None) -> None:
    company = helped_once()
    closed(company, won=False)
    assert "Lost" in read(company.ben, company)


def test_deals_the_viewer_may_not_see_are_counted_without_a_name(collected: None) -> None:
    company = helped_once()
    with opened(company.workspace):
        bea = cast.member("Bea Lindt", Role.REP)
    said = read(bea, company)
    assert "In one deal, which you can’t see." in said and "Harbourline" not in said


def test_a_private_buyer_is_named_to_their_seller_and_the_program_alone(collected: None) -> None:
    company = helped_once()
    with opened(company.workspace):
        leader = cast.member("Otto Lind", Role.LEADER, Role.OWNER)
    assert "Harbourline" in read(leader, company)
    with opened(company.workspace):
        buyer = references.start_profile(company.harbourline, by=SETUP)
        references.set_visibility(buyer, Visibility.MASKED, by=SETUP, description="", described_by=())
    said = read(leader, company)
    assert "Harbourline" not in said and "In one deal, which you can’t see." in said
    assert "Harbourline" in read(company.ben, company) and "Harbourline" in read(company.priya, company)


def test_what_a_private_person_did_there_is_not_even_counted(collected: None) -> None:
    company = helped_once()
    with opened(company.workspace):
        Advocate.objects.filter(pk=company.maya.pk).update(visibility=Visibility.MASKED)
    assert read(company.ben, company) == ""
    assert "Harbourline" in read(company.priya, company)


def test_help_that_came_after_the_close_helped_in_nothing(collected: None) -> None:
    company = cast.company()
    need = helped(company)
    deal = closed(company)
    with opened(company.workspace):
        ask = Ask.objects.get(need=need, state="held")
        type(deal).objects.filter(pk=deal.pk).update(closed_at=ask.calls.get().starts_at)
    assert "Harbourline" in read(company.ben, company)
    with opened(company.workspace):
        type(deal).objects.filter(pk=deal.pk).update(closed_at=ask.calls.get().starts_at - timedelta(minutes=1))
    assert read(company.ben, company) == ""


def test_many_deals_cost_as_many_queries_and_the_rest_is_counted(collected: None) -> None:
    company = helped_once()
    ben, path = signed_in(company.ben), f"/customers/{company.kestrel.pk}"
    one = queries_of(ben, path)
    for nth in range(10):
        deal = another_deal(company, f"Buyer{nth} Mills")
        with opened(company.workspace):
            first = Ask.objects.filter(state="held").order_by("created_at")[0]
            need = type(first.need).objects.get(pk=first.need_id)
            need.pk, need.opportunity, need._state.adding = None, deal, True
            need.save()
            Ask(need=need, advocate=company.maya, state="held", rank=0).save()
    assert queries_of(ben, path) == one
    assert "And in 3 more." in read(company.ben, company)
