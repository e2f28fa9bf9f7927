"""A private reference is known to managers and to those who look after the account, and to nobody else."""

from __future__ import annotations

import pytest

from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.directory.models import Account, Vocabulary
from goodword.members.models import Role
from goodword.members.policy import Purpose, actor_of
from goodword.proof.actions import add_story
from goodword.proof.policy import visible_stories
from goodword.references import actions
from goodword.references.models import Visibility
from goodword.references.policy import (
    may_know,
    may_know_account,
    visible_accounts,
    visible_advocates,
    visible_contacts,
    visible_profiles,
)
from goodword.references.queries import description_fit, face, suggested_description
from tests import cast
from tests.cast import Company, link_actor
from tests.references.people import company


def masked(tidewell: Company) -> None:
    profile = tidewell.maya.profile
    actions.set_visibility(profile, Visibility.MASKED, by=actor_of(tidewell.priya))
    tidewell.maya.profile.refresh_from_db()


def sees(by: Actor, tidewell: Company) -> bool:
    """Say whether the actor finds the private customer anywhere; all the doors must agree."""
    maya = tidewell.maya
    answers = {
        visible_accounts(by).filter(pk=tidewell.kestrel.pk).exists(),
        visible_contacts(by).filter(pk=maya.contact_id).exists(),
        visible_profiles(by).filter(pk=maya.profile_id).exists(),
        visible_advocates(by).filter(pk=maya.pk).exists(),
        may_know(by, maya),
        may_know_account(by, maya.profile),
        face(maya, by).known,
        visible_stories(by).exists(),
    }
    (answer,) = answers
    return answer


def test_managers_owner_deputy_and_informed_see_a_private_customer_and_other_colleagues_do_not() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        add_story(tidewell.maya.profile, by=cast.SETUP, title="How Kestrel closes", text="In two days.")
        kim = cast.member("Kim Sato", Role.OWNER)
        noa = cast.member("Noa Levi", Role.REP)
        directory.set_owners(tidewell.kestrel, by=cast.SETUP, owner=tidewell.amara, deputy=tidewell.lucia, informed=noa)
        everyone = [tidewell.ben, tidewell.amara, tidewell.lucia, tidewell.priya, tidewell.elin, tidewell.ada, kim, noa]
        tidewell.maya.profile.account.refresh_from_db()
        assert all(sees(actor_of(member), tidewell) for member in everyone)
        masked(tidewell)
        seeing = {member.first_name for member in everyone if sees(actor_of(member), tidewell)}
        assert seeing == {"Priya", "Amara", "Lucia", "Noa"}


def test_an_open_customer_stays_visible_beside_a_private_one() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        masked(tidewell)
        ben = actor_of(tidewell.ben)
        names = set(visible_accounts(ben).values_list("name", flat=True))
        assert names == {"Nordhaven Shipping", "Harbourline Logistics"}
        assert list(visible_advocates(ben)) == [tidewell.ingrid]


def test_a_person_who_is_private_at_an_open_company_is_hidden_as_a_reference() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        actions.set_own_visibility(maya, "masked", by=link_actor(Purpose.OWN_PAGE, maya, maya.contact))
        ben, amara = actor_of(tidewell.ben), actor_of(tidewell.amara)
        assert maya not in visible_advocates(ben) and maya in visible_advocates(amara)
        assert not may_know(ben, maya) and may_know(amara, maya)
        assert tidewell.kestrel in visible_accounts(ben)


def test_what_a_rep_is_shown_of_a_private_reference_is_the_description_and_nothing_else() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        masked(tidewell)
        shown = face(tidewell.maya, actor_of(tidewell.ben))
        told = f"{shown.person} {shown.company} {shown.title} {shown.label} {tidewell.maya.event_label}"
        assert shown.label == "A private reference"
        assert not any(word in told for word in ("Maya", "Okafor", "Kestrel", "Controller"))
        assert face(tidewell.maya, actor_of(tidewell.ben), released=True).company == "Kestrel Freight"
        assert face(tidewell.maya, actor_of(tidewell.amara)).label == "Maya Okafor, Group Controller, Kestrel Freight"


def test_a_link_opens_its_own_persons_company_and_no_other() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        masked(tidewell)
        own = link_actor(Purpose.OWN_PAGE, maya, maya.contact)
        assert list(visible_accounts(own)) == [tidewell.kestrel]
        assert list(visible_contacts(own)) == [maya.contact]
        assert list(visible_advocates(own)) == [maya]
        owner = link_actor(Purpose.OWNER_ANSWER, maya, tidewell.amara)
        assert maya in visible_advocates(owner) and tidewell.harbourline not in visible_accounts(owner)


def test_a_rep_cannot_nominate_at_a_customer_they_cannot_see() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        olu = directory.add_contact(tidewell.kestrel, "Olu Bright", by=cast.SETUP)
        masked(tidewell)
        with pytest.raises(NotAllowed) as refused:
            actions.nominate(olu, by=actor_of(tidewell.ben))
        assert "Kestrel" not in str(refused.value) and "Olu" not in str(refused.value)
        assert actions.nominate(olu, by=actor_of(tidewell.amara)).pk


def test_the_owner_makes_it_private_and_only_the_program_makes_it_known_again() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        profile = tidewell.maya.profile
        with pytest.raises(NotAllowed):
            actions.set_visibility(profile, "masked", by=actor_of(tidewell.ben))
        event = actions.set_visibility(profile, "masked", by=actor_of(tidewell.amara))
        assert event is not None and event.data == {"changed": {"visibility": ["colleagues", "masked"]}}
        assert event.subject_label != "Kestrel Freight"
        with pytest.raises(NotAllowed):
            actions.set_visibility(profile, "colleagues", by=actor_of(tidewell.amara))
        assert actions.set_visibility(profile, "colleagues", by=actor_of(tidewell.priya)) is not None
        assert actions.set_visibility(profile, "colleagues", by=actor_of(tidewell.priya)) is None


def described(count: int) -> Account:
    """Make `count` customers in Benelux logistics, and one in the Nordics; return the first."""
    europe = directory.term(Vocabulary.REGION, "Europe", by=cast.SETUP)
    benelux = directory.term(Vocabulary.REGION, "Benelux", by=cast.SETUP, parent=europe)
    nordics = directory.term(Vocabulary.REGION, "Nordics", by=cast.SETUP, parent=europe)
    logistics = directory.term(Vocabulary.INDUSTRY, "Logistics", by=cast.SETUP)
    first, *_ = (
        directory.add_account(f"Carrier {nth}", by=cast.SETUP, industry=logistics, region=benelux)
        for nth in range(count)
    )
    directory.add_account("Northern", by=cast.SETUP, industry=logistics, region=nordics)
    return first


def test_a_description_that_fits_three_customers_stands_and_one_that_fits_two_is_sent_back_with_what_works() -> None:
    with opened(cast.workspace()):
        account = described(2)
        profile = actions.start_profile(account, by=cast.SETUP)
        fields = ("industry", "region")
        with pytest.raises(Refused) as refused:
            actions.set_visibility(
                profile, "masked", by=cast.SETUP, description="A carrier in Benelux", described_by=fields
            )
        assert refused.value.code == "describes_too_few"
        assert "Only 2 customers fit" in str(refused.value)
        assert "Europe instead of Benelux: 3 fit." in str(refused.value)
        assert "without the region: 3 fit." in str(refused.value)
        wider = ("industry", "region_group")
        text = suggested_description(account, wider)
        assert text == "Logistics, Europe"
        actions.set_visibility(profile, "masked", by=cast.SETUP, description=text, described_by=wider)
        profile.refresh_from_db()
        assert (profile.visibility, profile.description) == ("masked", text)
        assert profile.described_by == ["industry", "region_group"]


def test_former_customers_and_prospects_give_no_cover() -> None:
    with opened(cast.workspace()):
        account = described(3)
        assert description_fit(account, ["region"]).enough
        other = Account.objects.get(name="Carrier 2")
        directory.change_account(other, by=cast.SETUP, status=Account.Status.FORMER)
        assert description_fit(account, ["region"]).count == 2


def test_a_description_cannot_be_drawn_from_what_is_not_known() -> None:
    with opened(cast.workspace()):
        account = described(5)
        assert description_fit(account, ["industry"]).count == 6
        assert description_fit(account, ["industry", "size_band"]).count == 0


def test_a_description_with_the_name_in_it_is_refused() -> None:
    with opened(cast.workspace()):
        account = described(4)
        directory.add_contact(account, "Maya Okafor", by=cast.SETUP)
        profile = actions.start_profile(account, by=cast.SETUP)
        for text in ("carrier  0 in Benelux", "Where Maya Okafor works"):
            with pytest.raises(Refused) as refused:
                actions.set_visibility(profile, "masked", by=cast.SETUP, description=text, described_by=["region"])
            assert refused.value.code == "describes_by_name"


def test_hiding_a_customer_never_waits_for_a_good_description() -> None:
    with opened(cast.workspace()):
        profile = actions.start_profile(described(1), by=cast.SETUP)
        actions.set_visibility(profile, "masked", by=Actor.importer("old system"))
        profile.refresh_from_db()
        assert (profile.visibility, profile.description) == ("masked", "")
