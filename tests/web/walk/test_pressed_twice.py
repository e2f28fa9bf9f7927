"""Impatience costs nothing: two clicks, two at once, or the way back and another click act once."""

from __future__ import annotations

import re
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from goodword.core.tenancy import opened
from goodword.desk.models import ReferenceRequest
from goodword.directory.models import Account
from goodword.members.models import Member
from tests import cast
from tests.cast import Company
from tests.web.links import making

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SETTLE = {"settle": "Month-end", "help_kind": "call", "need_by": "2027-03-05"}
ACCOUNT = {"name": "Fernmark Rail", "time_zone": "Europe/Brussels", "status": "prospect", "health": "unknown"}


@pytest.fixture
def company() -> Company:
    return cast.company()


def browser(who: Member | None = None) -> Client:
    """Return a browser that must send the token of the page it pressed on."""
    client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    if who is not None:
        client.force_login(who.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(client: Client, path: str) -> dict[str, str]:
    """Open a page and return the token its forms were drawn with."""
    token = TOKEN.search(client.get(path).content.decode())
    assert token is not None, path
    return {"csrfmiddlewaretoken": token[1]}


def requests(company: Company) -> int:
    with opened(company.workspace):
        return ReferenceRequest.objects.count()


def test_a_request_sent_by_two_clicks_is_one_request(company: Company) -> None:
    ben, path = browser(company.ben), f"/find/request?opp={company.deal.pk}"
    press = page(ben, path) | SETTLE
    first, second = ben.post(path, press), ben.post(path, press)
    assert second["Location"] == first["Location"] and "/requests/" in first["Location"]
    assert requests(company) == 1
    fresh = page(ben, path) | SETTLE
    assert ben.post(path, fresh).status_code == 422 and requests(company) == 1, "one is under way: that is said first"
    known = {"under_way": first["Location"].rpartition("/")[2]}
    assert ben.post(path, fresh | known)["Location"] != first["Location"], (
        "asked anew on a fresh page, in full knowledge"
    )
    assert requests(company) == 2


def test_two_clicks_at_the_same_moment_are_one_request(company: Company) -> None:
    ben, path = browser(company.ben), f"/find/request?opp={company.deal.pk}"
    press = page(ben, path) | SETTLE
    together = Barrier(2)

    def click(_nth: int) -> str:
        finger = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
        finger.cookies = ben.cookies
        together.wait(20)
        try:
            return str(finger.post(path, press)["Location"])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as fingers:
        assert len(set(fingers.map(click, range(2)))) == 1
    assert requests(company) == 1


def test_going_back_and_saying_something_else_acts(company: Company) -> None:
    ben = browser(company.ben)
    token = page(ben, "/accounts/add")
    for name in ("Fernmark Rail", "Fernmark Rail", "Fernmark Road"):
        assert ben.post("/accounts/add", token | ACCOUNT | {"name": name}).status_code in (302, 303)
    with opened(company.workspace):
        assert set(Account.objects.filter(name__startswith="Fernmark").values_list("name", flat=True)) == {
            "Fernmark Rail",
            "Fernmark Road",
        }
        assert Account.objects.filter(name__startswith="Fernmark").count() == 2


def test_a_press_that_was_refused_may_be_tried_again(company: Company) -> None:
    ben, path = browser(company.ben), f"/find/request?opp={company.deal.pk}&advocate={company.maya.pk}"
    press = page(ben, path) | SETTLE
    with opened(company.workspace):
        need = company.request()
    assert ben.post(path, press).status_code == 422, "Maya is being asked already"
    assert ben.post(path, press).status_code == 422
    assert requests(company) == 1 and need.pk


def test_a_refused_press_of_a_member_is_told_in_words_and_may_be_tried_again(company: Company) -> None:
    with opened(company.workspace):
        need = company.request()
    ben, priya, path = browser(company.ben), browser(company.priya), f"/requests/{need.pk}/move"
    here = f"/requests/{need.pk}"
    for who, press, status, words in (
        (ben, page(ben, here) | {"to": "with_customer", "verb": "approve"}, 403, "yours to do"),
        (priya, page(priya, here) | {"to": "booked", "verb": "book"}, 409, "possible now"),
    ):
        for _click in range(2):
            answer = who.post(path, press)
            assert answer.status_code == status and words in answer.content.decode()


def test_an_answer_by_link_pressed_twice_shows_the_answer_both_times(company: Company) -> None:
    path = making.owner_link(company, making.owner_asked(company))
    nobody = browser()
    press: dict[str, Any] = page(nobody, path) | {"answer": "yes"}
    for _click in range(2):
        answer = nobody.post(path, press)
        assert answer.status_code == 303 and answer["Location"] == path
    assert "Maya will be asked" in making.text_of(nobody.get(path))


def test_the_memory_holds_no_key_of_a_link(company: Company) -> None:
    path = making.owner_link(company, making.owner_asked(company))
    nobody = browser()
    nobody.post(path, page(nobody, path) | {"answer": "yes"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM goodword_cache WHERE cache_key LIKE '%once:%'")
        kept = [b64decode(value) for (value,) in cursor.fetchall()]
    assert kept and not [value for value in kept if path.removeprefix("/l/").encode() in value]
