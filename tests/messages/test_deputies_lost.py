"""Who takes over from a colleague and decides alone from then on reads it once by mail, not on Today alone."""

from __future__ import annotations

import pytest

from goodword.core.tenancy import opened
from goodword.directory.actions import set_owners
from goodword.directory.models import Account
from goodword.members.actions import remove_member
from goodword.members.models import Member, Role
from goodword.members.policy import actor_of
from goodword.messages.models import Message, MessageState
from tests import cast
from tests.cast import SETUP, Company
from tests.web.requests.scenes import masked


@pytest.fixture
def made() -> Company:
    return cast.company()


def leaves(made: Company, who: Member, successor: Member, **later: float) -> None:
    with opened(made.workspace):
        remove_member(Member.objects.get(pk=who.pk), successor=successor, by=actor_of(made.ada))
    made.run(**later or {"minutes": 15})


def mails(made: Company) -> list[Message]:
    with opened(made.workspace):
        return list(Message.objects.filter(kind="E39").exclude(state=MessageState.DROPPED).order_by("created_at"))


def test_the_successor_gets_one_mail_about_all_that_have_no_deputy_now(made: Company) -> None:
    leaves(made, made.amara, made.lucia)
    [mail] = mails(made)
    assert mail.subject == "2 of your customers have no deputy now" and mail.person_id == made.lucia.pk
    assert "- Kestrel Freight\n- Nordhaven Shipping" in mail.text and "Choose deputies:" in mail.text
    assert "Kestrel Freight</li>" in mail.html and "view=no_deputy" in str(mail.links)
    assert mail.state == MessageState.SENT and not mail.private


def test_nobody_hears_of_it_where_a_deputy_stays(made: Company) -> None:
    leaves(made, made.amara, made.priya)
    assert mails(made) == []
    with opened(made.workspace):
        assert Account.objects.get(pk=made.kestrel.pk).deputy == made.lucia


def test_a_deputy_taken_away_by_hand_is_no_news_to_who_did_it(made: Company) -> None:
    with opened(made.workspace):
        kestrel = Account.objects.get(pk=made.kestrel.pk)
        set_owners(kestrel, owner=made.amara, deputy=None, by=actor_of(made.amara))
    made.run(minutes=15)
    assert mails(made) == []


def test_who_chose_deputies_at_once_needs_no_mail(made: Company) -> None:
    leaves(made, made.amara, made.lucia, seconds=30)
    with opened(made.workspace):
        for account in Account.objects.filter(owner=made.lucia):
            set_owners(account, owner=made.lucia, deputy=made.priya, by=SETUP)
    made.run(minutes=15)
    assert mails(made) == []


def test_a_mail_that_waits_for_the_morning_is_not_sent_to_who_chose_meanwhile(made: Company) -> None:
    made.run(hours=12)
    leaves(made, made.amara, made.lucia)
    [mail] = mails(made)
    assert mail.state == MessageState.QUEUED
    with opened(made.workspace):
        for account in Account.objects.filter(owner=made.lucia):
            set_owners(account, owner=made.lucia, deputy=made.priya, by=SETUP)
    made.run(hours=14)
    assert mails(made) == []


def test_the_next_who_leaves_is_told_of_without_the_first_again(made: Company) -> None:
    with opened(made.workspace):
        kim = cast.member("Kim Sato", Role.OWNER)
        third = cast.customer("Third Freight", owner=made.lucia, deputy=kim)
    leaves(made, made.amara, made.lucia)
    made.run(days=1)
    leaves(made, kim, made.lucia)
    _first, mail = mails(made)
    assert mail.subject == f"{third.name} has no deputy now" and "Kestrel" not in mail.text


def test_a_private_customer_is_told_of_in_a_private_mail(made: Company) -> None:
    masked(made)
    leaves(made, made.amara, made.lucia)
    assert [mail.private for mail in mails(made)] == [True]
