from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from goodword.core import clock
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.directory.actions import add_account, add_contact, add_opportunity
from goodword.directory.models import Account, Opportunity
from goodword.members.models import Role
from goodword.references.actions import set_visibility, start_profile
from goodword.references.models import Visibility
from tests import cast
from tests.web.asking import queries_of
from tests.web.members.people import SETUP, company, member, signed_in, workspace
from tests.web.requests import scenes

DEAL = {
    "company": "Harbourline Logistics",
    "name": "",
    "stage": "proposal",
    "amount": "480,000",
    "currency": "usd",
    "close_on": "2026-12-18",
    "products": "Planning, Consolidation, planning",
    "topics": "Leaving a legacy suite",
    "person_name": "Tom Berger",
    "person_title": "CFO",
    "person_email": "tom@harbourline.example",
    "industry": "Transport & logistics",
    "region": "",
    "size_band": "",
    "competitor": "Fathomline",
    "replaces": "Old Suite",
    "use_case": "",
    "concerns": "",
}


def test_a_rep_adds_a_deal_with_a_new_prospect_on_one_page() -> None:
    where, _ = company()
    ben = member(where, "Ben Whitlock", Role.REP)
    client = signed_in(ben)
    page = client.get("/opportunities/add").content.decode()
    assert 'value="evaluation" selected' in page and 'value="USD"' in page, "what is usual is filled in"
    answer = client.post("/opportunities/add", DEAL)
    assert answer.status_code == 302
    with opened(where):
        deal = Opportunity.objects.get()
        assert (deal.name, deal.amount, deal.currency) == ("Harbourline Logistics", Decimal(480_000), "USD")
        assert deal.owner == ben and deal.account.status == "prospect"
        assert {one.name for one in deal.products.all()} == {"Planning", "Consolidation"}
        assert [row.contact.name for row in deal.contact_rows.all()] == ["Tom Berger"]
        assert str(deal.account.industry) == "Transport & logistics" and str(deal.competitor) == "Fathomline"
    shown = client.get(answer["Location"]).content.decode()
    assert "Tom Berger" in shown and "$480,000" in shown and "Leaving a legacy suite" in shown


def test_a_company_we_know_is_not_made_twice() -> None:
    where, _ = company()
    ben = member(where, "Ben Whitlock", Role.REP)
    client = signed_in(ben)
    client.post("/opportunities/add", DEAL)
    client.post("/opportunities/add", DEAL | {"company": " harbourline  LOGISTICS ", "person_name": ""})
    with opened(where):
        assert Account.objects.count() == 1 and Opportunity.objects.count() == 2


def test_a_rep_who_types_the_name_of_a_private_customer_learns_nothing() -> None:
    where, _ = company()
    ben = member(where, "Ben Whitlock", Role.REP)
    with opened(where):
        kestrel = add_account("Kestrel Freight", by=SETUP)
        set_visibility(start_profile(kestrel, by=SETUP), Visibility.MASKED, by=SETUP)
    assert signed_in(ben).post("/opportunities/add", DEAL | {"company": "Kestrel Freight"}).status_code == 302
    with opened(where):
        assert Opportunity.objects.get().account_id != kestrel.pk


def test_what_was_typed_is_kept_when_something_is_wrong() -> None:
    where, _ = company()
    ben = member(where, "Ben Whitlock", Role.REP)
    bad = DEAL | {"company": "", "amount": "a lot", "currency": "dollars", "person_email": "tom"}
    page = signed_in(ben).post("/opportunities/add", bad)
    text = page.content.decode()
    assert page.status_code == 422
    for words in ("Enter the company you are selling to.", "Enter a number, such as", "Enter three letters"):
        assert words in text
    assert 'value="a lot"' in text and 'value="Planning, Consolidation, planning"' in text
    with opened(where):
        assert not Opportunity.objects.exists() and not Account.objects.exists()


def test_two_people_of_one_address_are_refused_and_nothing_is_left_behind() -> None:
    where, priya = company()
    with opened(where):
        account = add_account("Harbourline Logistics", status="prospect", by=SETUP)
        add_contact(account, "Tom Berger", email="tom@harbourline.example", by=SETUP)
    page = signed_in(priya).post("/opportunities/add", DEAL | {"owner": str(priya.pk)})
    assert page.status_code == 422 and "has this address already" in page.content.decode()
    with opened(where):
        assert not Opportunity.objects.exists()


def test_a_deal_is_changed_and_its_people_chosen() -> None:
    where, _ = company()
    ben = member(where, "Ben Whitlock", Role.REP)
    client = signed_in(ben)
    path = client.post("/opportunities/add", DEAL)["Location"]
    with opened(where):
        deal = Opportunity.objects.get()
        tom = deal.account.contacts.get()
        ada = add_contact(deal.account, "Ada Lunt", by=SETUP)
    changed = DEAL | {"name": "Harbourline, phase 2", "contacts": [str(tom.pk), str(ada.pk)], "person_name": ""}
    assert client.post(f"{path}/edit", changed).status_code == 302
    with opened(where):
        deal = Opportunity.objects.get()
        assert deal.name == "Harbourline, phase 2"
        assert {row.contact.name for row in deal.contact_rows.all()} == {"Tom Berger", "Ada Lunt"}


def test_a_deal_is_closed_after_saying_what_that_does() -> None:
    where, _ = company()
    ben = member(where, "Ben Whitlock", Role.REP)
    client = signed_in(ben)
    path = client.post("/opportunities/add", DEAL)["Location"]
    page = client.get(f"{path}/close/won").content.decode()
    assert "$480,000" in page
    with opened(where):
        assert Opportunity.objects.get().status == "open", "looking changes nothing"
    assert client.post(f"{path}/close/won").status_code == 302
    with opened(where):
        deal = Opportunity.objects.get()
        assert (deal.status, deal.won_amount) == ("won", Decimal(480_000))
        assert Event.objects.filter(name="opportunity.won", subject_id=deal.pk).count() == 1
    assert client.post(f"{path}/close/lost").status_code == 409
    assert client.get(f"{path}/close/lost").status_code == 302, "no question whose answer can only be refused"
    assert client.post(f"{path}/edit", DEAL | {"person_name": ""}).status_code == 409, "what it was worth is frozen"
    assert client.get(f"{path}/close/maybe").status_code == 404


def test_a_deal_closed_by_mistake_is_opened_again_from_the_message_or_its_page() -> None:
    where, priya = company()
    ben = member(where, "Ben Whitlock", Role.REP, team="North")
    client, mate = signed_in(ben), signed_in(member(where, "Nora Lind", Role.REP, team="North"))
    path = client.post("/opportunities/add", DEAL)["Location"]
    page = client.post(f"{path}/close/won", follow=True).content.decode()
    with opened(where):
        undo = f"{path}/undo/{Event.objects.get(name='opportunity.won').pk}"
    assert page.count(f'action="{undo}"') == 2, "the message, and the line that stays while it lasts"
    assert "You can take it back until" in client.get(path).content.decode()
    assert undo not in mate.get(path).content.decode() and mate.post(undo).status_code == 403
    assert client.get(undo).status_code == 405
    assert signed_in(priya).get(path).content.decode().count(f'action="{undo}"') == 1
    assert "is open again" in client.post(undo, follow=True).content.decode()
    with opened(where):
        assert Opportunity.objects.get().status == "open"
    assert client.post(undo).status_code == 409, "once"
    assert "You can take it back until" not in client.get(path).content.decode()


def test_after_ten_minutes_a_closed_deal_offers_no_way_back() -> None:
    where, _ = company()
    client = signed_in(member(where, "Ben Whitlock", Role.REP))
    path = client.post("/opportunities/add", DEAL)["Location"]
    client.post(f"{path}/close/won", follow=True)
    with opened(where):
        undo = f"{path}/undo/{Event.objects.get(name='opportunity.won').pk}"
        later = clock.now() + timedelta(minutes=11)
    clock.move_to(where, later)
    assert undo not in client.get(path).content.decode()
    assert client.post(undo).status_code == 409
    with opened(where):
        assert Opportunity.objects.get().status == "won"


def test_a_lost_deal_is_lost() -> None:
    where, _ = company()
    ben = member(where, "Ben Whitlock", Role.REP)
    client = signed_in(ben)
    path = client.post("/opportunities/add", DEAL)["Location"]
    assert client.post(f"{path}/close/lost").status_code == 302
    assert "closed as lost" in client.get(path).content.decode()
    assert "Harbourline" in client.get("/opportunities?view=lost").content.decode()
    assert "Harbourline" not in client.get("/opportunities?view=open").content.decode()


def test_deals_are_seen_by_their_rep_the_team_and_the_program_and_by_nobody_else() -> None:
    where, priya = company()
    ben = member(where, "Ben Whitlock", Role.REP, team="North")
    mate = member(where, "Nora Lind", Role.REP, team="North")
    other = member(where, "Otto Kern", Role.REP, team="South")
    leader = member(where, "Lena Voss", Role.LEADER)
    with opened(where):
        account = add_account("Harbourline", status="prospect", by=SETUP)
        deal = add_opportunity(account, "Harbourline", owner=ben, by=SETUP)
    path = f"/opportunities/{deal.pk}"
    for who in (ben, mate, priya, leader):
        assert signed_in(who).get(path).status_code == 200, who.name
    for tail in ("", "/edit", "/close/won"):
        assert signed_in(other).get(path + tail).status_code == 404
    assert signed_in(other).post(f"{path}/close/won").status_code == 404
    assert signed_in(mate).post(f"{path}/close/won").status_code == 403, "seeing is not closing"
    assert signed_in(leader).post(f"{path}/close/won").status_code == 403
    assert signed_in(priya).post(f"{path}/close/won").status_code == 302


def test_another_companys_deal_is_not_there() -> None:
    _, priya = company()
    theirs = workspace("theirs")
    maya = member(theirs, "Maya Okafor", Role.REP)
    with opened(theirs):
        deal = add_opportunity(add_account("Secret", status="prospect", by=SETUP), "Secret", owner=maya, by=SETUP)
    assert signed_in(maya).get(f"/opportunities/{deal.pk}").status_code == 200
    assert signed_in(priya).get(f"/opportunities/{deal.pk}").status_code == 404
    assert "Secret" not in signed_in(priya).get("/opportunities?view=open").content.decode()


def test_the_list_asks_the_database_as_often_for_thirty_deals_as_for_three() -> None:
    where, priya = company()
    client = signed_in(priya)

    def fill(first: int, last: int) -> None:
        with opened(where):
            for nth in range(first, last):
                account = add_account(f"Prospect {nth:02}", status="prospect", by=SETUP)
                add_opportunity(account, f"Deal {nth:02}", owner=priya, by=SETUP)

    fill(0, 3)
    few = queries_of(client, "/opportunities?view=open")
    fill(3, 30)
    assert queries_of(client, "/opportunities?view=open") == few
    assert "Deal 29" in client.get("/opportunities?view=open").content.decode()


def test_an_empty_list_says_what_to_do() -> None:
    where, _ = company()
    ben = member(where, "Ben Whitlock", Role.REP)
    page = signed_in(ben).get("/opportunities").content.decode()
    assert "No open deals yet" in page and '/opportunities/add"' in page


def test_a_deal_tells_whose_voice_each_request_is_about_and_where_it_stands_to_those_who_may_know() -> None:
    made = cast.company()
    with opened(made.workspace):
        made.request()
    ben, priya = (scenes.signed_in(who) for who in (made.ben, made.priya))
    page = f"/opportunities/{made.deal.pk}"
    shown = scenes.text_of(ben, page)
    assert "Kestrel Freight" in shown and "With Amara until" in shown and "Harbourline Logistics" in shown
    scenes.masked(made)
    shown = scenes.text_of(ben, page)
    assert "1 private reference" in shown and "Kestrel" not in shown
    assert "Kestrel Freight" in scenes.text_of(priya, page)
