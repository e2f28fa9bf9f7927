"""Where voices are missing, and what may be told of it to whom."""

from __future__ import annotations

from datetime import timedelta

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.actions import send_request
from goodword.desk.models import ReferenceRequest
from goodword.directory import actions as directory
from goodword.directory.models import Vocabulary
from goodword.insights.queries.supply import coverage, freshness
from goodword.insights.rules import Level, Segment, Share
from goodword.members.models import Member
from goodword.members.policy import actor_of
from goodword.protection import actions as protection
from goodword.references import actions as references
from goodword.references.models import Fact, HelpKind, ReferenceProfile, Visibility
from tests import cast
from tests.cast import SETUP, Company
from tests.insights.scenes import another_deal, helped, impact, scope

LOGISTICS = "Transport & logistics"


def company_in_segments() -> Company:
    """Return the cast, with both customers in the industry of the deal."""
    company = cast.company()
    with opened(company.workspace):
        industry = directory.term(Vocabulary.INDUSTRY, LOGISTICS, by=SETUP)
        for account in (company.kestrel, company.nordhaven):
            directory.change_account(account, by=SETUP, industry=industry)
    return company


def segment(company: Company, who: Member, name: str = LOGISTICS, by: str = "industry") -> Segment:
    with opened(company.workspace):
        return next((one for one in coverage(scope(who), by) if one.name == name), Segment(name))


def test_people_who_agreed_stand_beside_deals_without_a_voice() -> None:
    company = company_in_segments()
    found = segment(company, company.elin)
    assert (found.voices, found.free, found.deals, found.level) == (2, 2, 1, Level.ENOUGH)
    assert dict(found.amounts) == {"USD": 480_000}


def test_nobody_free_is_said_where_a_deal_waits() -> None:
    company = company_in_segments()
    with opened(company.workspace):
        for account in (company.kestrel, company.nordhaven):
            protection.place_hold(account, by=SETUP, reason="Renewal")
    found = segment(company, company.elin)
    assert (found.voices, found.free, found.level, found.missing) == (2, 0, Level.NOBODY, 1)


def test_a_deal_with_a_voice_waits_for_none_and_who_helped_rests() -> None:
    company = company_in_segments()
    helped(company)
    found = segment(company, company.elin)
    assert (found.voices, found.free, found.deals) == (2, 1, 0)


def test_a_deal_far_away_asks_for_nobody_yet() -> None:
    company = company_in_segments()
    with opened(company.workspace):
        directory.change_opportunity(company.deal, by=SETUP, close_on=clock.now().date() + timedelta(days=91))
    assert segment(company, company.elin).deals == 0
    with opened(company.workspace):
        directory.change_opportunity(company.deal, by=SETUP, close_on=None)
    assert segment(company, company.elin).deals == 1


def test_a_withdrawn_consent_takes_the_voice_away() -> None:
    company = company_in_segments()
    with opened(company.workspace):
        references.revoke_consent(company.maya, HelpKind.CALL, by=actor_of(company.priya))
    assert segment(company, company.elin).voices == 1


def test_products_are_counted_by_what_customers_use() -> None:
    company = company_in_segments()
    found = segment(company, company.elin, "Consolidation", "product")
    assert (found.voices, found.deals) == (2, 1)


def test_deals_that_found_nobody_are_remembered_for_a_year() -> None:
    company = company_in_segments()
    with opened(company.workspace):
        need = send_request(company.deal, by=actor_of(company.ben), advocate=None, must_settle="Costs")
        for ago, unfilled in ((364, 1), (366, 0)):
            ReferenceRequest.objects.filter(pk=need.pk).update(
                close_reason="unfilled", closed_at=clock.now() - timedelta(days=ago)
            )
            assert segment(company, company.elin).unfilled == unfilled


def test_a_deal_without_an_industry_stands_by_itself() -> None:
    company = company_in_segments()
    deal = another_deal(company, "Wexford Mills")
    with opened(company.workspace):
        directory.change_account(deal.account, by=SETUP, industry=None)
    assert segment(company, company.elin, "").deals == 1


def test_a_private_voice_is_counted_for_leaders_only_among_enough_others() -> None:
    company = company_in_segments()
    with opened(company.workspace):
        ReferenceProfile.objects.filter(account=company.kestrel).update(visibility=Visibility.MASKED)
    assert segment(company, company.elin).voices == 1
    assert segment(company, company.priya).voices == 2
    with opened(company.workspace):
        cast.advocate(company.nordhaven, "Tom Hale", nominated_by=company.lucia)
    assert segment(company, company.elin).voices == segment(company, company.priya).voices == 3


def test_a_customer_is_in_date_until_one_fact_is_past_its_time() -> None:
    company = cast.company()
    with opened(company.workspace):
        assert freshness() == Share(2, 2)
        fact = Fact.objects.filter(profile__account=company.kestrel).order_by("pk")[0]
        old = clock.now() - timedelta(days=fact.half_life_days, minutes=1)
        Fact.objects.filter(pk=fact.pk).update(verified_at=old)
        assert freshness() == Share(1, 2)
        references.confirm_profile(company.maya.profile, by=actor_of(company.amara))
        assert freshness() == Share(2, 2)


def test_uses_are_spread_over_everybody_who_could_have_been_asked() -> None:
    company = cast.company()
    helped(company)
    with opened(company.workspace):
        on = clock.now().date() - timedelta(days=1)
        protection.log_elsewhere(company.ingrid, HelpKind.CALL, by=SETUP, on=on)
    whole = impact(company, company.elin).whole
    assert whole is not None
    assert (whole.spread.top.share, whole.spread.top.people) == (Share(1, 2), 1)
    assert whole.spread.logged_afterwards == Share(1, 2)


def test_whoever_left_is_no_voice() -> None:
    company = company_in_segments()
    with opened(company.workspace):
        directory.change_contact(company.maya.contact, by=SETUP, left_on=clock.now().date())
    assert segment(company, company.elin).voices == 1
