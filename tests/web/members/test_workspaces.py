from __future__ import annotations

from goodword.core.tenancy import opened
from goodword.members.actions import invite_member
from goodword.members.models import Role
from tests.web.members.people import PASSWORD, SETUP, browser, company, member, signed_in
from tests.web.members.people import workspace as new_company


def test_who_works_in_two_companies_chooses_after_signing_in() -> None:
    _, priya = company("tidewell")
    other = new_company("osterley")
    with opened(other):
        invite_member(priya.email, "Priya at Osterley", [Role.REP], by=SETUP)
    client = browser()
    answer = client.post("/login", {"login": priya.email, "password": PASSWORD, "next": "/me"})
    assert answer["Location"] == "/workspaces?next=%2Fme"
    page = client.get(answer["Location"]).content.decode()
    assert "Tidewell references" in page and "Osterley references" in page
    answer = client.post("/workspaces", {"workspace": str(other.pk), "next": "/me"})
    assert answer["Location"] == "/me"
    assert "Priya at Osterley" in client.get("/me").content.decode()


def test_nobody_chooses_a_company_they_do_not_work_in() -> None:
    workspace, priya = company("tidewell")
    other = new_company("osterley")
    client = signed_in(priya)
    for chosen in (str(other.pk), "", "not an id"):
        assert client.post("/workspaces", {"workspace": chosen}).status_code == 404
    assert client.post("/workspaces", {"workspace": str(workspace.pk)}).status_code == 302


def test_a_session_that_names_another_company_opens_nothing_of_it() -> None:
    _, priya = company("tidewell")
    other = new_company("osterley")
    member(other, "Maya Okafor", Role.ADMIN)
    client = signed_in(priya)
    session = client.session
    session["workspace"] = str(other.pk)
    session.save()
    page = client.get("/settings/people").content.decode()
    assert "Priya Nair" in page and "Maya Okafor" not in page
