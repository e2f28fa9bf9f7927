"""What was under way when two entries of one person or company were made one: it goes on, and nothing is told anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.errors import TooLate
from goodword.core.models import Event, SignedLink
from goodword.core.tenancy import opened
from goodword.desk.actions import Offer, accept_ask, approve_ask, undo, withdraw_request
from goodword.desk.models import Ask, ReferenceRequest
from goodword.directory.actions import add_contact
from goodword.directory.models import Account, Contact
from goodword.members.models import Member
from goodword.members.policy import Purpose, actor_of
from goodword.messages.actions.delivering import deliver
from goodword.messages.models import Message, MessageState
from goodword.messages.queries.outbox import may_read
from goodword.messages.reactions.call import booked as call_booked
from goodword.protection.actions.own_will import take_back, why_not
from goodword.references import actions as references
from goodword.references.models import Advocate, HelpKind, ReferenceProfile, Visibility
from goodword.references.queries import live_consents
from goodword.upkeep.actions import merge_accounts, merge_contacts, undo_merge
from tests import cast
from tests.cast import SETUP, Company, company
from tests.desk.steps import ask_of, asked, booked


@pytest.fixture
def made() -> Company:
    return company()


def twin(made: Company, **more: tuple[str, ...]) -> Advocate:
    """Return a second advocate at Kestrel who is Maya too."""
    return cast.advocate(made.kestrel, "Mayah Okafor", nominated_by=made.lucia, **more)


def now(advocate: Advocate) -> Advocate:
    return Advocate.objects.select_related("contact", "profile__account").get(pk=advocate.pk)


def asked_by_mail(made: Company) -> tuple[ReferenceRequest, Message]:
    """Bring a request to where the mail to Maya is written and waits for a polite hour."""
    need = asked(made)
    with opened(made.workspace):
        mail = Message.objects.get(kind="E07")
        waits = clock.now() + timedelta(hours=1)
        Message.objects.filter(pk=mail.pk).update(state=MessageState.QUEUED, due_at=waits, sent_at=None)
        mail.refresh_from_db()
    return need, mail


def sent(made: Company, mail: Message) -> Message:
    """Let the hour come at which a mail is due."""
    made.run(hours=2)
    deliver(made.workspace.pk, mail.pk)
    with opened(made.workspace):
        mail.refresh_from_db()
    return mail


def joined(made: Company, name: str = "M. Okafor") -> Contact:
    """Merge Maya into another entry of hers, which stays."""
    stays = add_contact(made.kestrel, name, by=SETUP, email="m.okafor@kestrel.example")
    merge_contacts(stays, made.maya.contact, by=SETUP)
    return stays


def test_a_mail_that_waited_goes_to_the_one_who_stays(made: Company) -> None:
    _need, mail = asked_by_mail(made)
    with opened(made.workspace):
        joined(made)
    mail = sent(made, mail)
    assert (mail.state, mail.last_error) == (MessageState.SENT, "")
    assert mail.to_address == "m.okafor@kestrel.example"


def test_a_mail_that_waited_goes_out_too_where_the_merge_was_undone(made: Company) -> None:
    _need, mail = asked_by_mail(made)
    with opened(made.workspace):
        stays = add_contact(made.kestrel, "M. Okafor", by=SETUP)
        undo_merge(merge_contacts(stays, made.maya.contact, by=SETUP), by=SETUP)
    mail = sent(made, mail)
    assert (mail.state, mail.to_address) == (MessageState.SENT, "maya@kestrel.example")


def test_a_link_of_somebody_else_still_keeps_a_mail_back(made: Company) -> None:
    _need, mail = asked_by_mail(made)
    with opened(made.workspace):
        ids = [kept["link"] for kept in mail.links.values() if "link" in kept]
        SignedLink.objects.filter(pk__in=ids).update(person_id=made.ingrid.contact_id)
        joined(made)
    mail = sent(made, mail)
    assert mail.state == MessageState.FAILED


def test_the_brief_of_a_booked_call_reaches_who_stays(made: Company) -> None:
    booked(made)
    with opened(made.workspace):
        stays = joined(made)
    made.run(days=5, hours=12)
    with opened(made.workspace):
        briefed = set(Message.objects.filter(kind="E10").values_list("person_id", flat=True))
        assert briefed == {stays.pk, made.daniel.pk}


def test_nobody_is_told_the_same_twice_as_two(made: Company) -> None:
    booked(made)
    with opened(made.workspace):
        joined(made)
        before = Message.objects.filter(kind="E09").count()
        call_booked(Event.objects.get(name="ask.booked"))
        assert Message.objects.filter(kind="E09").count() == before


def test_who_was_asked_as_the_other_hears_that_it_ended(made: Company) -> None:
    need = asked(made)
    with opened(made.workspace):
        stays = joined(made)
    made.run(minutes=11)
    with opened(made.workspace):
        withdraw_request(need, by=actor_of(made.ben))
    made.run(minutes=11)
    with opened(made.workspace):
        assert Message.objects.filter(kind="E09", person_id=stays.pk).exists()


def hidden(made: Company) -> Account:
    other = cast.customer("Kestrel Secret", owner=made.amara, deputy=made.lucia)
    references.set_visibility(ReferenceProfile.objects.get(account=other), Visibility.MASKED, by=SETUP)
    return other


def read_by(made: Company, who: Member, need: ReferenceRequest) -> set[str]:
    """Return the kinds of mails to owner and customer whose words a member may read."""
    mails = Message.objects.filter(kind__in=["E01", "E07"], thread=need.pk)
    return {mail.kind for mail in mails if may_read(mail, actor_of(who))}


@pytest.mark.parametrize("hidden_stays", [True, False])
def test_a_company_private_by_a_merge_has_its_old_mails_closed_at_once(made: Company, hidden_stays: bool) -> None:
    need = asked(made)
    with opened(made.workspace):
        other = hidden(made)
    made.run()
    with opened(made.workspace):
        assert read_by(made, made.ben, need) == {"E01", "E07"}
        stays, away = (other, made.kestrel) if hidden_stays else (made.kestrel, other)
        merge_accounts(stays, away, by=SETUP)
    made.run()
    with opened(made.workspace):
        assert read_by(made, made.ben, need) == set()
        assert read_by(made, made.priya, need) == {"E01", "E07"}


def test_a_profile_hidden_and_joined_before_anybody_heard_of_it_closes_the_mails_all_the_same(made: Company) -> None:
    need = asked(made)
    with opened(made.workspace):
        undo_merge(merge_accounts(made.kestrel, hidden(made), by=SETUP), by=SETUP)
        merge_accounts(made.kestrel, Account.objects.get(name="Kestrel Secret"), by=SETUP)
    made.run()
    with opened(made.workspace):
        assert read_by(made, made.ben, need) == set()


@pytest.mark.parametrize("hidden_stays", [True, False])
def test_a_person_private_by_a_merge_has_their_old_mails_closed_at_once(made: Company, hidden_stays: bool) -> None:
    need = asked(made)
    with opened(made.workspace):
        other = twin(made)
        by = cast.link_actor(Purpose.OWN_PAGE, other, other.contact)
        references.set_own_visibility(other, Visibility.MASKED, by=by)
        stays, away = (other, made.maya) if hidden_stays else (made.maya, other)
        merge_contacts(stays.contact, away.contact, by=SETUP)
    made.run()
    with opened(made.workspace):
        assert read_by(made, made.ben, need) == set()
        assert read_by(made, made.amara, need) == {"E01", "E07"}


def test_a_merge_of_two_who_may_be_named_closes_nothing(made: Company) -> None:
    asked(made)
    with opened(made.workspace):
        merge_accounts(made.kestrel, cast.customer("Kestrel Freight NV", owner=made.amara), by=SETUP)
        merge_contacts(made.maya.contact, twin(made).contact, by=SETUP)
    made.run()
    with opened(made.workspace):
        assert not Message.objects.filter(private=True).exists()


def test_a_customer_made_private_after_a_merge_has_the_mails_of_both_closed(made: Company) -> None:
    need = asked(made)
    with opened(made.workspace):
        other = cast.customer("Kestrel Freight NV", owner=made.amara, deputy=made.lucia)
        merge_accounts(other, made.kestrel, by=SETUP)
    made.run(minutes=11)
    with opened(made.workspace):
        references.set_visibility(ReferenceProfile.objects.get(account=other), Visibility.MASKED, by=SETUP)
    made.run()
    with opened(made.workspace):
        assert not Message.objects.filter(thread=need.pk, kind="E01", private=False).exists()


def test_a_yes_with_a_consent_given_as_the_other_can_be_taken_back(made: Company) -> None:
    with opened(made.workspace):
        claimed = cast.advocate(made.kestrel, "Mayra Okafor", nominated_by=made.lucia, kinds=(HelpKind.WRITTEN,))
        references.claim_consent(claimed, HelpKind.CALL, by=SETUP, evidence="a mail")
        need = made.request(claimed, times=[Offer(clock.now() + timedelta(days=20), "Europe/Amsterdam")])
        approve_ask(ask_of(need, claimed), by=actor_of(made.amara))
    made.run(minutes=11)
    with opened(made.workspace):
        ask, other = ask_of(need, claimed), twin(made)
        by = cast.as_customer(ask)
        accept_ask(ask, need.times.get(), by=by)
        yes = Event.objects.get(name="ask.accepted")
        assert yes.data["consent"]
        merge_contacts(other.contact, claimed.contact, by=SETUP)
        undo(yes, by=Actor.link(SignedLink.objects.get(pk=by.id)))
        ask = Ask.objects.get(pk=ask.pk)
        assert (ask.advocate, ask.state) == (other, "customer_pending")


def test_what_was_withdrawn_as_the_other_can_be_taken_back(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made, kinds=(HelpKind.WRITTEN,))
        by = cast.link_actor(Purpose.OWN_PAGE, other, other.contact)
        references.revoke_consent(other, HelpKind.WRITTEN, by=by)
        merge_contacts(made.maya.contact, other.contact, by=SETUP)
        revoked = Event.objects.get(name="consent.revoked")
        by = Actor.link(SignedLink.objects.get(pk=by.id))
        assert why_not(revoked, by) == ""
        take_back(revoked, by=by)
        assert HelpKind.WRITTEN in live_consents(now(made.maya))


@pytest.mark.parametrize("set_by_who_stays", [True, False])
def test_a_limit_taken_back_after_a_merge_does_not_pass_over_the_others(made: Company, set_by_who_stays: bool) -> None:
    with opened(made.workspace):
        other = twin(made)
        first, second = (made.maya, other) if set_by_who_stays else (other, made.maya)
        by = cast.link_actor(Purpose.OWN_PAGE, first, first.contact)
        references.set_dial(second, by=cast.link_actor(Purpose.OWN_PAGE, second, second.contact), per_year=1)
        references.set_dial(first, by=by, per_year=1)
        press = Event.objects.filter(name="dial.set", actor_id=by.id).get()
        merge_contacts(made.maya.contact, other.contact, by=SETUP)
        with pytest.raises(TooLate):
            take_back(press, by=Actor.link(SignedLink.objects.get(pk=by.id)))
        assert now(made.maya).dial_per_year == 1


def test_a_limit_is_taken_back_where_the_merge_joined_no_two_advocates(made: Company) -> None:
    with opened(made.workspace):
        by = cast.link_actor(Purpose.OWN_PAGE, made.maya, made.maya.contact)
        references.set_dial(made.maya, by=by, per_year=1)
        press = Event.objects.get(name="dial.set")
        joined(made)
        take_back(press, by=Actor.link(SignedLink.objects.get(pk=by.id)))
        assert now(made.maya).dial_per_year is None


def test_a_withdrawal_whose_follow_up_ran_late_still_ends_the_ask(made: Company) -> None:
    need = asked(made)
    with opened(made.workspace):
        stays = cast.advocate(made.kestrel, "Mayah Okafor", nominated_by=made.lucia, kinds=(HelpKind.WRITTEN,))
        by = cast.link_actor(Purpose.OWN_PAGE, made.maya, made.maya.contact)
        references.revoke_consent(now(made.maya), HelpKind.CALL, by=by)
        merge_contacts(stays.contact, now(made.maya).contact, by=SETUP)
        assert Ask.objects.get(need=need, state="customer_pending").advocate == stays
    made.run()
    with opened(made.workspace):
        assert not need.asks.filter(advocate=stays, state="customer_pending").exists()


def test_the_notice_of_a_limit_set_as_the_other_still_goes_out(made: Company) -> None:
    with opened(made.workspace):
        other = twin(made)
        by = cast.link_actor(Purpose.OWN_PAGE, other, other.contact)
        references.revoke_consent(other, HelpKind.CALL, by=by)
    made.run()
    with opened(made.workspace):
        merge_contacts(made.maya.contact, other.contact, by=SETUP)
    made.run(minutes=5)
    with opened(made.workspace):
        assert Message.objects.get(kind="E29").person_id == made.maya.contact_id


def test_nobody_is_reminded_of_a_proposal_that_was_merged_away(made: Company) -> None:
    with opened(made.workspace):
        away = add_contact(made.kestrel, "M. Okafor", by=SETUP)
        references.nominate(away, by=actor_of(made.amara))
        merge_contacts(made.maya.contact, away, by=SETUP)
    made.run(days=30)
    with opened(made.workspace):
        assert not Event.objects.filter(name="advocate.overdue").exists()
