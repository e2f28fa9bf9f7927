from __future__ import annotations

import os
from datetime import timedelta

import psycopg
import pytest

from goodword.core import clock, links
from goodword.core.errors import TooLate
from goodword.core.models import SignedLink
from goodword.core.tenancy import opened
from goodword.directory.models import Account, Contact
from tests import cast


def subject() -> tuple[Account, links.Recipient]:
    account = Account(name="Lumen Foods")
    account.save()
    contact = Contact(account=account, name="Noor Haddad")
    contact.save()
    return account, links.Recipient("contact", contact.pk, contact.name)


def a_link(days: int = 5) -> SignedLink:
    account, person = subject()
    return links.issue("ask", account, to=person, expires_at=clock.now() + timedelta(days=days))


def test_a_token_leads_to_its_workspace_and_link() -> None:
    workspace = cast.workspace()
    with opened(workspace):
        link = a_link()
        token = links.token(link)
    assert links.workspace_of(token) == workspace.pk
    with opened(workspace):
        assert links.find(token) == link


def test_a_changed_token_leads_nowhere() -> None:
    with opened(cast.workspace()):
        token = links.token(a_link())
    assert links.workspace_of(token[:-1] + ("A" if token[-1] != "A" else "B")) is None


def test_a_token_has_at_least_128_bits_and_is_stored_nowhere() -> None:
    with opened(cast.workspace()):
        token = links.token(a_link())
    assert len(token) * 6 >= 128
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        for table in ("core_signedlink", "core_linkroute"):
            rows = owner.execute(f"SELECT t::text FROM {table} t").fetchall()
            assert rows
            assert not any(token in row for (row,) in rows)


def test_a_link_is_spent_once() -> None:
    with opened(cast.workspace()):
        link = a_link()
        links.spend(link, "yes")
        assert link.standing(clock.now()) == "used"
        with pytest.raises(TooLate):
            links.spend(SignedLink.objects.get(pk=link.pk), "no")
        assert SignedLink.objects.get(pk=link.pk).spent_on == "yes"


def test_a_spent_link_acts_again_after_its_answer_was_undone() -> None:
    with opened(cast.workspace()):
        link = a_link()
        links.spend(link, "yes")
        links.reopen(link)
        links.spend(link, "no")


def test_an_expired_link_does_not_act() -> None:
    workspace = cast.workspace()
    with opened(workspace):
        link = a_link(days=1)
    clock.move(workspace, timedelta(days=1))
    with opened(workspace), pytest.raises(TooLate):
        links.spend(link, "yes")


def test_a_withdrawn_link_does_not_act_and_others_still_do() -> None:
    with opened(cast.workspace()):
        gone, stays = a_link(), a_link()
        links.withdraw(Account.objects.get(pk=gone.subject_id))
        gone.refresh_from_db()
        with pytest.raises(TooLate):
            links.spend(gone, "yes")
        links.spend(stays, "yes")


def test_a_fresh_link_replaces_the_old_one() -> None:
    with opened(cast.workspace()):
        old = a_link()
        fresh = links.renew(old, expires_at=clock.now() + timedelta(days=5))
        old.refresh_from_db()
        assert old.standing(clock.now()) == "replaced"
        links.spend(fresh, "yes")


def test_the_same_question_to_the_same_person_has_one_link() -> None:
    with opened(cast.workspace()):
        account, person = subject()
        end = clock.now() + timedelta(days=5)
        first = links.issue("ask", account, to=person, expires_at=end)
        assert links.issue("ask", account, to=person, expires_at=end) == first
        assert links.issue("own_page", account, to=person, expires_at=end) != first


def test_another_workspace_cannot_find_the_link() -> None:
    with opened(cast.workspace("ours")):
        token = links.token(a_link())
    with opened(cast.workspace("theirs")):
        assert links.find(token) is None
