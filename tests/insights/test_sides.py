"""Private references beside named ones, and who is told of them; how much room is used; which owners take part."""

from __future__ import annotations

from datetime import timedelta

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.models import Ask
from goodword.insights.queries import people, supply
from goodword.insights.queries.impact import Whole
from goodword.insights.rules import Room, Share, Sides
from goodword.members.models import Member, Role
from goodword.members.policy import actor_of
from goodword.protection import actions as protection
from goodword.protection.models import LedgerEntry
from goodword.references import actions as references
from goodword.references.models import Advocate, HelpKind, ReferenceProfile, Visibility
from tests import cast
from tests.cast import SETUP, Company
from tests.insights.scenes import another_deal, closed, helped, impact, quarter, scope


def masked(advocate: Advocate, company: Company) -> None:
    """Keep a customer private; the workspace must be open."""
    ReferenceProfile.objects.filter(pk=advocate.profile_id).update(visibility=Visibility.MASKED)


def whole(company: Company, who: Member) -> Whole:
    found = impact(company, who).whole
    assert found is not None
    return found


def sides(company: Company, who: Member) -> Sides:
    found = whole(company, who).sides
    assert found is not None
    return found


def test_what_a_private_reference_did_stands_on_the_private_side() -> None:
    company = cast.company()
    helped(company)
    closed(company)
    named = sides(company, company.priya)
    assert named.is_empty and named.won.other == Share(1, 1)
    with opened(company.workspace):
        masked(company.maya, company)
    found = sides(company, company.priya)
    for pair in (found.acceptance, found.in_time, found.won, *found.said.values()):
        assert (pair.one, pair.other.whole) == (Share(1, 1), 0)
    assert (found.took.private.n, found.took.named.n) == (1, 0)
    assert found.customers == 1 and dict(found.wins[0].used) == {"USD": 480_000}


def test_a_person_who_is_private_counts_as_a_company_that_is() -> None:
    company = cast.company()
    helped(company)
    with opened(company.workspace):
        Advocate.objects.filter(pk=company.maya.pk).update(visibility=Visibility.MASKED)
    found = sides(company, company.priya)
    assert found.in_time.one == found.acceptance.one == Share(1, 1) and found.took.private.n == 1


def test_leaders_are_told_nothing_of_one_side_while_few_private_customers_helped() -> None:
    company = cast.company()
    helped(company)
    with opened(company.workspace):
        masked(company.maya, company)
    assert whole(company, company.elin).sides is None
    assert not sides(company, company.priya).is_empty
    with opened(company.workspace):
        need = Ask.objects.get(state="held").need
        for name in ("Fernmark Rail", "Wexford Mills"):
            one = cast.advocate(cast.customer(name, owner=company.amara), f"{name} Helper", nominated_by=company.amara)
            masked(one, company)
            Ask(need=need, advocate=one, state="held", state_since=clock.now(), rank=9).save()
    assert sides(company, company.elin).customers == 3


def test_a_deal_that_both_kinds_helped_is_on_neither_side() -> None:
    company = cast.company()
    need = helped(company)
    with opened(company.workspace):
        other = cast.advocate(company.nordhaven, "Tom Hale", nominated_by=company.lucia)
        Ask(need=need, advocate=other, state="held", state_since=clock.now(), rank=9).save()
    closed(company)
    with opened(company.workspace):
        masked(company.maya, company)
    found = sides(company, company.priya)
    assert (found.won.one.whole, found.won.other.whole) == (0, 0)
    assert (found.in_time.one.whole, found.in_time.other.whole) == (0, 0)


def room(company: Company) -> Room:
    with opened(company.workspace):
        return supply.room(clock.now())


def test_room_is_our_yearly_limit_or_their_own_where_it_is_lower() -> None:
    company = cast.company()
    assert room(company) == Room(used=0, whole=16, people=2, spent=0)
    with opened(company.workspace):
        Advocate.objects.filter(pk=company.maya.pk).update(dial_per_year=1)
    assert room(company).whole == 10
    with opened(company.workspace):
        Advocate.objects.filter(pk=company.maya.pk).update(dial_per_year=9)
    assert room(company).whole == 16, "a higher number of theirs lets us ask no more often"
    with opened(company.workspace):
        Advocate.objects.filter(pk=company.maya.pk).update(dial_per_year=None, dial_per_quarter=0)
    assert room(company).whole == 8


def test_room_is_used_by_weight_and_comes_back_after_a_year() -> None:
    company = cast.company()
    with opened(company.workspace):
        yesterday = clock.now().date() - timedelta(days=1)
        protection.log_elsewhere(company.maya, HelpKind.CALL, by=SETUP, on=yesterday)
        protection.log_elsewhere(company.maya, HelpKind.WRITTEN, by=SETUP, on=yesterday)
        protection.log_elsewhere(company.ingrid, HelpKind.SITE_VISIT, by=SETUP, on=yesterday)
        Advocate.objects.filter(pk=company.ingrid.pk).update(dial_per_year=3)
    assert room(company) == Room(used=9, whole=14, people=2, spent=1)
    company.run(days=366)
    assert room(company).used == 0


def test_a_call_given_back_uses_no_room() -> None:
    company = cast.company()
    helped(company)
    assert room(company).used == 2
    with opened(company.workspace):
        use = LedgerEntry.objects.get(kind=LedgerEntry.Kind.USE)
        LedgerEntry(
            kind=LedgerEntry.Kind.CREDIT,
            help_kind=use.help_kind,
            advocate=use.advocate,
            contact=use.contact,
            account=use.account,
            ask_id=use.ask_id,
        ).save()
    assert room(company).used == 0


def participation(company: Company) -> dict[str, Share]:
    with opened(company.workspace):
        return people.participation(scope(company.elin), clock.now())


def test_an_owner_takes_part_by_a_nomination_or_a_check_in_for_ninety_days() -> None:
    company = cast.company()
    company.run(days=91)
    assert participation(company) == {"": Share(0, 2)}
    with opened(company.workspace):
        references.confirm_profile(company.maya.profile, by=actor_of(company.amara))
        somebody = cast.advocate(company.nordhaven, "Tom Hale", nominated_by=company.lucia)
        assert somebody.nominated_by == company.lucia
    assert participation(company) == {"": Share(2, 2)}
    with opened(company.workspace):
        rows = {one.name: one for one in people.owners(scope(company.elin), clock.now())}
        assert rows[company.amara.name].checked_at is not None and rows[company.amara.name].nominated_at is None
        assert rows[company.lucia.name].nominated_at is not None
    company.run(days=91)
    assert participation(company) == {"": Share(0, 2)}


def test_a_check_in_that_was_taken_back_is_none() -> None:
    company = cast.company()
    company.run(days=91)
    with opened(company.workspace):
        event = references.confirm_profile(company.maya.profile, by=actor_of(company.amara))
    assert participation(company) == {"": Share(1, 2)}
    with opened(company.workspace):
        references.take_back_confirmation(event, by=actor_of(company.amara))
        (amara,) = people.owners(scope(company.elin), clock.now()).filter(pk=company.amara.pk)
        assert amara.checked_at is None
    assert participation(company) == {"": Share(0, 2)}


def test_other_changes_of_a_profile_are_no_check_in_and_deputies_are_no_owners() -> None:
    company = cast.company()
    company.run(days=91)
    with opened(company.workspace):
        deputy = cast.member("Bea Lindt", Role.OWNER)
        cast.customer("Fernmark Rail", owner=company.amara, deputy=deputy)
        references.set_visibility(company.maya.profile, Visibility.PUBLIC, by=actor_of(company.priya))
        references.set_owner_mode(company.maya.profile, "tell_me", by=actor_of(company.amara))
    assert participation(company) == {"": Share(0, 2)}


def test_who_looks_after_private_customers_alone_is_an_owner_only_for_the_program() -> None:
    company = cast.company()
    with opened(company.workspace):
        masked(company.maya, company)
        for who, owners in ((company.elin, 1), (company.priya, 2)):
            assert people.participation(scope(who), clock.now())[""].whole == owners
            assert (company.amara in people.owners(scope(who), clock.now())) is (owners == 2)


def test_assists_are_counted_by_person_in_the_period() -> None:
    company = cast.company()
    helped(company)
    closed(company)
    closed(company, another_deal(company, "Wexford Mills"))
    with opened(company.workspace):
        (amara,) = people.assisting(quarter(company))
        counts = amara.deals, amara.owner
        assert (amara, *counts) == (company.amara, 1, 1)
