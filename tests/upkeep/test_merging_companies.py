"""Two entries of one company made one: what is known, who is there, what protects them, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from goodword.core import clock
from goodword.core.errors import NotAllowed, Refused
from goodword.core.models import Event, Program
from goodword.core.tenancy import opened
from goodword.desk.models import Ask
from goodword.directory.actions import add_contact, add_group, change_account, name_rivals, set_owners
from goodword.directory.models import Account, Contact, Opportunity, Rivalry
from goodword.directory.queries import places_of
from goodword.integrations.files.standing import Names
from goodword.integrations.files.text import name_key
from goodword.members.policy import actor_of
from goodword.protection.actions import log_elsewhere, place_hold
from goodword.protection.models import Hold
from goodword.protection.queries import rest_of
from goodword.references import actions as references
from goodword.references.models import Advocate, Fact, HelpKind, ReferenceProfile
from goodword.references.policy import visible_accounts
from goodword.references.queries import description_fit
from goodword.upkeep.actions import look_at_merge, merge_accounts, merge_contacts, undo_merge
from goodword.upkeep.actions.moving import movable
from tests import cast
from tests.cast import SETUP, Company, company
from tests.protection.people import as_one_group, reserve


@pytest.fixture
def made() -> Company:
    return company()


def twin(made: Company, name: str = "Kestrel Freight NV") -> Account:
    return cast.customer(name, owner=made.amara, deputy=made.lucia)


def test_people_deals_and_proof_go_over(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        olu = cast.advocate(other, "Olu Adeyemi", nominated_by=made.amara)
        deal = cast.deal("Quayside", owner=made.ben)
        Opportunity.objects.filter(pk=deal.pk).update(account=other)
        merge_accounts(made.kestrel, other, by=actor_of(made.amara))
        olu.refresh_from_db()
        assert (olu.contact.account, olu.profile.account) == (made.kestrel, made.kestrel)
        assert Opportunity.objects.get(pk=deal.pk).account == made.kestrel
        assert ReferenceProfile.objects.filter(account=other).count() == 0
        assert Fact.objects.filter(profile=olu.profile).count() == 3, "what both said is said once"
        assert other not in visible_accounts(SETUP)
        event = Event.objects.get(name="account.merged")
        assert event.data["moved"]["directory.Contact"] == 1


def test_a_company_without_a_profile_takes_the_others(made: Company) -> None:
    with opened(made.workspace):
        bare = cast.deal("Kestrel Freight SA", owner=made.ben).account
        merge = merge_accounts(bare, made.kestrel, by=SETUP, chosen=["name"])
        maya = Advocate.objects.get(pk=made.maya.pk)
        assert maya.profile.account == bare and maya.profile_id == made.maya.profile_id
        undo_merge(merge, by=SETUP)
        maya.refresh_from_db()
        assert maya.profile.account == made.kestrel


def test_the_stricter_of_both_holds(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        change_account(other, by=SETUP, health="red", renewal_on=date(2027, 3, 1), open_severity=1)
        profile = ReferenceProfile.objects.get(account=other)
        references.set_visibility(profile, "masked", by=SETUP)
        references.set_owner_mode(made.maya.profile, "tell_me", by=actor_of(made.amara))
        place_hold(other, by=SETUP, reason="Talks")
        merge_accounts(made.kestrel, other, by=SETUP)
        kestrel = Account.objects.get(pk=made.kestrel.pk)
        assert (kestrel.health, kestrel.renewal_on, kestrel.open_severity) == ("red", date(2027, 3, 1), 1)
        profile = ReferenceProfile.objects.get(account=kestrel)
        assert (profile.visibility, profile.owner_mode) == ("masked", "ask_me")
        assert Hold.objects.get().account == kestrel
        assert rest_of([made.maya], clock.now())[made.maya.pk].level == 0
        assert kestrel not in visible_accounts(actor_of(made.ben))


def test_a_description_that_would_tell_the_name_goes(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made, "Falcon Haulage")
        for name in ("One Freight", "Two Freight"):
            cast.customer(name, owner=made.lucia)
        profile = made.maya.profile
        references.set_visibility(profile, "masked", by=SETUP, description="Like Falcon Haulage, in transport")
        assert description_fit(made.kestrel, ["industry"]).enough
        merge_accounts(made.kestrel, other, by=SETUP)
        profile.refresh_from_db()
        assert (profile.visibility, profile.description) == ("masked", "")


def test_what_both_gave_counts_for_the_company(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        olu = cast.advocate(other, "Olu Adeyemi", nominated_by=made.amara)
        kit = cast.advocate(other, "Kit Janssen", nominated_by=made.amara)
        Program.objects.update(rules={"protection": {"account_per_quarter": 1}})
        log_elsewhere(olu, HelpKind.CALL, by=SETUP, on=clock.now().date() - timedelta(days=50))
        merge_accounts(made.kestrel, other, by=SETUP)
    with opened(made.workspace), pytest.raises(Refused) as no:
        reserve(made, Advocate.objects.get(pk=made.maya.pk))
    assert no.value.code == "limit_account"
    with opened(made.workspace), pytest.raises(Refused):
        reserve(made, Advocate.objects.get(pk=kit.pk))


def test_what_was_merged_counts_in_the_group_of_the_one_that_stays(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        olu = cast.advocate(other, "Olu Adeyemi", nominated_by=made.amara)
        log_elsewhere(olu, HelpKind.CALL, by=SETUP, on=clock.now().date() - timedelta(days=50))
        merge_accounts(made.kestrel, other, by=SETUP)
        as_one_group(Account.objects.get(pk=made.kestrel.pk), made.nordhaven)
        Program.objects.update(rules={"protection": {"group_per_quarter": 1}})
    with opened(made.workspace), pytest.raises(Refused) as no:
        reserve(made, made.ingrid)
    assert no.value.code == "limit_group"


def test_what_waited_for_the_other_owner_waits_for_the_one_who_decides(made: Company) -> None:
    with opened(made.workspace):
        other = cast.customer("Kestrel Freight NV", owner=made.lucia)
        need = made.request()
        ask = Ask.objects.get(need=need, rank=0)
        assert ask.owner == made.amara
        merge_accounts(other, made.kestrel, by=SETUP)
    made.run(minutes=11)
    with opened(made.workspace):
        ask.refresh_from_db()
        assert ask.owner == made.lucia


@pytest.mark.parametrize(
    ("arrange", "why"),
    [
        (lambda made, other: name_rivals(other, made.kestrel, by=SETUP), "each other's competitors"),
        (lambda made, other: Account.objects.filter(pk=other.pk).update(anonymous=True), "published without a name"),
        (lambda made, other: add_contact(other, "Maya", by=SETUP, email="maya@kestrel.example"), "by the same address"),
    ],
)
def test_what_cant_be_one_says_why(made: Company, arrange: Callable[[Company, Account], object], why: str) -> None:
    with opened(made.workspace):
        other = twin(made)
        arrange(made, other)
        other.refresh_from_db()
        (said,) = look_at_merge(made.kestrel, other, by=SETUP).why_not
        assert why in said
        with pytest.raises(Refused, match=why):
            merge_accounts(made.kestrel, other, by=SETUP)


def test_somebody_at_both_is_merged_first(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        double = add_contact(other, "Maya", by=SETUP, email="maya@kestrel.example")
        merge_contacts(made.maya.contact, double, by=SETUP)
        merge_accounts(made.kestrel, other, by=SETUP)


def test_an_open_ask_for_a_deal_with_the_other_stands_in_the_way(made: Company) -> None:
    with opened(made.workspace):
        reserve(made, made.maya)
        with pytest.raises(Refused, match="could not be any more"):
            merge_accounts(made.kestrel, made.harbourline, by=SETUP)


def test_an_import_finds_the_one_that_stays(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        Account.objects.filter(pk=other.pk).update(source="records", external_id="k-2")
        merge_accounts(made.kestrel, Account.objects.get(pk=other.pk), by=SETUP)
        assert Names.read().by_key[name_key("Kestrel Freight NV")] == made.kestrel.pk


def test_an_undo_puts_everything_back(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        cast.advocate(other, "Olu Adeyemi", nominated_by=made.amara)
        change_account(other, by=SETUP, city="Ghent", group=add_group("Freight", by=SETUP))
        change_account(made.kestrel, by=SETUP, city="Bruges")
        set_owners(other, owner=made.lucia, deputy=made.amara, by=SETUP)
        third = cast.customer("Rival", owner=made.lucia)
        name_rivals(other, third, by=SETUP)
        name_rivals(made.kestrel, third, by=SETUP)
        references.set_visibility(ReferenceProfile.objects.get(account=other), "masked", by=SETUP)
        place_hold(other, by=SETUP)
        tables = (Account, Contact, Advocate, ReferenceProfile, Fact, Rivalry, Hold, Opportunity)
        before = {table: list(table.objects.order_by("pk").values()) for table in tables}
        merge = merge_accounts(made.kestrel, other, by=SETUP, chosen=["city", "owner", "deputy", "name"])
        kestrel = Account.objects.get(pk=made.kestrel.pk)
        assert (kestrel.city, kestrel.owner, kestrel.deputy) == ("Ghent", made.lucia, made.amara)
        undo_merge(merge, by=SETUP)
        for table in tables:
            assert list(table.objects.order_by("pk").values()) == before[table], table


def test_a_deputy_is_never_the_owner(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        set_owners(other, owner=made.lucia, deputy=None, by=SETUP)
        merge_accounts(made.kestrel, other, by=SETUP, chosen=["owner"])
        kestrel = Account.objects.get(pk=made.kestrel.pk)
        assert (kestrel.owner, kestrel.deputy) == (made.lucia, None)


def test_who_keeps_only_one_of_them_merges_neither(made: Company) -> None:
    with opened(made.workspace):
        other = cast.customer("Kestrel Freight NV", owner=made.lucia)
        for stays, away in ((made.kestrel, other), (other, made.kestrel)):
            with pytest.raises(NotAllowed):
                merge_accounts(stays, away, by=actor_of(made.amara))
        merge_accounts(made.kestrel, other, by=actor_of(made.lucia))


def test_every_table_that_points_to_a_company_or_person_is_moved_or_only_added_to() -> None:
    """A new table is moved by itself; one that can only be added to must be read by who somebody is now."""
    added_to = {
        f"{place.model.__name__}.{place.field}"
        for kind in (Account, Contact, ReferenceProfile, Advocate)
        for place in places_of(kind)
        if place not in movable(kind)
    }
    assert added_to == {
        "Account.merged_into",
        "Contact.merged_into",
        "Advocate.merged_into",
        "ReferenceProfile.account",
        "Advocate.contact",
        "LedgerEntry.account",
        "LedgerEntry.contact",
        "LedgerEntry.advocate",
        "Consent.advocate",
        "Override.advocate",
        "Assist.contact",
    }
