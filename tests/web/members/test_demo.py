from __future__ import annotations

from datetime import timedelta

import pytest

from goodword.core import clock, links
from goodword.core.models import Program, Workspace
from goodword.core.tenancy import opened
from goodword.directory.actions import add_account, add_contact
from goodword.members.models import Role
from goodword.members.policy import Purpose
from goodword.references.actions import nominate
from tests.web.members.people import SETUP, browser, company, member, signed_in
from tests.web.members.people import workspace as new_company


def demo() -> Workspace:
    workspace = Workspace.objects.create(slug="brightwater", kind=Workspace.Kind.DEMO)
    with opened(workspace):
        Program(name="Brightwater references", vendor_name="Brightwater").save()
    member(workspace, "Ben Whitlock", Role.REP, password="")
    member(workspace, "Amara Diallo", Role.OWNER, password="")
    return workspace


def test_at_this_machine_a_click_steps_into_anybody_of_the_cast() -> None:
    demo()
    client = browser()
    page = client.get("/demo/cast").content.decode()
    assert "Ben Whitlock" in page and "Amara Diallo" in page and "Asks for references for their deals" in page
    chosen = page.split('name="member" value="')[1].split('"')[0]
    assert client.post("/demo/cast", {"member": chosen})["Location"] == "/"
    assert client.get("/me").status_code == 200
    other = page.split('name="member" value="')[2].split('"')[0]
    assert client.post("/demo/cast", {"member": other}).status_code == 302, "and from one into the next"


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"REMOTE_ADDR": "192.0.2.1"},
        {"REMOTE_ADDR": "10.0.0.8"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
    ],
)
def test_from_anywhere_else_the_cast_is_not_there(elsewhere: dict[str, str]) -> None:
    workspace = demo()
    assert browser().get("/demo/cast").status_code == 200
    client = browser(**elsewhere)
    assert client.get("/demo/cast").status_code == 404
    with opened(workspace):
        from goodword.members.models import Member

        ben = Member.objects.get(name="Ben Whitlock")
    assert client.post("/demo/cast", {"member": str(ben.pk)}).status_code == 404
    assert "demo company" not in client.get("/login").content.decode()


def test_a_name_that_points_at_this_machine_is_not_this_machine() -> None:
    demo()
    from django.test import Client, override_settings

    with override_settings(ALLOWED_HOSTS=["rebound.example", "localhost"]):
        assert Client(SERVER_NAME="localhost").get("/demo/cast").status_code == 200
        assert Client(SERVER_NAME="rebound.example").get("/demo/cast").status_code == 404


def test_people_of_a_live_company_are_not_of_the_cast() -> None:
    demo()
    live = Workspace.objects.create(slug="live", kind=Workspace.Kind.LIVE)
    with opened(live):
        Program(name="Live", vendor_name="Live").save()
    zoe = member(live, "Zoe Hart", Role.ADMIN)
    assert browser().post("/demo/cast", {"member": str(zoe.pk)}).status_code == 404
    assert signed_in(zoe).get("/demo/cast").status_code == 404


def test_without_a_demo_company_there_is_no_cast() -> None:
    new_company()
    assert browser().get("/demo/cast").status_code == 404


def test_customers_are_reached_through_their_newest_link() -> None:
    workspace = demo()
    with opened(workspace):
        account = add_account("Kestrel Freight", by=SETUP)
        maya = add_contact(account, "Maya Okafor", email="maya@kestrel.example", by=SETUP)
        advocate = nominate(maya, by=SETUP)
        to = links.Recipient("contact", maya.pk, maya.name)
        link = links.issue(Purpose.INVITATION, advocate, to=to, expires_at=clock.now() + timedelta(days=30))
        token = links.token(link)
    page = browser().get("/demo/cast").content.decode()
    assert "Maya Okafor" in page and f"/l/{token}" in page


def test_the_clock_of_a_demo_company_moves_and_a_live_ones_does_not() -> None:
    workspace = demo()
    with opened(workspace):
        from goodword.members.models import Member

        ben = Member.objects.get(name="Ben Whitlock")
    client = signed_in(ben)
    for by, step in (("1h", timedelta(hours=1)), ("1d", timedelta(days=1)), ("7d", timedelta(days=7))):
        workspace.refresh_from_db()
        before = workspace.clock_offset
        assert client.post("/demo/clock", {"by": by, "next": "/me"})["Location"] == "/me"
        workspace.refresh_from_db()
        assert workspace.clock_offset - before == step
    assert client.post("/demo/clock", {"by": "-7d"}).status_code == 404
    assert client.get("/demo/clock").status_code == 405
    assert client.post("/demo/clock", {"by": "1h", "next": "https://evil.example/"})["Location"] == "/"


def test_while_the_past_is_being_told_the_page_says_so_and_nobody_moves_the_clock() -> None:
    workspace = demo()
    clock.move(workspace, -timedelta(days=219))
    with opened(workspace):
        from goodword.members.models import Member

        ben = Member.objects.get(name="Ben Whitlock")
    client = signed_in(ben)
    page = client.get("/me").content.decode()
    assert "Its past year is still being told: 40%." in page and "1 week" not in page
    client.post("/demo/clock", {"by": "1h"})
    workspace.refresh_from_db()
    assert workspace.clock_offset == -timedelta(days=219)
    clock.move(workspace, timedelta(days=219))
    page = client.get("/me").content.decode()
    assert "still being told" not in page and "1 week" in page


def test_a_live_companys_clock_is_not_there_to_move() -> None:
    live = Workspace.objects.create(slug="live", kind=Workspace.Kind.LIVE)
    with opened(live):
        Program(name="Live", vendor_name="Live").save()
    zoe = member(live, "Zoe Hart", Role.ADMIN)
    assert signed_in(zoe).post("/demo/clock", {"by": "1h"}).status_code == 404


def test_a_stranger_moves_no_clock() -> None:
    company()
    assert browser().post("/demo/clock", {"by": "1h"})["Location"].startswith("/login")


def test_a_newcomer_with_nothing_but_the_demo_chooses_a_person_at_once() -> None:
    demo()
    client = browser()
    assert client.get("/")["Location"] == "/login?next=/"
    assert client.get("/login?next=/")["Location"] == "/demo/cast"
    assert "/login" in client.get("/demo/cast").content.decode(), "and a password still opens the other door"
    assert client.get("/login").status_code == 200


def test_beside_a_live_company_the_door_is_the_door() -> None:
    demo()
    new_company("acme")
    assert browser().get("/login?next=/").status_code == 200
