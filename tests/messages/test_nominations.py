"""Owner and nominator hear how an invitation was answered; owner and program hear that somebody left."""

from __future__ import annotations

from goodword.core import jobs
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.members.policy import Purpose, actor_of
from goodword.messages.models import Message, MessageState
from goodword.protection.actions.own_will import take_back
from goodword.references import actions as references
from goodword.references.models import Advocate, Visibility
from tests import cast
from tests.cast import Company


def invited(company: Company) -> Advocate:
    """Have Ben propose Noor at Kestrel Freight and the program invite her."""
    contact = directory.add_contact(
        company.kestrel, "Noor Haddad", by=cast.SETUP, email="noor@kestrel.example", time_zone="Europe/Brussels"
    )
    noor = references.nominate(contact, by=actor_of(company.ben), because=["great results"])
    references.invite(noor, by=actor_of(company.priya))
    return noor


def told(company: Company, kind: str) -> dict[str, Message]:
    with opened(company.workspace):
        sent = Message.objects.filter(kind=kind, state=MessageState.SENT, event__subject_label__contains="Noor")
        return {mail.to_name.split()[0]: mail for mail in sent}


def test_owner_and_nominator_hear_of_a_yes() -> None:
    company = cast.company()
    with opened(company.workspace):
        noor = invited(company)
        holder = cast.link_actor(Purpose.INVITATION, noor, noor.contact)
        references.accept_invitation(noor, ["call", "written"], by=holder)
    company.run(minutes=5)
    mails = told(company, "E30")
    assert set(mails) == {"Amara", "Ben"}
    assert mails["Ben"].subject == "Noor at Kestrel Freight will help"
    assert "Noor Haddad at Kestrel Freight said yes to: Reference call, Written answers." in mails["Ben"].text
    assert "Thank you for thinking of them." in mails["Ben"].text
    assert "is in your care" in mails["Amara"].text


def test_who_enrolled_somebody_by_hand_is_not_told_of_it() -> None:
    company = cast.company()
    with opened(company.workspace):
        noor = invited(company)
        references.accept_invitation(noor, ["call"], by=actor_of(company.amara), evidence="by mail, 1 Feb")
    company.run(minutes=5)
    assert told(company, "E30") == {}


def test_a_no_is_told_without_a_reason_when_it_can_not_be_taken_back_any_more() -> None:
    company = cast.company()
    with opened(company.workspace):
        noor = invited(company)
        references.decline_invitation(noor, by=cast.link_actor(Purpose.INVITATION, noor, noor.contact), never=True)
    company.run(minutes=5)
    assert told(company, "E30") == {}
    company.run(minutes=10)
    mails = told(company, "E30")
    assert set(mails) == {"Amara", "Ben"}
    assert "asked not to be invited again" in mails["Ben"].text


def test_a_no_that_was_taken_back_is_never_told() -> None:
    company = cast.company()
    with opened(company.workspace):
        noor = invited(company)
        holder = cast.link_actor(Purpose.INVITATION, noor, noor.contact)
        take_back(references.decline_invitation(noor, by=holder), by=holder)
    company.run(minutes=30)
    assert told(company, "E30") == {}


def test_a_nominator_is_not_told_the_name_of_somebody_private() -> None:
    company = cast.company()
    with opened(company.workspace):
        noor = invited(company)
        holder = cast.link_actor(Purpose.INVITATION, noor, noor.contact)
        references.accept_invitation(noor, ["call"], by=holder, visibility=Visibility.MASKED)
    company.run(minutes=5)
    with opened(company.workspace):
        ben = Message.objects.get(kind="E30", person_id=company.ben.pk)
        amara = Message.objects.get(kind="E30", person_id=company.amara.pk, about_id=noor.pk)
    for words in (ben.subject, ben.text, ben.html):
        assert "Noor" not in words and "Kestrel" not in words
    assert ben.subject == "Somebody you proposed will help"
    assert "Noor" in amara.subject and amara.private


def test_whoever_proposed_somebody_hears_that_it_came_to_nothing_and_why() -> None:
    company = cast.company()
    with opened(company.workspace):
        contact = directory.add_contact(company.kestrel, "Noor Haddad", by=cast.SETUP, email="noor@kestrel.example")
        noor = references.nominate(contact, by=actor_of(company.ben))
        references.not_a_fit(noor, by=actor_of(company.priya), why="She moves to another team in May.")
    company.run(minutes=5)
    assert not told(company, "E30"), "it may yet be taken back"
    company.run(minutes=10)
    mails = told(company, "E30")
    assert set(mails) == {"Ben"} and "She moves to another team in May." in mails["Ben"].text


def test_who_may_not_know_a_private_customer_reads_nothing_a_colleague_wrote_of_them() -> None:
    company = cast.company()
    with opened(company.workspace):
        contact = directory.add_contact(company.kestrel, "Noor Haddad", by=cast.SETUP, email="noor@kestrel.example")
        noor = references.nominate(contact, by=actor_of(company.ben))
        references.set_visibility(noor.profile, Visibility.MASKED, by=cast.SETUP, described_by=["industry"])
        references.not_a_fit(noor, by=actor_of(company.priya), why="Kestrel Freight is being sold.")
    company.run(minutes=15)
    with opened(company.workspace):
        ben = Message.objects.get(kind="E30", to_name="Ben Whitlock", state=MessageState.SENT)
    for words in (ben.subject, ben.text, ben.html):
        assert "Kestrel" not in words and "being sold" not in words


def test_nobody_hears_of_a_no_that_was_taken_back() -> None:
    company = cast.company()
    with opened(company.workspace):
        contact = directory.add_contact(company.kestrel, "Noor Haddad", by=cast.SETUP, email="noor@kestrel.example")
        noor = references.nominate(contact, by=actor_of(company.ben))
        event = references.not_a_fit(noor, by=actor_of(company.priya), why="Too new")
        references.take_back_decision(event, by=actor_of(company.priya))
    company.run(minutes=15)
    assert not told(company, "E30")


def test_owner_and_program_hear_that_somebody_left_and_what_becomes_of_what_was_open() -> None:
    company = cast.company()
    with opened(company.workspace):
        company.request()
    company.run(minutes=5)
    with opened(company.workspace):
        references.leave(company.maya, by=cast.link_actor(Purpose.OWN_PAGE, company.maya, company.maya.contact))
    company.run(minutes=5)
    assert mails_of_leaving(company) == {}
    company.run(minutes=10)
    mails = mails_of_leaving(company)
    assert set(mails) == {"Amara", "Priya"}
    assert mails["Amara"].subject == "Maya at Kestrel Freight left the program"
    assert "Harbourline Logistics: the question has ended. The next best is looked for." in mails["Amara"].text


def test_a_leaving_taken_back_at_once_is_not_told_and_one_taken_back_later_is_told_again() -> None:
    company = cast.company()
    with opened(company.workspace):
        holder = cast.link_actor(Purpose.OWN_PAGE, company.maya, company.maya.contact)
        take_back(references.leave(company.maya, by=holder), by=holder)
    company.run(minutes=30)
    assert mails_of_leaving(company) == {}
    with opened(company.workspace):
        company.maya.refresh_from_db()
        event = references.leave(company.maya, by=holder)
    company.run(hours=1)
    assert set(mails_of_leaving(company)) == {"Amara", "Priya"}
    with opened(company.workspace):
        take_back(event, by=cast.link_actor(Purpose.TAKE_BACK, event, company.maya.contact))
    jobs.run_due(company.workspace)
    with opened(company.workspace):
        back = Message.objects.filter(kind="E30", subject="Maya at Kestrel Freight is back")
        assert {mail.to_name for mail in back} == {"Amara Diallo", "Priya Nair"}


def mails_of_leaving(company: Company) -> dict[str, Message]:
    with opened(company.workspace):
        return {mail.to_name.split()[0]: mail for mail in Message.objects.filter(kind="E31")}
