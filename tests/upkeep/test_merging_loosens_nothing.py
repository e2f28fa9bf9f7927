"""A merge makes nobody easier to ask, and nobody's name known to more people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from goodword.core import clock
from goodword.core.errors import NotAllowed, Refused
from goodword.core.tenancy import opened
from goodword.directory.actions import add_contact, add_group, change_account, change_contact, name_rivals, set_owners
from goodword.directory.models import Account, Contact
from goodword.members.models import Role
from goodword.members.policy import Purpose, actor_of
from goodword.protection.actions import lift_hold, log_elsewhere, pause
from goodword.protection.models import Hold
from goodword.protection.queries import rest_of, seem_free, verdicts
from goodword.references import actions as references
from goodword.references.actions.dial import set_languages
from goodword.references.models import Advocate, HelpKind, ReferenceProfile
from goodword.references.policy import visible_accounts
from goodword.upkeep.actions import look_at_merge, merge_accounts, merge_contacts, undo_merge
from tests import cast
from tests.cast import SETUP, Company, company, link_actor
from tests.protection.people import as_one_group, asked, call_with, reserve


@pytest.fixture
def made() -> Company:
    return company()


def bare(name: str, made: Company, **fields: Any) -> Account:
    """Return a prospect of that name, without a profile."""
    account = cast.deal(name, owner=made.ben).account
    if fields:
        change_account(account, by=SETUP, **fields)
    return account


def mask(account: Account, description: str = "") -> ReferenceProfile:
    profile = ReferenceProfile.objects.select_related("account").get(account=account)
    references.set_visibility(profile, "masked", by=SETUP, description=description)
    return profile


def crowd(made: Company) -> None:
    """Make enough customers for a description to hide among."""
    for name in ("One Freight", "Two Freight", "Three Freight"):
        cast.customer(name, owner=made.lucia)


@pytest.mark.parametrize("masked_stays", [True, False])
def test_a_description_that_tells_the_name_of_a_mere_prospect_goes(made: Company, masked_stays: bool) -> None:
    with opened(made.workspace):
        crowd(made)
        prospect = bare("Falcon Haulage", made)
        mask(made.kestrel, "Like Falcon Haulage, in transport")
        pair = (made.kestrel, prospect) if masked_stays else (prospect, made.kestrel)
        merge = merge_accounts(*pair, by=SETUP)
        profile = ReferenceProfile.objects.get(pk=made.maya.profile_id)
        assert (profile.visibility, profile.description) == ("masked", "")
        undo_merge(merge, by=SETUP)
        profile.refresh_from_db()
        assert (profile.account, profile.description) == (made.kestrel, "Like Falcon Haulage, in transport")


def test_a_description_that_tells_nothing_stays(made: Company) -> None:
    with opened(made.workspace):
        crowd(made)
        mask(made.kestrel, "A carrier")
        merge_accounts(made.kestrel, bare("Falcon Haulage", made), by=SETUP)
        assert ReferenceProfile.objects.get(pk=made.maya.profile_id).description == "A carrier"


def test_a_name_that_loses_still_says_who_it_is(made: Company) -> None:
    with opened(made.workspace):
        crowd(made)
        other = bare("Falcon Haulage", made)
        merge = merge_accounts(made.kestrel, other, by=SETUP, chosen=["name"])
        kestrel, gone = Account.objects.get(pk=made.kestrel.pk), Account.objects.get(pk=other.pk)
        assert (kestrel.name, gone.name, gone.sort_key) == ("Falcon Haulage", "Kestrel Freight", "kestrel freight")
        with pytest.raises(Refused, match="names the customer"):
            mask(kestrel, "Once Kestrel Freight")
        undo_merge(merge, by=SETUP)
        kestrel.refresh_from_db()
        assert kestrel.name == "Kestrel Freight"


def test_who_was_told_of_the_other_doesnt_learn_a_private_name_unless_chosen(made: Company) -> None:
    with opened(made.workspace):
        carl = cast.member("Carl Holm", Role.REP)
        other = cast.customer("Kestrel Freight NV", owner=made.amara)
        set_owners(other, owner=made.amara, informed=carl, by=SETUP)
        mask(made.kestrel)
        merge = merge_accounts(made.kestrel, other, by=SETUP)
        assert Account.objects.get(pk=made.kestrel.pk).informed is None
        assert made.kestrel not in visible_accounts(actor_of(carl))
        undo_merge(merge, by=SETUP)
        made.kestrel.refresh_from_db()
        merge_accounts(made.kestrel, Account.objects.get(pk=other.pk), by=SETUP, chosen=["informed"])
        assert made.kestrel in visible_accounts(actor_of(carl))


@pytest.mark.parametrize("former_stays", [True, False])
def test_nobody_of_a_customer_who_went_can_be_asked_again(made: Company, former_stays: bool) -> None:
    with opened(made.workspace):
        other = cast.customer("Kestrel Freight NV", owner=made.amara)
        change_account(made.kestrel, by=SETUP, status="former")
        pair = (made.kestrel, other) if former_stays else (other, made.kestrel)
        merge_accounts(*pair, by=SETUP, chosen=["status"])
        maya = Advocate.objects.get(pk=made.maya.pk)
        assert maya.profile.account.status == "former"
        assert not verdicts([maya], call_with(made), clock.now())[maya.pk].allowed


def test_a_customer_merged_with_a_prospect_is_a_customer(made: Company) -> None:
    with opened(made.workspace):
        prospect = bare("Kestrel NV", made)
        merge_accounts(prospect, made.kestrel, by=SETUP)
        assert Account.objects.get(pk=prospect.pk).status == "customer"


def test_of_two_groups_neither_is_left_unasked(made: Company) -> None:
    with opened(made.workspace):
        other = cast.customer("Kestrel Freight NV", owner=made.amara)
        change_account(made.kestrel, by=SETUP, group=add_group("North", by=SETUP))
        change_account(other, by=SETUP, group=add_group("South", by=SETUP))
        with pytest.raises(Refused, match="two groups"):
            merge_accounts(made.kestrel, other, by=SETUP, chosen=["group"])
        change_account(other, by=SETUP, group=None)
        merge_accounts(made.kestrel, other, by=SETUP)


def test_a_call_for_a_deal_with_a_competitor_stands_in_the_way(made: Company) -> None:
    with opened(made.workspace):
        rival = bare("Harbourline NV", made)
        name_rivals(rival, made.kestrel, by=SETUP)
        asked(made, made.maya)
        (why,) = look_at_merge(rival, made.harbourline, by=SETUP).why_not
        assert "could not be any more" in why
        with pytest.raises(Refused, match="could not be any more"):
            merge_accounts(rival, made.harbourline, by=SETUP)


def test_a_call_of_another_member_of_the_group_stands_in_the_way(made: Company) -> None:
    with opened(made.workspace):
        as_one_group(made.harbourline, made.kestrel)
        change_account(made.kestrel, by=SETUP, group=None)
        other = bare("Nordhaven NV", made, group=Account.objects.get(pk=made.harbourline.pk).group)
        ask_id = asked(made, made.ingrid)
        with pytest.raises(Refused, match="could not be any more"):
            merge_accounts(made.nordhaven, other, by=SETUP)
        assert ask_id


def test_languages_are_those_they_said_as_both(made: Company) -> None:
    with opened(made.workspace):
        other = cast.advocate(made.kestrel, "Mayah Okafor", nominated_by=made.lucia)
        for one, codes in ((made.maya, ["en", "nl"]), (other, ["nl", "de"])):
            set_languages(one, codes, by=link_actor(Purpose.OWN_PAGE, one, one.contact))
        merge_contacts(made.maya.contact, other.contact, by=SETUP)
        assert Advocate.objects.get(pk=made.maya.pk).languages == ["nl"]


def test_who_left_another_company_has_not_left_this_one(made: Company) -> None:
    with opened(made.workspace):
        before = add_contact(made.nordhaven, "Maya Okafor", by=SETUP)
        change_contact(before, by=SETUP, left_on=date(2026, 5, 1))
        merge_contacts(made.maya.contact, before, by=SETUP)
        assert Contact.objects.get(pk=made.maya.contact_id).left_on is None
        here = add_contact(made.kestrel, "M. Okafor", by=SETUP)
        change_contact(here, by=SETUP, left_on=date(2026, 5, 1))
        merge_contacts(Contact.objects.get(pk=made.maya.contact_id), here, by=SETUP)
        assert Contact.objects.get(pk=made.maya.contact_id).left_on == date(2026, 5, 1)


def test_of_two_pauses_the_longest_stands_and_is_ended_by_one_press(made: Company) -> None:
    with opened(made.workspace):
        other = cast.advocate(made.kestrel, "Mayah Okafor", nominated_by=made.lucia)
        pause(made.maya, by=link_actor(Purpose.OWN_PAGE, made.maya, made.maya.contact), until=date(2027, 4, 1))
        pause(other, by=link_actor(Purpose.OWN_PAGE, other, other.contact), until=date(2027, 6, 1))
        before = list(Hold.objects.order_by("pk").values())
        undo_merge(merge_contacts(made.maya.contact, other.contact, by=SETUP), by=SETUP)
        assert list(Hold.objects.order_by("pk").values()) == before
        merge_contacts(made.maya.contact, Contact.objects.get(pk=other.contact_id), by=SETUP)
        maya = Advocate.objects.select_related("contact").get(pk=made.maya.pk)
        standing = Hold.objects.select_related("advocate__contact", "account").get(lifted_at=None)
        assert standing.until is not None and standing.until.date() in (date(2027, 6, 1), date(2027, 5, 31))
        assert rest_of([maya], clock.now())[maya.pk].level == 0
        lift_hold(standing, by=link_actor(Purpose.OWN_PAGE, maya, maya.contact))
        assert rest_of([maya], clock.now())[maya.pk].level == 5


def test_who_gave_as_another_doesnt_seem_free(made: Company) -> None:
    with opened(made.workspace):
        other = cast.advocate(made.kestrel, "Mayah Okafor", nominated_by=made.lucia)
        log_elsewhere(other, HelpKind.CALL, by=SETUP, on=clock.now().date() - timedelta(days=3))
        everybody = Advocate.objects.active()
        assert made.maya in seem_free(everybody, clock.now())
        merge_contacts(made.maya.contact, other.contact, by=SETUP)
        assert made.maya not in seem_free(everybody, clock.now())
        assert made.ingrid in seem_free(everybody, clock.now())


def test_an_address_that_lost_is_still_theirs(made: Company) -> None:
    with opened(made.workspace):
        away = add_contact(made.kestrel, "M. Okafor", by=SETUP, email="m@kestrel.example")
        merge_contacts(made.maya.contact, away, by=SETUP)
    made.run(minutes=11)
    with opened(made.workspace):
        with pytest.raises(Refused, match="has this address already"):
            add_contact(made.kestrel, "M. Okafor", by=SETUP, email="m@kestrel.example")
        maya = Contact.objects.get(pk=made.maya.contact_id)
        change_contact(maya, by=SETUP, email="m@kestrel.example")
        assert not Contact.objects.get(pk=away.pk).email


def test_a_chosen_address_leaves_the_other_one_behind(made: Company) -> None:
    with opened(made.workspace):
        away = add_contact(made.kestrel, "M. Okafor", by=SETUP, email="m@kestrel.example")
        merge = merge_contacts(made.maya.contact, away, by=SETUP, chosen=["email"])
        maya, gone = Contact.objects.get(pk=made.maya.contact_id), Contact.objects.get(pk=away.pk)
        assert (maya.email, gone.email) == ("m@kestrel.example", "maya@kestrel.example")
        undo_merge(merge, by=SETUP)
        maya.refresh_from_db()
        assert maya.email == "maya@kestrel.example"


def test_companies_are_merged_though_somebody_there_had_the_address_of_another(made: Company) -> None:
    with opened(made.workspace):
        other = cast.customer("Kestrel Freight NV", owner=made.amara)
        olu = add_contact(other, "Olu Adeyemi", by=SETUP, email="olu@kestrel.example")
        merge_contacts(olu, add_contact(other, "O. A.", by=SETUP, email="o@kestrel.example"), by=SETUP)
        add_contact(made.kestrel, "Office", by=SETUP, email="o@kestrel.example")
        people = list(Contact.objects.order_by("pk").values())
        merge = merge_accounts(made.kestrel, other, by=SETUP)
        assert Contact.objects.filter(account=made.kestrel, email="o@kestrel.example").count() == 1
        undo_merge(merge, by=SETUP)
        assert list(Contact.objects.order_by("pk").values()) == people


def test_who_no_longer_looks_after_either_cant_part_them(made: Company) -> None:
    with opened(made.workspace):
        other = cast.customer("Kestrel Freight NV", owner=made.amara)
        merge = merge_accounts(made.kestrel, other, by=actor_of(made.amara))
        Account.objects.update(owner=made.lucia, deputy=None)
        with pytest.raises(NotAllowed):
            undo_merge(merge, by=actor_of(made.amara))
        Account.objects.filter(pk=made.kestrel.pk).update(owner=made.amara)
        undo_merge(merge, by=actor_of(made.amara))


def test_who_proposed_either_goes_on_being_who_proposed_them(made: Company) -> None:
    with opened(made.workspace):
        other = cast.advocate(made.kestrel, "Mayah Okafor", nominated_by=made.lucia)
        Advocate.objects.filter(pk=made.maya.pk).update(nominated_by=None)
        merge = merge_contacts(made.maya.contact, other.contact, by=SETUP)
        assert Advocate.objects.get(pk=made.maya.pk).nominated_by == made.lucia
        undo_merge(merge, by=SETUP)
        assert Advocate.objects.get(pk=made.maya.pk).nominated_by is None


def test_a_place_with_a_prospect_that_is_no_competitor_stands_in_no_way(made: Company) -> None:
    with opened(made.workspace):
        reserve(made, made.maya)
        merge_accounts(made.harbourline, bare("Harbourline NV", made), by=SETUP)
