from __future__ import annotations

from typing import Any

from django.test import Client

from goodword.core.tenancy import opened
from goodword.members.actions import remove_member
from goodword.members.models import Role
from tests.web.members.people import PASSWORD, SETUP, browser, company, member, signed_in

WRONG = "not the password"
DONT_GO_TOGETHER = "That e-mail and password don&#x27;t go together."


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/login", {"login": email, "password": password, **more})


def test_a_stranger_is_led_to_the_door_and_a_member_through_it_to_the_page_they_wanted() -> None:
    _, priya = company()
    client = browser()
    answer = client.get("/me")
    assert answer.status_code == 302 and answer["Location"] == "/login?next=/me"
    answer = sign_in(client, priya.email, next="/me")
    assert answer.status_code == 302 and answer["Location"] == "/me"
    assert client.get("/me").status_code == 200


def test_the_address_is_read_in_any_case() -> None:
    _, priya = company()
    assert sign_in(browser(), priya.email.upper()).status_code == 302


def test_after_signing_in_nobody_is_sent_to_another_site() -> None:
    _, priya = company()
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert sign_in(browser(), priya.email, next=elsewhere)["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer() -> None:
    _, priya = company()
    known = sign_in(browser(), priya.email, WRONG)
    unknown = sign_in(browser(), "priya@nowhere.example", WRONG)
    assert known.status_code == unknown.status_code == 422
    for answer, email in ((known, priya.email), (unknown, "priya@nowhere.example")):
        page = answer.content.decode()
        assert DONT_GO_TOGETHER in page
        assert email in page, "what was typed is kept"
        assert WRONG not in page, "but never a password"
        assert "Error: Sign in" in page


def test_who_no_longer_works_anywhere_gets_the_answer_of_a_wrong_password() -> None:
    workspace, _ = company()
    ben = member(workspace, "Ben Whitlock")
    assert sign_in(browser(), ben.email).status_code == 302
    with opened(workspace):
        remove_member(ben, by=SETUP)
    answer = sign_in(browser(), ben.email)
    assert answer.status_code == 422 and DONT_GO_TOGETHER in answer.content.decode()


def test_who_is_only_invited_cannot_sign_in_with_any_password() -> None:
    workspace, _ = company()
    ben = member(workspace, "Ben Whitlock", password="")
    for guess in ("x", "!", PASSWORD):
        assert sign_in(browser(), ben.email, guess).status_code == 422


def test_what_is_missing_is_named_at_its_field() -> None:
    page = browser().post("/login", {"login": "", "password": ""}).content.decode()
    assert "Enter your e-mail address." in page and "Enter your password." in page


def test_guessing_is_stopped_by_address_wherever_it_comes_from() -> None:
    _, priya = company()
    for nth in range(5):
        assert sign_in(browser(REMOTE_ADDR=f"192.0.2.{nth}"), priya.email, WRONG).status_code == 422
    stopped = sign_in(browser(REMOTE_ADDR="192.0.2.99"), priya.email, WRONG)
    assert stopped.status_code == 429 and "Too many tries" in stopped.content.decode()
    other = sign_in(browser(REMOTE_ADDR="192.0.2.99"), "somebody@else.example", WRONG)
    assert other.status_code == 422, "others are not stopped by it"


def test_guessing_is_stopped_by_place_whatever_address_it_tries() -> None:
    company()
    for nth in range(10):
        assert sign_in(browser(REMOTE_ADDR="198.51.100.7"), f"guess{nth}@tidewell.example", WRONG).status_code == 422
    stopped = sign_in(browser(REMOTE_ADDR="198.51.100.7"), "guess11@tidewell.example", WRONG)
    assert stopped.status_code == 429


def test_a_stranger_who_guesses_does_not_lock_the_owner_out_of_their_own_browser() -> None:
    _, priya = company()
    own = browser(REMOTE_ADDR="203.0.113.5")
    assert sign_in(own, priya.email).status_code == 302
    own.post("/logout")
    for nth in range(6):
        sign_in(browser(REMOTE_ADDR=f"192.0.2.{nth}"), priya.email, WRONG)
    assert sign_in(browser(REMOTE_ADDR="192.0.2.50"), priya.email).status_code == 429
    assert sign_in(own, priya.email).status_code == 302


def test_the_mark_of_one_persons_browser_is_worth_nothing_for_another_address() -> None:
    workspace, priya = company()
    ben = member(workspace, "Ben Whitlock")
    bens = browser(REMOTE_ADDR="203.0.113.6")
    sign_in(bens, ben.email)
    bens.post("/logout")
    for nth in range(5):
        sign_in(browser(REMOTE_ADDR=f"192.0.2.{nth}"), priya.email, WRONG)
    assert sign_in(bens, priya.email).status_code == 429


def test_signing_out_takes_a_pressed_button() -> None:
    _, priya = company()
    client = signed_in(priya)
    assert client.get("/logout").status_code == 405
    assert client.get("/me").status_code == 200
    assert client.post("/logout")["Location"] == "/login"
    assert client.get("/me").status_code == 302


def test_sign_up_does_not_exist() -> None:
    for path in ("/signup", "/accounts/signup/", "/accounts/login/"):
        assert browser().get(path).status_code == 404


def test_a_signed_in_person_without_a_workspace_sees_nothing_and_can_sign_out() -> None:
    workspace, _ = company()
    ben = member(workspace, "Ben Whitlock", Role.ADMIN)
    client = signed_in(ben)
    assert client.get("/settings/people").status_code == 200
    with opened(workspace):
        remove_member(ben, by=SETUP)
    assert client.get("/settings/people").status_code == 404
    assert client.get("/me").status_code == 404
    assert "Nothing is open to you" in client.get("/workspaces").content.decode()
