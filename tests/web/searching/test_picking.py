"""Picking some to compare changes who is picked and nothing else: the list, its length and the page stay."""

from __future__ import annotations

import re
from html import unescape

import pytest

from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.members.models import Member
from goodword.proof.actions import add_story
from goodword.references.actions import add_fact
from goodword.references.models import FactKind
from tests.cast import SETUP
from tests.web.finding.making import Market, describe, market, profile_of, published, signed_in
from tests.web.searching.test_search_page import companies, reasons, searched


@pytest.fixture
def made() -> Market:
    return market()


def shown(who: Member, path: str) -> str:
    answer = signed_in(who).get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def address(page: str, words: str) -> str:
    """Return where the first link with these words leads."""
    return next(href for href, text in re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', page) if words in text)


def many(made: Market, count: int) -> None:
    with opened(made.workspace):
        for nth in range(count):
            published(f"Quay {nth:02}", "Banking", "Berths.", f"p/{nth}")


def test_picking_beside_those_alike_keeps_them(made: Market) -> None:
    like = f"/search/like?ref=person:{made.maya.pk}"
    page = shown(made.ben, like)
    picked = shown(made.ben, address(page, "Compare"))
    assert companies(picked) == companies(page) != [] and "More like Maya" in picked
    left_out = re.search(r'<a class="chip" href="([^"]*)"', picked)
    assert left_out is not None and companies(shown(made.ben, left_out.group(1))) == companies(page)
    assert '<a href="/search?pick=' in picked


def test_picking_far_down_keeps_what_was_read_so_far(made: Market) -> None:
    many(made, 30)
    page = searched(made.ben, "?q=berths&show=40")
    assert len(companies(page)) == 30
    assert len(companies(shown(made.ben, address(page, "Compare")))) == 30


def test_a_fourth_pick_waits_until_one_is_left_out(made: Market) -> None:
    many(made, 5)
    page = searched(made.ben, "?q=berths")
    for _ in range(3):
        page = shown(made.ben, address(page, "Compare</a>" if "Compare</a>" in page else "Compare<span"))
    assert page.count('aria-current="true"') == 3 and "Compare 3" in page
    assert page.count('aria-disabled="true"') == 2 and "3 are picked. Leave one out first." in page


def test_picks_that_lead_to_nobody_take_no_place(made: Market) -> None:
    many(made, 2)
    page = searched(made.ben, "?q=berths&pick=nobody&pick=none&pick=nothing")
    assert 'aria-disabled="true"' not in page and "Picked to compare" not in page


def test_those_alike_have_something_in_common(made: Market) -> None:
    with opened(made.workspace):
        profile_of(directory.add_account("Bare Company", by=SETUP))
    page = shown(made.ben, f"/search/like?ref=person:{made.maya.pk}")
    assert "Nordhaven Shipping" in companies(page) and "Bare Company" not in companies(page)
    assert all(reasons(page)[company] for company in companies(page))


def test_a_company_of_many_stories_stands_once_and_crowds_nobody_out(made: Market) -> None:
    with opened(made.workspace):
        wordy = published("Wordy Freight", "Transport & logistics", "Ships.", "p/0")
        describe(wordy.profile.account, "Transport & logistics", "Benelux", "1,001 to 5,000 people")
        for nth in range(1, 40):
            add_story(wordy.profile, by=SETUP, title="More", text="Ships.", record=f"p/{nth}")
        other = published("Tidal Energy", "Energy", "Turbines.", "p/40")
        describe(other.profile.account, "Energy", "Benelux", "1,001 to 5,000 people")
    shown_alike = companies(shown(made.ben, f"/search/like?ref=person:{made.maya.pk}"))
    assert shown_alike.count("Wordy Freight") == 1 and "Tidal Energy" in shown_alike


def test_where_nobody_is_alike_that_is_said(made: Market) -> None:
    with opened(made.workspace):
        published("Lonely Lighthouse", "Lighthouses", "Qwertz uiop.", "p/1")
    href = address(searched(made.ben, "?q=lighthouse"), "More like this")
    page = shown(made.ben, href)
    assert companies(page) == [] and "No other reference you can see has something in common with them." in page


def test_the_comparison_tells_results_and_leads_on_to_asking(made: Market) -> None:
    with opened(made.workspace):
        add_fact(profile_of(made.kestrel), FactKind.RESULT, by=SETUP, value="Half the berthing time")
    keys = f"pick=person:{made.maya.pk}&pick=person:{made.ingrid.pk}"
    page = shown(made.ben, f"/search/compare?{keys}")
    assert "Half the berthing time" in page and f"/find?advocate={made.ingrid.pk}" in page
    page = shown(made.ben, f"/search/compare?{keys}&opp={made.deal.pk}")
    assert f"/find/request?opp={made.deal.pk}&advocate={made.ingrid.pk}" in page
