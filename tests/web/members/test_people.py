from __future__ import annotations

import html

import pytest

from goodword.core import jobs
from goodword.core.errors import Refused
from goodword.core.models import Event, Program
from goodword.core.tenancy import opened
from goodword.directory.actions import add_account, add_opportunity, set_owners
from goodword.directory.models import Account, Opportunity
from goodword.members.actions import change_roles, remove_member
from goodword.members.models import Member, Role
from goodword.members.policy import actor_of
from tests.web.asking import queries_of
from tests.web.members.people import PASSWORD, SETUP, browser, company, member, signed_in
from tests.web.members.people import workspace as new_company


def test_only_an_admin_sees_who_works_here_and_invites() -> None:
    workspace, priya = company()
    ben = member(workspace, "Ben Whitlock", Role.REP, Role.OWNER)
    for path in ("/settings/people", "/settings/people/invite", f"/settings/people/{priya.pk}"):
        assert signed_in(priya).get(path).status_code == 200
        assert signed_in(ben).get(path).status_code == 403
    said = {"name": "Zoe", "email": "zoe@tidewell.example", "roles": ["admin"]}
    assert signed_in(ben).post("/settings/people/invite", said).status_code == 403
    with opened(workspace):
        assert not Member.objects.filter(email="zoe@tidewell.example").exists()


def test_settings_list_what_this_person_may_open() -> None:
    workspace, priya = company()
    ben = member(workspace, "Ben Whitlock")
    assert "/settings/people" in signed_in(priya).get("/settings").content.decode()
    bens = signed_in(ben).get("/settings").content.decode()
    assert "/settings/people" not in bens and "/settings/general" not in bens and 'href="/me"' in bens


def test_roles_add_up() -> None:
    workspace, priya = company()
    ben = member(workspace, "Ben Whitlock")
    assert signed_in(ben).get("/settings/general").status_code == 403
    signed_in(priya).post(f"/settings/people/{ben.pk}", {"roles": ["rep", "manager"]})
    assert signed_in(ben).get("/settings/general").status_code == 200


def test_a_person_without_any_role_is_not_saved() -> None:
    workspace, priya = company()
    ben = member(workspace, "Ben Whitlock")
    page = signed_in(priya).post(f"/settings/people/{ben.pk}", {})
    assert page.status_code == 422 and "Choose at least one role." in page.content.decode()


def test_the_last_admin_stays_admin_and_stays() -> None:
    workspace, priya = company()
    client = signed_in(priya)
    answer = client.post(f"/settings/people/{priya.pk}", {"roles": ["manager"]})
    assert answer.status_code == 409 and "Someone must stay admin" in answer.content.decode()
    assert client.post(f"/settings/people/{priya.pk}/remove").status_code == 409
    zoe = member(workspace, "Zoe Hart", Role.ADMIN)
    assert client.post(f"/settings/people/{priya.pk}", {"roles": ["manager"]}).status_code == 302
    with opened(workspace):
        assert Member.objects.get(pk=priya.pk).roles == ["manager"]
        with pytest.raises(Refused):
            remove_member(zoe, by=actor_of(zoe))


def test_who_alone_runs_the_program_stays_and_the_page_says_so_before_the_press() -> None:
    workspace, priya = company()
    member(workspace, "Zoe Hart", Role.ADMIN)
    lucia = member(workspace, "Lucia Ferrari", Role.OWNER)
    client, path = signed_in(priya), f"/settings/people/{priya.pk}/remove"
    page = client.get(path).content.decode()
    assert "Someone must run the program" in page and "Remove Priya</button>" not in page
    assert "is left without somebody" not in page
    assert client.post(path, {"successor": str(lucia.pk)}).status_code == 409
    assert client.post(f"/settings/people/{priya.pk}", {"roles": ["admin"]}).status_code == 409
    signed_in(priya).post(f"/settings/people/{lucia.pk}", {"roles": ["owner", "manager"]})
    assert "Remove Priya</button>" in client.get(path).content.decode()
    assert client.post(path).status_code == 302
    with opened(workspace):
        assert not Member.objects.get(pk=priya.pk).active


def test_the_last_admin_reads_why_they_stay_before_they_press() -> None:
    workspace, priya = company()
    member(workspace, "Lucia Ferrari", Role.MANAGER)
    page = signed_in(priya).get(f"/settings/people/{priya.pk}/remove").content.decode()
    assert "Someone must stay admin here" in page and "Remove Priya</button>" not in page


def test_somebody_of_another_company_is_not_there() -> None:
    _, priya = company()
    theirs = new_company("theirs")
    maya = member(theirs, "Maya Okafor", Role.ADMIN)
    client = signed_in(priya)
    for path in (f"/settings/people/{maya.pk}", f"/settings/people/{maya.pk}/remove"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"roles": ["rep"]}).status_code == 404
    with opened(theirs):
        assert Member.objects.get(pk=maya.pk).active


def test_an_address_that_works_here_is_not_invited_twice_and_what_was_typed_is_kept() -> None:
    _, priya = company()
    said = {"name": "Second Priya", "email": priya.email, "roles": ["leader"]}
    page = signed_in(priya).post("/settings/people/invite", said)
    text = page.content.decode()
    assert page.status_code == 422 and "works here already" in text
    assert 'value="Second Priya"' in text and 'value="leader" id="id_roles_3" checked' in text


def test_who_left_can_come_back() -> None:
    workspace, priya = company()
    ben = member(workspace, "Ben Whitlock")
    client = signed_in(priya)
    client.post(f"/settings/people/{ben.pk}/remove")
    assert browser().post("/login", {"login": ben.email, "password": PASSWORD}).status_code == 422
    client.post("/settings/people/invite", {"name": "Ben Whitlock", "email": ben.email, "roles": ["leader"]})
    assert browser().post("/login", {"login": ben.email, "password": PASSWORD}).status_code == 302
    with opened(workspace):
        assert Member.objects.get(email=ben.email).pk == ben.pk


def test_an_invitation_goes_out_again_until_it_is_used() -> None:
    workspace, priya = company()
    ben = member(workspace, "Ben Whitlock", password="")
    client = signed_in(priya)
    assert client.post(f"/settings/people/{ben.pk}/invite").status_code == 302
    with opened(workspace):
        assert Event.objects.filter(name="member.invited", subject_id=ben.pk).count() == 2
    assert client.post(f"/settings/people/{priya.pk}/invite").status_code == 409


def test_customers_and_deals_of_who_leaves_pass_to_somebody_chosen() -> None:
    workspace, priya = company()
    amara = member(workspace, "Amara Diallo", Role.OWNER)
    lucia = member(workspace, "Lucia Ferrari", Role.OWNER)
    with opened(workspace):
        kestrel = add_account("Kestrel Freight", owner=amara, by=SETUP)
        nordhaven = add_account("Nordhaven", owner=lucia, deputy=amara, by=SETUP)
        deal = add_opportunity(kestrel, "Kestrel renewal", owner=amara, by=SETUP)
    client = signed_in(priya)
    page = client.get(f"/settings/people/{amara.pk}/remove").content.decode()
    assert "1\xa0customer, 1\xa0deputyship and 1\xa0open deal pass to somebody else" in page
    assert "<b>Deputy for</b>" in page
    assert client.post(f"/settings/people/{amara.pk}/remove").status_code == 422
    assert client.post(f"/settings/people/{amara.pk}/remove", {"successor": str(lucia.pk)}).status_code == 302
    jobs.run_due(workspace)
    with opened(workspace):
        assert not Member.objects.get(pk=amara.pk).active
        assert Account.objects.get(pk=kestrel.pk).owner_id == lucia.pk
        assert Account.objects.get(pk=nordhaven.pk).deputy_id is None, "nobody is their own deputy"
        assert Opportunity.objects.get(pk=deal.pk).owner_id == lucia.pk


def test_a_customer_that_loses_its_deputy_is_said_before_the_press_after_it_and_to_who_takes_over() -> None:
    workspace, priya = company()
    amara = member(workspace, "Amara Diallo", Role.OWNER)
    lucia = member(workspace, "Lucia Ferrari", Role.OWNER)
    with opened(workspace):
        add_account("Kestrel Freight", owner=amara, deputy=lucia, by=SETUP)
        nordhaven = add_account("Nordhaven", owner=lucia, deputy=amara, by=SETUP)
        add_account("Bluefern", owner=amara, deputy=priya, by=SETUP)
        add_account("Saltmarsh", owner=amara, by=SETUP)
    client, path = signed_in(priya), f"/settings/people/{amara.pk}/remove"
    page = client.get(path).content.decode()
    assert "If Lucia Ferrari takes over, 2 customers have no deputy" in page
    assert "If Priya Nair takes over, one customer has no deputy" in page
    done = client.post(path, {"successor": str(lucia.pk)}, follow=True).content.decode()
    assert "2 customers have no deputy now." in done and 'href="/accounts?view=no_deputy"' in done
    jobs.run_due(workspace)
    today = html.unescape(signed_in(lucia).get("/").content.decode())
    assert "Who decides for 2 customers when you can't?" in today and "Kestrel Freight and Nordhaven" in today
    assert "when you can't?" not in html.unescape(signed_in(priya).get("/").content.decode())
    listed = signed_in(lucia).get("/accounts?view=no_deputy").content.decode()
    assert "Customers without a deputy" in listed and "Kestrel Freight" in listed and "Bluefern" not in listed
    with opened(workspace):
        for account in Account.objects.filter(owner=lucia):
            set_owners(account, owner=lucia, deputy=priya, by=SETUP)
        assert Account.objects.get(pk=nordhaven.pk).deputy_id == priya.pk
    assert "when you can't?" not in html.unescape(signed_in(lucia).get("/").content.decode())


def test_nothing_is_said_of_deputies_where_none_is_lost() -> None:
    workspace, priya = company()
    amara, lucia = (member(workspace, name, Role.OWNER) for name in ("Amara Diallo", "Lucia Ferrari"))
    with opened(workspace):
        add_account("Kestrel Freight", owner=amara, deputy=priya, by=SETUP)
        add_account("Saltmarsh", owner=amara, by=SETUP)
    client, path = signed_in(priya), f"/settings/people/{amara.pk}/remove"
    page = client.get(path).content.decode()
    assert "If Lucia Ferrari takes over" not in page and "If Priya Nair takes over, one customer" in page
    done = client.post(path, {"successor": str(lucia.pk)}, follow=True).content.decode()
    assert "can&#x27;t sign in any more" in done and "no deputy" not in done
    jobs.run_due(workspace)
    assert "when you can't?" not in html.unescape(signed_in(lucia).get("/").content.decode())


def test_the_list_asks_the_database_as_often_for_thirty_people_as_for_three() -> None:
    workspace, priya = company()
    member(workspace, "Person 1", password="")
    client = signed_in(priya)
    few = queries_of(client, "/settings/people")
    for nth in range(2, 30):
        with opened(workspace):
            from goodword.members.actions import invite_member

            invite_member(f"p{nth}@tidewell.example", f"Person {nth}", [Role.REP], by=SETUP)
    assert queries_of(client, "/settings/people") == few
    assert "Person 29" in client.get("/settings/people").content.decode()


def test_the_program_is_renamed_and_the_change_is_on_record() -> None:
    workspace, priya = company()
    client = signed_in(priya)
    said = {
        "name": "Voices of Tidewell",
        "vendor_name": "Tidewell",
        "vendor_product": "finance platform",
        "sender_address": "",
        "time_zone": "Europe/Brussels",
        "currency": "eur",
    }
    assert client.post("/settings/general", said).status_code == 302
    with opened(workspace):
        program = Program.here()
        assert (program.name, program.currency, program.time_zone) == ("Voices of Tidewell", "EUR", "Europe/Brussels")
        event = Event.objects.get(name="program.changed")
        assert event.actor_label == "Priya Nair" and event.data["currency"] == "EUR"


def test_a_program_is_not_given_a_zone_or_currency_that_is_none() -> None:
    _, priya = company()
    said = {"name": "X", "vendor_name": "Y", "time_zone": "Mars/Olympus", "currency": "EURO"}
    page = signed_in(priya).post("/settings/general", said)
    text = page.content.decode()
    assert page.status_code == 422 and "Enter three letters" in text and 'value="EURO"' in text


def test_two_admins_who_demote_each_other_leave_one() -> None:
    workspace, priya = company()
    zoe = member(workspace, "Zoe Hart", Role.ADMIN)
    with opened(workspace):
        change_roles(zoe, [Role.REP], by=actor_of(priya))
        with pytest.raises(Refused):
            change_roles(priya, [Role.REP], by=SETUP)
