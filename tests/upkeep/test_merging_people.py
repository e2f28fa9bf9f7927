"""Two entries of one person made one: nothing is loosened, everything counts on, and it can be undone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from goodword.core import clock
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event, SignedLink
from goodword.core.tenancy import opened
from goodword.desk.models import Ask, Attendee
from goodword.directory.actions import add_contact, change_contact
from goodword.directory.models import Contact, OpportunityContact
from goodword.members.policy import Purpose, actor_of
from goodword.protection.actions import log_elsewhere, pause
from goodword.protection.models import Hold, Reservation
from goodword.protection.queries import history, load_of, rest_of, verdicts
from goodword.references import actions as references
from goodword.references.models import Advocate, Consent, HelpKind, Visibility
from goodword.references.queries import consents_of, how_many_agree, live_consents, voices
from goodword.upkeep.actions import look_at_merge, merge_contacts, undo_merge
from tests import cast
from tests.cast import SETUP, Company, company, link_actor
from tests.protection.people import asked, call_with, reserve


@pytest.fixture
def made() -> Company:
    return company()


def another(made: Company, name: str = "M. Okafor", **fields: str) -> Contact:
    return add_contact(made.kestrel, name, by=SETUP, **fields)


def twin(made: Company, **more: Any) -> Advocate:
    """Return a second advocate at Kestrel who is Maya too."""
    return cast.advocate(made.kestrel, "Mayah Okafor", nominated_by=made.lucia, **more)


def test_what_pointed_to_one_points_to_the_other(made: Company) -> None:
    with opened(made.workspace):
        away = another(made, email="m@kestrel.example", phone="+32 1")
        OpportunityContact(opportunity=made.deal, contact=away, position=3).save()
        merge_contacts(made.maya.contact, away, by=actor_of(made.amara))
        maya, gone = Contact.objects.get(pk=made.maya.contact_id), Contact.objects.get(pk=away.pk)
        assert maya.phone == "+32 1" and maya.email == "maya@kestrel.example"
        assert gone.merged_into == maya
        assert maya.provenance["phone"]["source"] == "hand"
        assert made.deal.contact_rows.filter(contact=maya).exists()
        event = Event.objects.get(name="contact.merged")
        assert event.data["taken"] == ["phone"] and "m@kestrel" not in str(event.data)


def test_the_advocate_goes_along_with_everything_they_agreed_to(made: Company) -> None:
    with opened(made.workspace):
        stays = another(made)
        merge_contacts(stays, made.maya.contact, by=actor_of(made.amara))
        maya = Advocate.objects.get(pk=made.maya.pk)
        assert maya.contact == stays and HelpKind.CALL in live_consents(maya)


def test_what_both_gave_counts_for_one(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        for one, days in ((made.maya, 40), (other, 60)):
            log_elsewhere(one, HelpKind.CALL, by=SETUP, on=clock.now().date() - timedelta(days=days))
        assert load_of([made.maya], clock.now())[made.maya.pk].used == "1"
        merge_contacts(made.maya.contact, other.contact, by=SETUP)
        maya = Advocate.objects.get(pk=made.maya.pk)
        assert load_of([maya], clock.now())[maya.pk].used == "2"
        assert len(history(maya)) == 2
        with pytest.raises(Refused) as no:
            reserve(made, maya)
        assert no.value.code == "limit_default_quarter"


def test_the_days_since_the_last_call_are_those_of_either(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        log_elsewhere(other, HelpKind.CALL, by=SETUP, on=clock.now().date() - timedelta(days=3))
        assert rest_of([made.maya], clock.now())[made.maya.pk].level == 5
        merge_contacts(made.maya.contact, other.contact, by=SETUP)
        assert rest_of([Advocate.objects.get(pk=made.maya.pk)], clock.now())[made.maya.pk].level == 0


def test_nobody_asks_the_one_who_went(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        stale = Advocate.objects.select_related("contact", "profile__account").get(pk=other.pk)
        merge_contacts(made.maya.contact, other.contact, by=SETUP)
        assert [one.pk for one in voices([HelpKind.CALL], clock.now()) if one.profile_id == made.maya.profile_id] == [
            made.maya.pk
        ]
        other.refresh_from_db()
        assert not verdicts([other], call_with(made), clock.now())[other.pk].allowed
        with pytest.raises(TooLate):
            reserve(made, stale)
        reserve(made, Advocate.objects.get(pk=made.maya.pk))


def test_the_stricter_of_what_they_set_holds(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        by = link_actor(Purpose.OWN_PAGE, made.maya, made.maya.contact)
        references.set_dial(made.maya, by=by, per_year=3)
        by = link_actor(Purpose.OWN_PAGE, other, other.contact)
        references.set_dial(other, by=by, per_year=1, gap_days=90)
        references.set_off_limits(other, ["Prices"], by=by)
        references.set_own_visibility(other, Visibility.MASKED, by=by)
        pause(other, by=by, until=date(2027, 6, 1))
        merge_contacts(made.maya.contact, other.contact, by=SETUP)
        maya = Advocate.objects.get(pk=made.maya.pk)
        assert (maya.dial_per_year, maya.dial_gap_days, maya.visibility) == (1, 90, "masked")
        assert "Prices" in maya.off_limits
        assert rest_of([maya], clock.now())[maya.pk].level == 0
        assert Hold.objects.get().advocate == maya


@pytest.mark.parametrize("stays_withdrew", [True, False])
def test_a_withdrawal_of_either_holds_against_what_was_claimed(made: Company, stays_withdrew: bool) -> None:
    with opened(made.workspace):
        other = twin(made)
        withdrew, claimed = (made.maya, other) if stays_withdrew else (other, made.maya)
        by = link_actor(Purpose.OWN_PAGE, withdrew, withdrew.contact)
        references.give_consent(withdrew, HelpKind.QUOTE, by=by)
        references.revoke_consent(withdrew, HelpKind.QUOTE, by=by)
        references.claim_consent(claimed, HelpKind.QUOTE, by=SETUP, evidence="a mail")
        assert HelpKind.QUOTE in live_consents(claimed)
        merge_contacts(made.maya.contact, other.contact, by=SETUP)
        maya = Advocate.objects.get(pk=made.maya.pk)
        assert consents_of(maya)[HelpKind.QUOTE].act == Consent.Act.REVOKED
        agreeing = how_many_agree(Advocate.objects.standing(), clock.now())
        assert HelpKind.QUOTE not in agreeing and agreeing[HelpKind.CALL] == 2, "Maya once, and Ingrid"
        assert made.maya not in voices([HelpKind.QUOTE], clock.now())
        with pytest.raises(Refused):
            references.claim_consent(maya, HelpKind.QUOTE, by=SETUP, evidence="another mail")
        by = link_actor(Purpose.OWN_PAGE, maya, maya.contact)
        references.give_consent(maya, HelpKind.QUOTE, by=by)
        assert made.maya in voices([HelpKind.QUOTE], clock.now()), "they themselves can agree again"


def test_what_was_agreed_as_the_other_can_be_withdrawn(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made, kinds=(HelpKind.CALL, HelpKind.WRITTEN))
        merge_contacts(made.maya.contact, other.contact, by=SETUP)
        maya = Advocate.objects.select_related("contact", "profile__account").get(pk=made.maya.pk)
        assert HelpKind.WRITTEN in live_consents(maya)
        by = link_actor(Purpose.OWN_PAGE, maya, maya.contact)
        assert references.revoke_consent(maya, HelpKind.WRITTEN, by=by) is not None
        assert HelpKind.WRITTEN not in live_consents(maya)


def test_a_link_in_a_mail_goes_on_working(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        by = link_actor(Purpose.OWN_PAGE, other, other.contact)
        merge_contacts(made.maya.contact, other.contact, by=SETUP)
        link = SignedLink.objects.get(pk=by.id)
        assert (link.person_id, link.subject_id) == (made.maya.contact_id, made.maya.pk)


def test_two_who_are_both_being_asked_are_not_merged(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        first = asked(made, made.maya)
        reserve(made, other)
        with pytest.raises(Refused, match="being asked as both"):
            merge_contacts(made.maya.contact, other.contact, by=SETUP)
        Reservation.objects.filter(ask_id=first).update(released_at=clock.now())
        assert look_at_merge(made.maya.contact, other.contact, by=SETUP).why_not == ()


def test_an_open_ask_that_would_break_a_limit_stands_in_the_way(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        log_elsewhere(other, HelpKind.CALL, by=SETUP, on=clock.now().date() - timedelta(days=3))
        ask_id = asked(made, made.maya)
        (why,) = look_at_merge(made.maya.contact, other.contact, by=SETUP).why_not
        assert "could not be any more" in why
        with pytest.raises(Refused, match="could not be any more"):
            merge_contacts(made.maya.contact, other.contact, by=SETUP)
        Reservation.objects.filter(ask_id=ask_id).update(released_at=clock.now())
        merge_contacts(made.maya.contact, other.contact, by=SETUP)


def test_who_left_as_one_of_two_is_not_brought_back_by_the_other(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        references.leave(other, by=link_actor(Purpose.OWN_PAGE, other, other.contact))
        with pytest.raises(Refused, match="said no or left"):
            merge_contacts(made.maya.contact, other.contact, by=SETUP)


def test_the_one_who_takes_part_is_kept(made: Company) -> None:
    with opened(made.workspace):
        proposed = references.nominate(another(made), by=SETUP)
        with pytest.raises(Refused, match="further on"):
            merge_contacts(proposed.contact, made.maya.contact, by=SETUP)
        merge_contacts(made.maya.contact, proposed.contact, by=SETUP)


def test_somebody_at_another_company_keeps_their_history_there(made: Company) -> None:
    with opened(made.workspace):
        with pytest.raises(Refused, match="in the program as somebody at Kestrel"):
            merge_contacts(made.daniel, made.maya.contact, by=SETUP)
        merge_contacts(made.maya.contact, made.daniel, by=SETUP)
        assert made.deal.contacts.get() == made.maya.contact


def test_looking_changes_nothing(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        before = list(Contact.objects.order_by("pk").values())
        seen = look_at_merge(made.maya.contact, other.contact, by=actor_of(made.amara))
        assert seen.why_not == () and seen.rest is not None
        assert list(Contact.objects.order_by("pk").values()) == before
        assert not Event.objects.filter(name="contact.merged").exists()


def test_an_undo_puts_everything_back(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        OpportunityContact(opportunity=made.deal, contact=other.contact, position=3).save()
        OpportunityContact(opportunity=made.deal, contact=made.maya.contact, position=4).save()
        tables = (Contact, Advocate, OpportunityContact, SignedLink, Attendee, Ask, Hold, Reservation)
        before = {table: list(table.objects.order_by("pk").values()) for table in tables}
        chosen = ["name", "email", "job_title"]
        merge = merge_contacts(made.maya.contact, other.contact, by=actor_of(made.amara), chosen=chosen)
        assert Contact.objects.get(pk=made.maya.contact_id).name == "Mayah Okafor"
        undo_merge(merge, by=actor_of(made.amara))
        assert {table: list(table.objects.order_by("pk").values()) for table in tables} == before
        with pytest.raises(TooLate):
            undo_merge(merge, by=actor_of(made.amara))


def test_after_ten_minutes_it_stands_and_nothing_personal_is_kept_of_it(made: Company) -> None:
    with opened(made.workspace):
        merge = merge_contacts(made.maya.contact, another(made, phone="+32 1"), by=SETUP)
        assert "+32 1" in str(merge.kept)
    made.run(minutes=11)
    with opened(made.workspace):
        merge.refresh_from_db()
        assert merge.kept == {}
        with pytest.raises(TooLate):
            undo_merge(merge, by=SETUP)


def test_what_was_done_since_is_not_torn_apart(made: Company) -> None:
    with opened(made.workspace):
        merge = merge_contacts(made.maya.contact, another(made), by=SETUP)
        change_contact(Contact.objects.get(pk=made.maya.contact_id), phone="+32 9", by=SETUP)
        with pytest.raises(Refused, match="done with them since"):
            undo_merge(merge, by=SETUP)


def test_what_was_written_for_the_one_who_went_follows(made: Company) -> None:
    with opened(made.workspace):
        away = another(made)
        merge_contacts(made.maya.contact, away, by=SETUP)
        OpportunityContact(opportunity=made.deal, contact=away, position=3).save()
    made.run(minutes=11)
    with opened(made.workspace):
        assert made.deal.contact_rows.filter(contact=made.maya.contact_id).exists()


def test_merged_again_the_first_is_the_last(made: Company) -> None:
    with opened(made.workspace):
        first, second = another(made), another(made, "Maja Okafor")
        merge_contacts(second, first, by=SETUP)
        merge = merge_contacts(made.maya.contact, second, by=SETUP)
        first.refresh_from_db()
        assert first.merged_into_id == made.maya.contact_id
        undo_merge(merge, by=SETUP)
        first.refresh_from_db()
        assert first.merged_into_id == second.pk
        with pytest.raises(TooLate):
            merge_contacts(first, made.maya.contact, by=SETUP)


def test_only_who_may_change_both_merges_them(made: Company) -> None:
    with opened(made.workspace):
        away = another(made)
        with pytest.raises(NotAllowed):
            merge_contacts(made.maya.contact, away, by=actor_of(made.ben))
        with pytest.raises(NotAllowed):
            look_at_merge(made.maya.contact, away, by=actor_of(made.ben))
        merge = merge_contacts(made.maya.contact, away, by=actor_of(made.amara))
        with pytest.raises(NotAllowed):
            undo_merge(merge, by=actor_of(made.lucia))
        undo_merge(merge, by=actor_of(made.priya))
