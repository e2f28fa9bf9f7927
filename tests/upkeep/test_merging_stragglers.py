"""Whoever read an entry before it was merged away writes nothing to it, and what slipped through follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from goodword.core.errors import TooLate
from goodword.core.models import SignedLink
from goodword.core.tenancy import opened
from goodword.directory.actions import add_contact, change_account, change_contact, set_owners
from goodword.directory.models import Account, Contact
from goodword.members.policy import Purpose, actor_of
from goodword.protection.actions import pause, place_hold
from goodword.protection.models import Hold
from goodword.references import actions as references
from goodword.references.models import Advocate, Fact, FactKind, ReferenceProfile
from goodword.upkeep.actions import merge_accounts, merge_contacts
from tests import cast
from tests.cast import SETUP, Company, company, link_actor


@pytest.fixture
def made() -> Company:
    return company()


def twin(made: Company) -> Advocate:
    return cast.advocate(made.kestrel, "Mayah Okafor", nominated_by=made.lucia)


@pytest.mark.parametrize(
    "write",
    [
        lambda made, gone: change_account(gone, by=SETUP, city="Ghent"),
        lambda made, gone: add_contact(gone, "Somebody New", by=SETUP),
        lambda made, gone: set_owners(gone, by=SETUP, owner=made.lucia),
        lambda made, gone: place_hold(gone, by=SETUP),
    ],
)
def test_nothing_is_written_to_a_company_that_is_another(
    made: Company, write: Callable[[Company, Account], object]
) -> None:
    with opened(made.workspace):
        other = cast.customer("Kestrel Freight NV", owner=made.amara)
        stale = Account.objects.get(pk=other.pk)
        merge_accounts(made.kestrel, other, by=SETUP)
        before = list(Account.objects.order_by("pk").values())
        people = Contact.objects.count()
        for read in (stale, Account.objects.get(pk=other.pk)):
            with pytest.raises(TooLate):
                write(made, read)
        assert list(Account.objects.order_by("pk").values()) == before
        assert not Hold.objects.exists() and Contact.objects.count() == people


@pytest.mark.parametrize(
    "write",
    [
        lambda gone: change_contact(gone.contact, by=SETUP, phone="+32 9"),
        lambda gone: place_hold(gone, by=SETUP),
        lambda gone: references.set_dial(gone, by=SETUP, per_year=1),
        lambda gone: pause(gone, by=SETUP, until=date(2027, 6, 1)),
    ],
)
def test_nothing_is_written_to_a_person_who_is_another(made: Company, write: Callable[[Advocate], object]) -> None:
    with opened(made.workspace):
        other = twin(made)
        stale = Advocate.objects.select_related("contact__account", "profile__account").get(pk=other.pk)
        merge_contacts(made.maya.contact, other.contact, by=SETUP)
        before = list(Contact.objects.order_by("pk").values())
        with pytest.raises(TooLate):
            write(stale)
        assert list(Contact.objects.order_by("pk").values()) == before
        assert Advocate.objects.get(pk=other.pk).dial_per_year is None
        assert not Hold.objects.exists()


def test_who_is_another_by_now_is_not_proposed(made: Company) -> None:
    with opened(made.workspace):
        away = add_contact(made.kestrel, "M. Okafor", by=SETUP)
        merge_contacts(made.maya.contact, away, by=SETUP)
        with pytest.raises(TooLate):
            references.nominate(Contact.objects.get(pk=away.pk), by=SETUP)


def test_what_slipped_through_to_a_person_follows(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        merge_contacts(made.maya.contact, other.contact, by=SETUP)
        Hold(account=made.kestrel, advocate=other, kind=Hold.Kind.HOLD, made_by="Amara").save()
        by = link_actor(Purpose.OWN_PAGE, other, other.contact)
    made.run(minutes=11)
    with opened(made.workspace):
        assert Hold.objects.get().advocate == made.maya
        link = SignedLink.objects.get(pk=by.id)
        assert (link.person_id, link.subject_id) == (made.maya.contact_id, made.maya.pk)


def test_somebody_proposed_meanwhile_as_the_one_who_went_is_the_one_who_stays(made: Company) -> None:
    with opened(made.workspace):
        away = add_contact(made.kestrel, "M. Okafor", by=SETUP)
        merge_contacts(made.maya.contact, away, by=SETUP)
        late = Advocate(profile=made.maya.profile, contact=away, nominated_by=made.lucia)
        late.save(force_insert=True)
    made.run(minutes=11)
    with opened(made.workspace):
        late.refresh_from_db()
        assert late.merged_into == made.maya


def test_a_profile_made_meanwhile_follows_with_its_facts(made: Company) -> None:
    with opened(made.workspace):
        other = cast.deal("Kestrel NV", owner=made.ben).account
        merge_accounts(made.kestrel, other, by=SETUP)
        late = ReferenceProfile(account=other, visibility="masked")
        late.save(force_insert=True)
        Fact(profile=late, kind=FactKind.RESULT, value="Closes in two days", verified_by="Amara").save()
    made.run(minutes=11)
    with opened(made.workspace):
        assert not ReferenceProfile.objects.filter(pk=late.pk).exists()
        profile = ReferenceProfile.objects.get(account=made.kestrel)
        assert profile.visibility == "masked", "and the stricter holds"
        assert profile.facts.filter(value="Closes in two days").exists()


def test_an_edit_read_before_the_merge_neither_brings_it_back_nor_writes_over_it(made: Company) -> None:
    with opened(made.workspace):
        other = cast.customer("Kestrel Freight NV", owner=made.amara)
        change_account(other, by=SETUP, health="red")
        stale: dict[str, Any] = {
            name: Account.objects.get(pk=one.pk) for name, one in (("stays", made.kestrel), ("away", other))
        }
        merge_accounts(made.kestrel, other, by=SETUP)
        change_account(stale["stays"], by=actor_of(made.amara), city="Ghent")
        kestrel = Account.objects.get(pk=made.kestrel.pk)
        assert (kestrel.city, kestrel.health) == ("Ghent", "red")
        with pytest.raises(TooLate):
            change_account(stale["away"], by=actor_of(made.amara), city="Ghent")
        assert Account.objects.get(pk=other.pk).merged_into == made.kestrel
