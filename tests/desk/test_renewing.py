"""Whoever said some words is asked to let them be used on: by mail, one thing at a time, never while paused."""

from __future__ import annotations

import pytest

from goodword.core.errors import NotAllowed, Refused
from goodword.core.tenancy import opened
from goodword.desk.actions import ask_to_renew
from goodword.directory import actions as directory
from goodword.members.policy import actor_of
from goodword.messages.models import Message, MessageState
from goodword.proof import actions as proof
from goodword.proof.models import Clearance, Story
from goodword.protection import actions as protection
from goodword.references import actions as references
from goodword.references.models import HelpKind
from tests import cast
from tests.cast import Company
from tests.proof.words import days_ahead, hers, quote


def refused(company: Company, story: Story, code: str) -> None:
    with pytest.raises(Refused) as why:
        ask_to_renew(story, by=actor_of(company.priya))
    assert why.value.code == code


def test_the_question_goes_by_mail_once_and_not_again_while_an_answer_is_waited_for() -> None:
    company = cast.company()
    with opened(company.workspace):
        said, other = quote(company), quote(company)
        with pytest.raises(NotAllowed):
            ask_to_renew(said, by=actor_of(company.amara))
        ask_to_renew(said, by=actor_of(company.priya))
        refused(company, said, "asked")
        refused(company, other, "asked")
    company.run()
    with opened(company.workspace):
        mail = Message.objects.get(kind="E37")
        assert mail.person_id == company.maya.contact_id and "It just closes" in mail.text
    company.run(days=31)
    with opened(company.workspace):
        ask_to_renew(other, by=actor_of(company.priya))


def test_nobody_is_asked_about_what_is_not_due_not_theirs_not_agreed_or_while_paused() -> None:
    company = cast.company()
    with opened(company.workspace):
        refused(company, quote(company, expires_on=days_ahead(200)), "not_due")
        nobodys = proof.add_quote(
            company.kestrel.profiles.get(), "X", by=cast.SETUP, clearance=Clearance.PUBLIC, expires_on=days_ahead(1)
        )
        refused(company, nobodys, "no_speaker")
        said = quote(company)
        protection.pause(company.maya, by=hers(company))
        refused(company, said, "held")
        references.revoke_consent(company.maya, HelpKind.QUOTE, by=hers(company))
        refused(company, said, "no_consent")


def test_nobody_without_an_address_is_asked() -> None:
    company = cast.company()
    with opened(company.workspace):
        said = quote(company)
        directory.change_contact(company.maya.contact, by=cast.SETUP, email="")
        refused(company, said, "no_address")


def test_a_question_that_moved_on_overnight_is_not_sent() -> None:
    company = cast.company()
    company.run(hours=14)
    with opened(company.workspace):
        said = quote(company)
        ask_to_renew(said, by=actor_of(company.priya))
    company.run()
    with opened(company.workspace):
        assert Message.objects.get(kind="E37").state == MessageState.QUEUED
        proof.stop_using(said, by=hers(company))
    company.run(hours=12)
    with opened(company.workspace):
        assert Message.objects.get(kind="E37").state == MessageState.DROPPED
