"""The same change to many rows: looked at first, made by the real verbs, and taken back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from goodword.core import clock
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.directory.actions import add_contact, set_owners
from goodword.directory.models import Account
from goodword.members.models import Member
from goodword.members.policy import actor_of
from goodword.protection.models import Hold
from goodword.references.actions import nominate
from goodword.references.models import AdvocateState
from goodword.upkeep.actions import bulk
from goodword.upkeep.models import BulkChange
from tests.cast import SETUP, Company, company
from tests.web.requests.scenes import signed_in, text_of


@pytest.fixture
def made() -> Company:
    return company()


def choose(member: Member, act: str, *rows: object, page: str = "accounts", **said: str) -> str:
    sent = {"page": page, "act": act, "row": [str(row) for row in rows], "query": "view=customers"} | said
    answer = signed_in(member).post("/bulk", sent)
    assert answer.status_code == 302, answer.content.decode()[:500]
    return str(answer["Location"])


def held(made: Company) -> set[str]:
    with opened(made.workspace):
        return {hold.account.name for hold in Hold.objects.standing(clock.now())}


def test_what_will_change_and_what_is_left_out_is_said_before(made: Company) -> None:
    with opened(made.workspace):
        Account.objects.filter(pk=made.nordhaven.pk).update(deputy=None)
    where = choose(made.amara, "hold_customer", made.kestrel.pk, made.nordhaven.pk)
    page = text_of(signed_in(made.amara), where)
    assert "1 will be changed." in page and "1 is left out." in page
    assert "You don&#x27;t look after this customer." in page and "Put customers on hold: 1" in page
    assert held(made) == set(), "looking changes nothing"


def test_many_are_put_on_hold_and_taken_back(made: Company) -> None:
    where = choose(made.priya, "hold_customer", made.kestrel.pk, made.nordhaven.pk)
    client = signed_in(made.priya)
    assert client.post(where, {"reason": "Renewals"}).status_code == 302
    assert held(made) == {"Kestrel Freight", "Nordhaven Shipping"}
    with opened(made.workspace):
        assert Event.objects.filter(name="hold.placed").count() == 2, "one event for each, by its own verb"
    page = text_of(client, where)
    assert "2 changed." in page and "Undo" in page
    assert client.post(f"{where}/undo").status_code == 302
    assert held(made) == set()
    assert "2 taken back." in text_of(client, where)


def test_all_that_a_list_finds_is_changed(made: Company) -> None:
    where = choose(made.priya, "owner", all="1", query=f"view=customers&owner={made.amara.pk}")
    signed_in(made.priya).post(where, {"member": str(made.lucia.pk)})
    with opened(made.workspace):
        kestrel = Account.objects.get(pk=made.kestrel.pk)
        assert kestrel.owner == made.lucia and kestrel.deputy is None, "nobody is their own deputy"


def test_who_gave_customers_away_takes_that_back(made: Company) -> None:
    where = choose(made.amara, "owner", made.kestrel.pk)
    client = signed_in(made.amara)
    client.post(where, {"member": str(made.priya.pk)})
    assert client.post(f"{where}/undo").status_code == 302
    with opened(made.workspace):
        kestrel = Account.objects.get(pk=made.kestrel.pk)
        assert (kestrel.owner, kestrel.deputy) == (made.amara, made.lucia)


def test_what_was_handed_over_with_a_customer_comes_back_with_them(made: Company) -> None:
    with opened(made.workspace):
        kestrel = Account.objects.select_related("owner", "deputy").get(pk=made.kestrel.pk)
        set_owners(kestrel, owner=made.lucia, note="Never in May.", by=actor_of(made.priya))
    where = choose(made.lucia, "owner", made.kestrel.pk)
    client = signed_in(made.lucia)
    client.post(where, {"member": str(made.amara.pk)})
    with opened(made.workspace):
        assert Account.objects.get(pk=made.kestrel.pk).hand_over_note == ""
    client.post(f"{where}/undo")
    with opened(made.workspace):
        kestrel = Account.objects.get(pk=made.kestrel.pk)
        assert (kestrel.owner, kestrel.hand_over_note, kestrel.hand_over_by) == (
            made.lucia,
            "Never in May.",
            "Priya Nair",
        )


def test_what_was_changed_again_is_not_taken_back(made: Company) -> None:
    where = choose(made.priya, "owner", made.kestrel.pk)
    client = signed_in(made.priya)
    client.post(where, {"member": str(made.priya.pk)})
    client.post(f"/customers/{made.kestrel.pk}/owners", {"owner": str(made.lucia.pk)})
    client.post(f"{where}/undo")
    assert "It was changed again meanwhile." in text_of(client, where)
    with opened(made.workspace):
        assert Account.objects.get(pk=made.kestrel.pk).owner == made.lucia


def test_after_ten_minutes_it_stands(made: Company) -> None:
    where = choose(made.priya, "hold_customer", made.kestrel.pk)
    client = signed_in(made.priya)
    client.post(where, {})
    clock.move(made.workspace, timedelta(minutes=11))
    assert client.post(f"{where}/undo").status_code == 409
    assert held(made) == {"Kestrel Freight"}


def test_it_is_made_once(made: Company) -> None:
    where = choose(made.priya, "hold_customer", made.kestrel.pk)
    client = signed_in(made.priya)
    assert client.post(where, {}).status_code == 302
    assert client.post(where, {"reason": "again"}).status_code == 409
    with opened(made.workspace):
        assert Hold.objects.count() == 1


def test_more_than_a_batch_is_done_by_a_job_that_says_how_far_it_is(
    made: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 1)
    where = choose(made.priya, "hold_customer", made.kestrel.pk, made.nordhaven.pk)
    client = signed_in(made.priya)
    client.post(where, {})
    assert "0 of 2 done so far" in text_of(client, where) and held(made) == set()
    made.run()
    assert held(made) == {"Kestrel Freight", "Nordhaven Shipping"}
    assert "2 changed." in text_of(client, where)


def test_proposals_are_invited_together(made: Company) -> None:
    with opened(made.workspace):
        kai = add_contact(made.kestrel, "Kai Brandt", by=SETUP, email="kai@kestrel.example")
        proposed = nominate(kai, by=SETUP)
    where = choose(made.priya, "invite", proposed.pk, made.maya.pk, page="advocates")
    client = signed_in(made.priya)
    client.post(where)
    page = text_of(client, where)
    assert "1 changed. 1 left out." in page.replace("\n", " ") and "Undo" not in re.sub(r"<script.*", "", page)
    with opened(made.workspace):
        proposed.refresh_from_db()
        assert proposed.state == AdvocateState.INVITED


def test_a_rep_changes_nobody_and_sees_no_bar(made: Company) -> None:
    assert 'name="row"' not in text_of(signed_in(made.ben), "/accounts?view=customers")
    assert 'name="row"' in text_of(signed_in(made.amara), "/accounts?view=customers")
    answer = signed_in(made.ben).post("/bulk", {"page": "accounts", "act": "hold_customer", "row": [made.kestrel.pk]})
    assert answer.status_code == 403
    with opened(made.workspace):
        assert not BulkChange.objects.exists()


def test_somebody_elses_change_is_not_there(made: Company) -> None:
    where = choose(made.priya, "hold_customer", made.kestrel.pk)
    assert signed_in(made.amara).get(where).status_code == 404
    assert signed_in(made.priya).get(where).status_code == 200


def test_nothing_chosen_is_refused(made: Company) -> None:
    client = signed_in(made.priya)
    assert client.post("/bulk", {"page": "accounts", "act": "hold_customer"}).status_code == 409
    assert client.post("/bulk", {"page": "accounts", "act": "invite", "row": [made.kestrel.pk]}).status_code == 404
