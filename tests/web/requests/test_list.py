from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.core.tenancy import opened
from goodword.desk.actions import send_request
from goodword.desk.models import ReferenceRequest
from goodword.directory import actions as directory
from goodword.members.models import Role
from goodword.members.policy import actor_of
from tests import cast
from tests.web.requests import scenes
from tests.web.requests.scenes import asked, signed_in, text_of


def test_a_rep_sees_their_own_requests_and_the_program_all() -> None:
    company = cast.company()
    asked(company)
    with opened(company.workspace):
        noor = cast.member("Noor Haddad", Role.REP)
    assert "Harbourline Logistics" in text_of(signed_in(company.ben), "/requests")
    assert "Harbourline Logistics" in text_of(signed_in(company.priya), "/requests")
    nothing = text_of(signed_in(noor), "/requests")
    assert "Harbourline" not in nothing and "No requests yet" in nothing and "Find a reference" in nothing


def test_a_row_says_where_it_is_and_who_has_the_ball() -> None:
    company = cast.company()
    asked(company)
    page = text_of(signed_in(company.ben), "/requests")
    assert "With Amara until Wed 09:00. Then we ask Lucia." in page and "Progress for Harbourline Logistics" in page
    assert "With you until Wed 09:00." in text_of(signed_in(company.amara), "/requests")


def test_requests_are_found_by_buyer_and_narrowed_by_state_but_never_by_the_customer() -> None:
    company = cast.company()
    asked(company)
    ben = signed_in(company.ben)
    assert "Finance" not in text_of(ben, "/requests?q=nowhere")
    assert "Nothing matches" in text_of(ben, "/requests?q=nowhere")
    assert "With Amara" in text_of(ben, "/requests?q=harbour")
    assert "Nothing matches" in text_of(ben, "/requests?q=kestrel")
    assert "Nothing matches" in text_of(ben, "/requests?state=booked")
    assert "With Amara" in text_of(ben, "/requests?state=with_owner")
    assert "Nothing in “At risk”" in text_of(ben, "/requests?view=late")


def test_one_behind_its_promise_is_in_the_late_view() -> None:
    company = cast.company()
    asked(company)
    priya = signed_in(company.priya)
    assert "Behind" not in text_of(priya, "/requests")
    # Both owners and both deputies are silent, and the day of the promised answer goes by.
    company.run(days=4)
    page = text_of(priya, "/requests?view=late")
    assert "Harbourline Logistics" in page and "Behind" in page
    # On Today it is among those to match, marked: one card, not two.
    today = text_of(priya, "/")
    assert "Today (1)" in today and "Who should Harbourline Logistics hear from?" in today and "Behind" in today


def test_a_list_asks_the_database_the_same_number_of_questions_however_long() -> None:
    company = cast.company()
    asked(company)
    client = signed_in(company.priya)
    text_of(client, "/requests")
    with CaptureQueriesContext(connection) as few:
        text_of(client, "/requests")
    with opened(company.workspace):
        for nth in range(6):
            buyer = directory.add_account(f"Buyer {nth}", by=cast.SETUP, status="prospect")
            people = [directory.add_contact(buyer, f"Dana {nth}", by=cast.SETUP)]
            deal = directory.add_opportunity(
                buyer, "Deal", by=cast.SETUP, owner=company.ben, stage="proposal", amount=900_000, contacts=people
            )
            send_request(deal, by=actor_of(company.ben), advocate=None, must_settle="Will it hold?")
    assert "Buyer 5" in text_of(client, "/requests")
    with CaptureQueriesContext(connection) as many:
        text_of(client, "/requests")
    assert len(many) == len(few)


def test_more_requests_than_a_page_holds_are_read_on_and_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goodword.web.requests.listing.PAGE", 2)
    monkeypatch.setattr("goodword.web.directory.listing.MOST", 4)
    company = cast.company()
    with opened(company.workspace):
        for nth in range(7):
            send_request(company.deal, by=actor_of(company.ben), advocate=None, must_settle=f"Will it hold {nth}?")
        newest_first = [
            str(key) for key in ReferenceRequest.objects.order_by("-created_at", "pk").values_list("pk", flat=True)
        ]
    client = signed_in(company.ben)
    first = text_of(client, "/requests?as=list&show=4")
    second = text_of(client, f"/requests{_link(first, 'next')}")
    last = text_of(client, f"/requests{_link(second, 'next')}")
    assert [_keys(page) for page in (first, second, last)] == [newest_first[:4], newest_first[4:6], newest_first[6:]]
    assert not _link(last, "next") and _keys(text_of(client, f"/requests{_link(last, 'prev')}")) == newest_first[4:6]
    # Another view begins at its own beginning.
    assert "after=" not in "".join(re.findall(r'class="tab" href="([^"]*)"', second))


def _keys(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'<th scope="row"><a href="/requests/([0-9a-f-]{36})"', page)))


def _link(page: str, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
    return unescape(found[1]) if found else ""


def test_another_company_sees_none_of_it() -> None:
    company, other = cast.company(), cast.company("elsewhere")
    asked(company, must_settle="A canary in the mine")
    assert "No requests yet" in text_of(signed_in(other.priya), "/requests")
    scenes.masked(company)
    page = text_of(signed_in(company.ben), "/requests")
    assert "Kestrel" not in page and "1 private reference" in page and "Amara" not in page


def test_finding_a_reference_is_offered_to_whoever_may_and_all_requests_are_nobodys_own() -> None:
    company = cast.company()
    scenes.asked(company)
    heads = {company.priya: "Requests", company.ben: "My requests", company.elin: "Requests"}
    for who, heading in heads.items():
        for shape in ("list", "board"):
            page = text_of(signed_in(who), f"/requests?as={shape}")
            assert f"<h1>{heading}</h1>" in page
            assert ('href="/find"' in page.split("<main")[1]) is (who != company.elin)
    admin = signed_in(company.ada)
    assert 'href="/find"' not in text_of(admin, "/requests").split("<main")[1]
    assert admin.get("/find").status_code == 403
