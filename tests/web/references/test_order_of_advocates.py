"""The program's list of advocates in order of how rested people are, and of how much they helped this year."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.protection import actions as protection
from goodword.references import actions as references
from goodword.references.models import Advocate, HelpKind
from goodword.web.directory import listing
from tests import cast
from tests.cast import SETUP, Company
from tests.web.requests import scenes
from tests.web.requests.scenes import signed_in, text_of

NAME = re.compile(r'<a href="/advocates/[^"]+">([^<]+)</a><small>')
HEADS = re.compile(r'<th scope="col"[^>]*?(?: aria-sort="(\w+)")?><a href="([^"]+)">(Rest|This year)')


def names(page: str) -> list[str]:
    return [name.split()[0] for name in NAME.findall(page)]


def helped(advocate: Advocate, *days_ago: int, kind: str = HelpKind.CALL) -> None:
    for days in days_ago:
        protection.log_elsewhere(advocate, kind, by=SETUP, on=clock.now().date() - timedelta(days=days))


def team(company: Company) -> None:
    """Four more people: worn out, in the gap, a little used, never asked."""
    with opened(company.workspace):
        for name, days in (("Worn", (200, 230, 260)), ("Lately", (3,)), ("Little", (100,)), ("Never", ())):
            account = cast.customer(f"{name} Freight", owner=company.amara)
            helped(cast.advocate(account, f"{name} Doe", nominated_by=company.amara), *days)
        helped(company.maya, 300, kind=HelpKind.WRITTEN)


def test_the_least_rested_come_first_then_the_most_rested() -> None:
    company = cast.company()
    team(company)
    priya = signed_in(company.priya)
    page = text_of(priya, "/advocates?sort=rest")
    assert names(page)[:2] == ["Lately", "Worn"] and "Resting until" in page
    assert names(text_of(priya, "/advocates?sort=-rest"))[-2:] == ["Worn", "Lately"]


def test_who_helped_most_this_year_comes_first_by_what_stands_in_the_column() -> None:
    company = cast.company()
    team(company)
    page = text_of(signed_in(company.priya), "/advocates?sort=-year")
    assert names(page)[0] == "Worn" and set(names(page)[1:3]) == {"Lately", "Little"} and names(page)[3] == "Maya"
    shown = re.findall(r'data-label="This year">([^<]+)<', page)
    assert shown == ["3 of 4", "1 of 4", "1 of 4", "½ of 4", "0 of 4", "0 of 4"]


def test_both_columns_say_by_which_the_list_is_sorted() -> None:
    company = cast.company()
    priya = signed_in(company.priya)
    heads = {words: (how, unescape(href)) for how, href, words in HEADS.findall(text_of(priya, "/advocates?sort=rest"))}
    assert heads == {"Rest": ("ascending", "?sort=-rest"), "This year": ("", "?sort=year")}


def test_rest_is_no_order_of_those_who_take_no_part_yet() -> None:
    company = cast.company()
    with opened(company.workspace):
        olu = directory.add_contact(company.kestrel, "Olu Bright", by=SETUP, email="olu@kestrel.example")
        references.nominate(olu, by=SETUP)
    page = text_of(signed_in(company.priya), "/advocates?view=proposed&sort=rest")
    assert names(page) == ["Olu"] and [words for _how, _href, words in HEADS.findall(page)] == ["This year"]
    assert '<th scope="col" aria-sort="ascending"><a href="?view=proposed&amp;sort=-name">Name' in page


def test_a_worked_out_order_is_read_on_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "STEP", 2)
    monkeypatch.setattr(listing, "MOST", 2)
    company = cast.company()
    team(company)
    priya, at, told = signed_in(company.priya), "?sort=-rest", list[str]()
    while at:
        page = text_of(priya, f"/advocates{at}")
        told += names(page)
        onwards = re.search(r'rel="next" href="([^"]+)"', page)
        at = unescape(onwards[1]) if onwards else ""
    assert len(told) == len(set(told)) == 6 and told[-2:] == ["Worn", "Lately"]


def test_a_private_one_has_no_place_in_a_reps_order() -> None:
    company = cast.company()
    scenes.masked(company)
    ben = signed_in(company.ben)
    for sort in ("rest", "-rest", "year", "-year"):
        assert names(text_of(ben, f"/advocates?sort={sort}")) == ["Ingrid"]
