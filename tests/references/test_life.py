from __future__ import annotations

import pytest

from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.directory.models import Contact
from goodword.members.policy import Purpose, actor_of
from goodword.references import actions
from goodword.references.models import Advocate, AdvocateState, Consent, HelpKind, ReferenceProfile
from goodword.references.queries import consents_of
from tests import cast
from tests.cast import Company, link_actor
from tests.references.people import company


def newcomer(tidewell: Company, name: str = "Olu Bright", email: str = "olu@kestrel.example") -> Contact:
    return directory.add_contact(tidewell.kestrel, name, by=cast.SETUP, email=email)


def invited(tidewell: Company, contact: Contact) -> Advocate:
    advocate = actions.nominate(contact, by=actor_of(tidewell.ben))
    actions.invite(advocate, by=actor_of(tidewell.amara))
    return advocate


def test_an_advocate_comes_to_be_by_nomination_invitation_and_their_own_yes() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        contact = newcomer(tidewell)
        advocate = actions.nominate(contact, by=actor_of(tidewell.ben), because=["great results", " great  results"])
        assert (advocate.state, advocate.nominated_by, advocate.nominated_because) == (
            AdvocateState.NOMINATED,
            tidewell.ben,
            ["great results"],
        )
        actions.qualify(advocate, by=actor_of(tidewell.priya))
        actions.invite(advocate, by=actor_of(tidewell.amara))
        olu = link_actor(Purpose.INVITATION, advocate, contact)
        actions.accept_invitation(
            advocate, [HelpKind.CALL, HelpKind.WRITTEN], by=olu, per_year=3, off_limits=["Pricing"], languages=["en"]
        )
        advocate.refresh_from_db()
        assert (advocate.state, advocate.dial_per_year, advocate.off_limits) == (AdvocateState.ACTIVE, 3, ["Pricing"])
        agreed = consents_of(advocate)
        assert {kind: one.act for kind, one in agreed.items()} == {
            HelpKind.CALL: Consent.Act.GIVEN,
            HelpKind.WRITTEN: Consent.Act.GIVEN,
        }
        assert agreed[HelpKind.CALL].wording.startswith("Tidewell may ask me to talk with a possible customer")
        assert agreed[HelpKind.CALL].evidence.startswith("invitation link")
        names = list(Event.objects.filter(subject_id=advocate.pk).values_list("name", flat=True))
        assert names == ["advocate.nominated", "advocate.qualified", "advocate.invited", "advocate.active"]


def test_nobody_else_can_say_yes_for_a_person() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        contact = newcomer(tidewell)
        advocate = invited(tidewell, contact)
        other = link_actor(Purpose.INVITATION, advocate, tidewell.maya.contact)
        with pytest.raises(NotAllowed):
            actions.accept_invitation(advocate, [HelpKind.CALL], by=other)
        wrong_page = link_actor(Purpose.DEBRIEF, advocate, contact)
        with pytest.raises(NotAllowed):
            actions.accept_invitation(advocate, [HelpKind.CALL], by=wrong_page)
        own = link_actor(Purpose.INVITATION, advocate, contact)
        assert actions.accept_invitation(advocate, [HelpKind.CALL], by=own).state_to == AdvocateState.ACTIVE


def test_a_yes_names_at_least_one_kind_and_counts_once() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        contact = newcomer(tidewell)
        advocate = invited(tidewell, contact)
        olu = link_actor(Purpose.INVITATION, advocate, contact)
        with pytest.raises(Refused) as refused:
            actions.accept_invitation(advocate, [], by=olu)
        assert refused.value.code == "no_kind"
        actions.accept_invitation(advocate, [HelpKind.CALL], by=olu)
        with pytest.raises(TooLate):
            actions.accept_invitation(advocate, [HelpKind.CALL], by=olu)
        assert advocate.consents.count() == 1


def test_what_a_colleague_writes_down_is_a_claim_with_its_evidence_and_never_a_consent() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        advocate = actions.nominate(newcomer(tidewell), by=actor_of(tidewell.amara))
        with pytest.raises(Refused) as refused:
            actions.accept_invitation(advocate, [HelpKind.CALL], by=actor_of(tidewell.amara))
        assert refused.value.code == "no_evidence"
        advocate.refresh_from_db()
        with pytest.raises(NotAllowed):
            actions.accept_invitation(advocate, [HelpKind.CALL], by=actor_of(tidewell.ben), evidence="He told me")
        actions.accept_invitation(
            advocate,
            [HelpKind.CALL],
            by=actor_of(tidewell.amara),
            evidence="Signed form of 3 May",
        )
        consent = consents_of(advocate)[HelpKind.CALL]
        assert (consent.act, consent.evidence) == (Consent.Act.CLAIMED, "Signed form of 3 May")
        assert advocate.state == AdvocateState.ACTIVE


def test_someone_writing_it_down_cannot_loosen_what_an_import_brought_along() -> None:
    tidewell = company()
    crm = Actor.importer("old system")
    with opened(tidewell.workspace):
        advocate = actions.nominate(newcomer(tidewell), by=crm)
        actions.set_dial(advocate, by=crm, per_year=1)
        actions.set_off_limits(advocate, ["Pricing"], by=crm)
        actions.set_own_visibility(advocate, "masked", by=crm)
        actions.accept_invitation(
            advocate, [HelpKind.CALL], by=actor_of(tidewell.amara), evidence="A mail", per_year=4, off_limits=["Audit"]
        )
        assert (advocate.dial_per_year, advocate.off_limits, advocate.visibility) == (1, ["Pricing", "Audit"], "masked")


def test_a_looser_limit_written_down_takes_no_stricter_one_along() -> None:
    tidewell = company()
    crm = Actor.importer("old system")
    with opened(tidewell.workspace):
        advocate = actions.nominate(newcomer(tidewell), by=crm)
        actions.set_dial(advocate, by=crm, per_year=1, gap_days=30)
        amara, limits = actor_of(tidewell.amara), {"per_year": 4, "per_quarter": 1, "gap_days": 90}
        actions.accept_invitation(advocate, [HelpKind.CALL], by=amara, evidence="A mail", **limits)
        assert (advocate.dial_per_year, advocate.dial_per_quarter, advocate.dial_gap_days) == (1, 1, 90)


def test_an_invitation_needs_an_address_and_a_person_who_still_works_there() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        silent = actions.nominate(newcomer(tidewell, email=""), by=actor_of(tidewell.ben))
        with pytest.raises(Refused) as refused:
            actions.invite(silent, by=actor_of(tidewell.amara))
        assert refused.value.code == "no_address"
        directory.change_contact(silent.contact, by=cast.SETUP, email="olu@kestrel.example")
        assert actions.invite(silent, by=actor_of(tidewell.amara)).name == "advocate.invited"
        gone = newcomer(tidewell, "Gone Away", "gone@kestrel.example")
        directory.change_contact(gone, by=cast.SETUP, left_on=cast.MORNING.date())
        with pytest.raises(Refused) as refused:
            actions.nominate(gone, by=actor_of(tidewell.ben))
        assert refused.value.code == "contact_left"


def test_only_those_who_look_after_the_account_invite() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        advocate = actions.nominate(newcomer(tidewell), by=actor_of(tidewell.ben))
        with pytest.raises(NotAllowed):
            actions.invite(advocate, by=actor_of(tidewell.ben))
        assert actions.invite(advocate, by=actor_of(tidewell.lucia)).name == "advocate.invited"


def test_an_invitation_nobody_answers_lapses_after_thirty_days_and_not_before() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        contact = newcomer(tidewell)
        advocate = invited(tidewell, contact)
    tidewell.run(days=29)
    with opened(tidewell.workspace):
        advocate.refresh_from_db()
        assert advocate.state == AdvocateState.INVITED
    tidewell.run(days=2)
    with opened(tidewell.workspace):
        advocate.refresh_from_db()
        assert advocate.state == AdvocateState.LAPSED
        own = link_actor(Purpose.INVITATION, advocate, contact)
        with pytest.raises(TooLate):
            actions.accept_invitation(advocate, [HelpKind.CALL], by=own)
        assert actions.nominate(contact, by=actor_of(tidewell.ben)).state == AdvocateState.NOMINATED


def test_a_second_invitation_has_its_own_thirty_days() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        contact = newcomer(tidewell)
        advocate = invited(tidewell, contact)
        actions.decline_invitation(advocate, by=link_actor(Purpose.INVITATION, advocate, contact))
    tidewell.run(days=20)
    with opened(tidewell.workspace):
        actions.invite(advocate, by=actor_of(tidewell.priya))
    tidewell.run(days=15)
    with opened(tidewell.workspace):
        advocate.refresh_from_db()
        assert advocate.state == AdvocateState.INVITED


def test_who_says_no_is_invited_again_by_the_program_alone_and_after_never_by_nobody() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        contact = newcomer(tidewell)
        advocate = invited(tidewell, contact)
        actions.decline_invitation(advocate, by=link_actor(Purpose.INVITATION, advocate, contact))
        with pytest.raises(NotAllowed):
            actions.invite(advocate, by=actor_of(tidewell.amara))
        actions.invite(advocate, by=actor_of(tidewell.priya))
        actions.decline_invitation(advocate, by=link_actor(Purpose.INVITATION, advocate, contact), never=True)
        with pytest.raises(Refused) as refused:
            actions.invite(advocate, by=actor_of(tidewell.priya))
        assert refused.value.code == "never"


def test_leaving_withdraws_everything_and_only_a_new_invitation_brings_back() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        own_page = link_actor(Purpose.OWN_PAGE, maya, maya.contact)
        actions.give_consent(maya, HelpKind.QUOTE, by=own_page)
        event = actions.leave(maya, by=own_page)
        assert (event.name, sorted(event.data["kinds"])) == ("advocate.left", [HelpKind.CALL, HelpKind.QUOTE])
        assert {one.act for one in consents_of(maya).values()} == {Consent.Act.REVOKED}
        with pytest.raises(Refused) as refused:
            actions.give_consent(maya, HelpKind.CALL, by=own_page)
        assert refused.value.code == "left"
        with pytest.raises(Refused):
            actions.claim_consent(maya, HelpKind.CALL, by=actor_of(tidewell.amara), evidence="She came round")
        actions.invite(maya, by=actor_of(tidewell.priya))
        actions.accept_invitation(maya, [HelpKind.CALL], by=link_actor(Purpose.INVITATION, maya, maya.contact))
        assert consents_of(maya)[HelpKind.CALL].act == Consent.Act.GIVEN


def test_a_colleague_other_than_the_program_cannot_take_someone_out() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        with pytest.raises(NotAllowed):
            actions.leave(tidewell.maya, by=actor_of(tidewell.amara))
        assert actions.leave(tidewell.maya, by=actor_of(tidewell.priya)).state_to == AdvocateState.LEFT


def test_someone_who_helps_already_cannot_be_nominated_again() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        with pytest.raises(Refused) as refused:
            actions.nominate(tidewell.maya.contact, by=actor_of(tidewell.ben))
        assert refused.value.code == "advocate_exists"
        one = actions.nominate(newcomer(tidewell), by=actor_of(tidewell.ben))
        actions.not_a_fit(one, by=actor_of(tidewell.priya), why="Too new")
        assert actions.nominate(one.contact, by=actor_of(tidewell.ben)).pk == one.pk


def test_a_nomination_starts_the_companys_profile() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        bluefern = directory.add_account("Bluefern", by=cast.SETUP)
        ana = directory.add_contact(bluefern, "Ana Reis", by=cast.SETUP, email="ana@bluefern.example")
        before = Event.objects.count()
        actions.nominate(ana, by=actor_of(tidewell.ben))
        assert ReferenceProfile.objects.filter(account=bluefern).exists()
        assert Event.objects.count() == before + 1


def test_two_answers_to_one_invitation_count_once() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        contact = newcomer(tidewell)
        advocate = invited(tidewell, contact)
        olu, twin_tab = link_actor(Purpose.INVITATION, advocate, contact), Advocate.objects.get(pk=advocate.pk)
        actions.decline_invitation(advocate, by=olu)
        with pytest.raises(TooLate):
            actions.accept_invitation(twin_tab, [HelpKind.CALL], by=olu)
        assert twin_tab.consents.count() == 0
