"""The list of requests by its headings: every column in the order it shows, either way round, read to its end."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.actions import send_request, withdraw_request
from goodword.desk.models import ReferenceRequest
from goodword.desk.queries.lists import loaded, rows_of
from goodword.desk.queries.orders import NEVER, with_next
from goodword.directory import actions as directory
from goodword.members.models import Role
from goodword.members.policy import actor_of
from tests import cast
from tests.cast import Company
from tests.web.requests import scenes
from tests.web.requests.scenes import signed_in, text_of

BUYER = re.compile(r'<th scope="row"><a href="/requests/[^"]+">([^<]+)</a>')
HEAD = re.compile(r'<th scope="col"(?: aria-sort="(\w+)")?><a href="([^"]+)">([^<]+)')


def buyers(page: str) -> list[str]:
    return BUYER.findall(page)


def list_of(company: Company, sort: str) -> list[str]:
    return buyers(text_of(signed_in(company.priya), f"/requests?as=list&sort={sort}"))


def for_buyer(company: Company, name: str, *, need_by: date | None = None, by: object = None) -> ReferenceRequest:
    """Have somebody ask for a reference for another buyer; the program is to pick."""
    buyer = directory.add_account(name, by=cast.SETUP, status="prospect", time_zone="Europe/Brussels")
    people = [directory.add_contact(buyer, f"Dana at {name}", by=cast.SETUP)]
    deal = directory.add_opportunity(
        buyer, "Deal", by=cast.SETUP, owner=company.ben, stage="proposal", amount=900_000, contacts=people
    )
    rep = actor_of(company.ben)
    return send_request(deal, by=rep, advocate=None, must_settle="Will it hold?", need_by=need_by)


def three(company: Company) -> None:
    """One whose owner is asked, then one to match by a day, then one to match without."""
    scenes.asked(company)
    company.run(hours=1)
    with opened(company.workspace):
        for_buyer(company, "Zephyr Ports", need_by=clock.now().date() + timedelta(days=20))
    company.run(hours=1)
    with opened(company.workspace):
        for_buyer(company, "Ålesund Fish")


def test_every_heading_puts_the_list_in_the_order_of_its_column() -> None:
    company = cast.company()
    three(company)
    asked, ports, fish = "Harbourline Logistics", "Zephyr Ports", "Ålesund Fish"
    # Å stands with A, as everywhere.
    assert list_of(company, "buyer") == [fish, asked, ports]
    assert list_of(company, "-step")[:1] == [asked] and list_of(company, "step")[-1:] == [asked]
    assert list_of(company, "need")[0] == ports and list_of(company, "-need")[-1] == ports
    assert list_of(company, "asked") == [asked, ports, fish] == list_of(company, "-asked")[::-1]
    # Four working hours to match, eight for the owner who was asked two hours earlier.
    assert list_of(company, "next") == [ports, fish, asked] == list_of(company, "-next")[::-1]


def test_the_time_left_that_the_list_is_sorted_by_is_the_one_each_row_shows() -> None:
    company = cast.company()
    scenes.booked(company)
    with opened(company.workspace):
        for_buyer(company, "Zephyr Ports")
        company.request(company.ingrid)
        withdraw_request(for_buyer(company, "Gone Ltd"), by=actor_of(company.ben))
        sorted_by = dict(with_next(ReferenceRequest.objects.all()).values_list("pk", "next_at"))
        rows = rows_of(loaded(ReferenceRequest.objects.all()), actor_of(company.priya), company.priya)
        shown = {row.need.pk: row.call.starts_at if row.call else row.until or NEVER for row in rows}
    assert sorted_by == shown and len(set(shown.values())) == len(shown) == 4


def test_headings_say_what_the_list_is_sorted_by_and_turn_it_round() -> None:
    company = cast.company()
    three(company)
    page = text_of(signed_in(company.priya), "/requests?as=list&view=open&sort=next")
    heads = {words: (how, unescape(href)) for how, href, words in HEAD.findall(page)}
    assert set(heads) == {"Buyer", "Where it stands", "Time left", "Needed by", "Asked by", "Asked"}
    assert heads["Time left"] == ("ascending", "?as=list&view=open&sort=-next")
    assert heads["Buyer"] == ("", "?as=list&view=open&sort=buyer")
    plain = {words: how for how, _href, words in HEAD.findall(text_of(signed_in(company.priya), "/requests?as=list"))}
    assert plain["Asked"] == "descending"


def test_a_search_and_another_view_keep_the_order() -> None:
    company = cast.company()
    three(company)
    page = text_of(signed_in(company.priya), "/requests?as=list&sort=buyer")
    assert page.count('<input type="hidden" name="sort" value="buyer">') == 2
    assert "sort=buyer" in "".join(re.findall(r'class="tab" href="([^"]*)"', page))


@pytest.mark.parametrize("sort", ["next", "-next", "step", "-step"])
def test_an_order_that_is_worked_out_is_read_on_to_its_end(sort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goodword.web.requests.listing.PAGE", 2)
    monkeypatch.setattr("goodword.web.directory.listing.MOST", 2)
    company = cast.company()
    three(company)
    with opened(company.workspace):
        for nth in range(4):
            for_buyer(company, f"Buyer {nth}")
    client, at, told = signed_in(company.priya), f"?as=list&sort={sort}", list[str]()
    while at:
        page = text_of(client, f"/requests{at}")
        told += buyers(page)
        onwards = re.search(r'rel="next" href="([^"]+)"', page)
        at = unescape(onwards[1]) if onwards else ""
    assert len(told) == len(set(told)) == 7


def test_no_order_tells_a_rep_which_request_is_about_somebody_private() -> None:
    company = cast.company()
    scenes.masked(company)
    scenes.asked(company, advocate=company.maya)
    with opened(company.workspace):
        cast.member("Noor Haddad", Role.REP)
    page = text_of(signed_in(company.ben), "/requests?as=list&sort=buyer")
    for canary in scenes.CANARIES:
        assert canary not in page
    # There is no heading for the customer: the order would tell the name.
    assert "Customer" not in [words for _how, _href, words in HEAD.findall(page)]
