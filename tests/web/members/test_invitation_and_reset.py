from __future__ import annotations

from datetime import timedelta
from typing import Any

from goodword.core import clock, links
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.members.actions import invite_member
from goodword.members.models import Member, Role
from goodword.members.policy import Purpose
from tests.web.members.people import PASSWORD, SETUP, browser, company, link_for, member, signed_in
from tests.web.members.people import workspace as new_company

NEW = "seven lanterns on the quay"


def events(workspace: Any, name: str) -> list[Event]:
    with opened(workspace):
        return list(Event.objects.filter(name=name))


def token_of(who: Member, purpose: Purpose, **more: Any) -> str:
    with opened(who.workspace_id):
        return links.token(link_for(who, purpose, **more))


def test_an_admin_invites_somebody_who_chooses_a_password_and_is_in() -> None:
    workspace, priya = company()
    said = {"name": "Ben Whitlock", "email": "Ben@Tidewell.example", "roles": ["rep", "owner"], "team": "North"}
    answer = signed_in(priya).post("/settings/people/invite", said)
    assert answer.status_code == 302
    with opened(workspace):
        ben = Member.objects.get(email="ben@tidewell.example")
        assert (ben.name, ben.roles, ben.team) == ("Ben Whitlock", ["owner", "rep"], "North")
    assert [event.subject_id for event in events(workspace, "member.invited")][-1] == ben.pk

    url = f"/l/{token_of(ben, Purpose.MEMBER_INVITATION)}"
    client = browser()
    page = client.get(url)
    assert page.status_code == 200 and "Welcome, Ben" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    answer = client.post(url, {"password": NEW})
    assert answer.status_code == 302 and answer["Location"] == "/"
    assert client.get("/me").status_code == 200
    assert browser().post("/login", {"login": ben.email, "password": NEW}).status_code == 302


def test_who_goes_by_an_address_says_their_name_before_customers_read_it_and_is_asked_only_once() -> None:
    workspace, _ = company()
    with opened(workspace):
        ben = invite_member("ben@tidewell.example", "", [Role.ADMIN], by=SETUP)
    url = f"/l/{token_of(ben, Purpose.MEMBER_INVITATION)}"
    client = browser()
    page = client.get(url).content.decode()
    assert "Your name" in page and "Welcome, ben@tidewell.example" not in page
    refused = client.post(url, {"password": NEW, "name": " "})
    assert refused.status_code == 422 and "Enter your name." in refused.content.decode()
    assert client.post(url, {"password": NEW, "name": "Ben Whitlock"}).status_code == 302
    with opened(workspace):
        assert Member.objects.get(pk=ben.pk).name == "Ben Whitlock"
    assert [event.subject_id for event in events(workspace, "member.changed")] == [ben.pk]
    reset = browser().get(f"/l/{token_of(ben, Purpose.PASSWORD_RESET)}")
    assert "Your name" not in reset.content.decode()


def test_opening_the_link_changes_nothing_however_often() -> None:
    workspace, _ = company()
    ben = member(workspace, "Ben Whitlock", password="")
    url = f"/l/{token_of(ben, Purpose.MEMBER_INVITATION)}"
    client = browser()
    for _time in range(3):
        client.get(url)
        client.head(url)
    with opened(workspace):
        assert not Member.objects.get(pk=ben.pk).user.has_usable_password()
    assert client.post(url, {"password": NEW}).status_code == 302


def test_a_weak_password_is_refused_with_the_reason_and_the_link_still_works() -> None:
    workspace, _ = company()
    ben = member(workspace, "Ben Whitlock", password="")
    url = f"/l/{token_of(ben, Purpose.MEMBER_INVITATION)}"
    client = browser()
    for weak, why in (("short", "at least 10 characters"), ("password12345", "too common"), ("", "Choose a password")):
        page = client.post(url, {"password": weak})
        assert page.status_code == 422 and why in page.content.decode()
    assert client.post(url, {"password": NEW}).status_code == 302


def test_a_used_link_shows_what_was_done_and_sets_no_second_password() -> None:
    workspace, _ = company()
    ben = member(workspace, "Ben Whitlock", password="")
    url = f"/l/{token_of(ben, Purpose.MEMBER_INVITATION)}"
    browser().post(url, {"password": NEW})
    again = browser().post(url, {"password": "somebody else's choice"})
    assert "This link was used on" in again.content.decode()
    assert browser().post("/login", {"login": ben.email, "password": NEW}).status_code == 302


def test_an_expired_link_says_so_and_offers_a_fresh_one() -> None:
    workspace, _ = company()
    ben = member(workspace, "Ben Whitlock", password="")
    url = f"/l/{token_of(ben, Purpose.MEMBER_INVITATION)}"
    clock.move(workspace, timedelta(days=7, minutes=1))
    for answer in (browser().get(url), browser().post(url, {"password": NEW})):
        assert answer.status_code == 410 and "It worked until" in answer.content.decode()
    assert browser().post("/login", {"login": ben.email, "password": NEW}).status_code == 422


def test_the_link_of_somebody_who_was_removed_is_no_longer_there() -> None:
    workspace, priya = company()
    ben = member(workspace, "Ben Whitlock", password="")
    url = f"/l/{token_of(ben, Purpose.MEMBER_INVITATION)}"
    assert browser().get(url).status_code == 200
    signed_in(priya).post(f"/settings/people/{ben.pk}/remove")
    assert browser().get(url).status_code == 404


def test_an_invitation_of_one_company_cannot_change_the_password_somebody_has_for_another() -> None:
    theirs, ours = new_company("theirs"), new_company("ours")
    maya = member(theirs, "Maya Okafor", Role.ADMIN)
    with opened(ours):
        guest = invite_member(maya.email, "Maya", [Role.REP], by=SETUP)
    url = f"/l/{token_of(guest, Purpose.MEMBER_INVITATION)}"
    page = browser().post(url, {"password": NEW}).content.decode()
    assert "sign in here as" in page
    assert browser().post("/login", {"login": maya.email, "password": NEW}).status_code == 422
    assert browser().post("/login", {"login": maya.email, "password": PASSWORD}).status_code == 302


def test_who_forgot_a_password_is_mailed_a_way_to_a_new_one_and_old_sessions_end() -> None:
    workspace, priya = company()
    elsewhere = signed_in(priya)
    answer = browser().post("/login/forgot", {"email": priya.email.upper()})
    assert answer.status_code == 302 and answer["Location"] == "/login/forgot/asked"
    asked = events(workspace, "member.password_reset_asked")
    assert [event.subject_id for event in asked] == [priya.pk]

    url = f"/l/{token_of(priya, Purpose.PASSWORD_RESET, lives=timedelta(hours=1))}"
    client = browser()
    assert "Choose a new password" in client.get(url).content.decode()
    assert client.post(url, {"password": NEW})["Location"] == "/"
    assert client.get("/me").status_code == 200
    assert elsewhere.get("/me").status_code == 302, "the other session is over"
    assert browser().post("/login", {"login": priya.email, "password": PASSWORD}).status_code == 422


def test_asking_for_an_unknown_address_is_answered_the_same_and_does_nothing() -> None:
    workspace, priya = company()
    known = browser().post("/login/forgot", {"email": priya.email})
    unknown = browser().post("/login/forgot", {"email": "nobody@nowhere.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert browser().get(known["Location"]).status_code == 200
    assert len(events(workspace, "member.password_reset_asked")) == 1


def test_nobody_is_flooded_with_ways_to_a_new_password() -> None:
    workspace, priya = company()
    answers = [browser().post("/login/forgot", {"email": priya.email}).status_code for _time in range(7)]
    assert answers[0] == 302 and answers[-1] == 429
    assert len(events(workspace, "member.password_reset_asked")) <= 5


def test_an_address_that_is_none_is_handed_back_as_typed() -> None:
    page = browser().post("/login/forgot", {"email": "priya"})
    assert page.status_code == 422 and 'value="priya"' in page.content.decode()
