"""The search in a real browser: it finds while one types, keeps the focus, and works from a phone and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.web.finding.making import Market, market
from tests.web.looking import browsing

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def made() -> Market:
    return market()


def test_it_finds_while_one_types_and_the_address_says_what(made: Market, chromium: Browser, site: str) -> None:
    with browsing(chromium, site, made.ben) as page:
        page.goto(f"{site}/search")
        field = page.get_by_role("searchbox", name="Search references")
        expect(field).to_be_focused()
        field.press_sequentially("nordh")
        expect(page.locator("#count")).to_have_text("1 reference")
        expect(page.get_by_role("heading", name="Nordhaven Shipping")).to_be_visible()
        page.wait_for_url("**/search?q=nordh*")
        expect(field).to_be_focused()
        expect(page.get_by_role("button", name="Copy link")).to_be_visible()


def test_boxes_and_picks_keep_the_focus_and_all_of_it_is_in_the_address(
    made: Market, chromium: Browser, site: str
) -> None:
    with browsing(chromium, site, made.ben) as page:
        page.goto(f"{site}/search")
        page.get_by_role("checkbox", name="Benelux").check()
        expect(page.locator("#count")).to_have_text("2 references")
        expect(page.get_by_role("checkbox", name="Benelux")).to_be_focused()
        for name in ("Alderbrook Foods", "Kestrel Freight"):
            page.get_by_role("link", name=f"Compare ({name})").click()
            expect(page.get_by_role("link", name=f"Picked ({name})")).to_be_focused()
        page.reload()
        page.get_by_role("link", name="Compare 2").click()
        expect(page.get_by_role("columnheader", name="Alderbrook Foods")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("checkbox", name="Benelux")).to_be_checked()


def test_picking_beside_those_alike_keeps_the_list_and_the_focus(made: Market, chromium: Browser, site: str) -> None:
    with browsing(chromium, site, made.ben) as page:
        page.goto(f"{site}/search/like?ref=person:{made.maya.pk}")
        alike = page.locator("article h3").all_inner_texts()
        page.get_by_role("link", name="Compare (Alderbrook Foods)").click()
        expect(page.get_by_role("link", name="Picked (Alderbrook Foods)")).to_be_focused()
        assert page.locator("article h3").all_inner_texts() == alike
        page.get_by_role("link", name="Tomasz Zielinski, Alderbrook Foods: leave out of the comparison").click()
        expect(page.get_by_role("link", name="Compare (Alderbrook Foods)")).to_be_visible()
        expect(page.get_by_role("heading", name="More like Maya Okafor, Kestrel Freight")).to_be_visible()


def test_without_script_and_on_a_phone_all_of_it_is_forms_and_links(made: Market, chromium: Browser, site: str) -> None:
    with browsing(chromium, site, made.ben, java_script_enabled=False, viewport=PHONE) as page:
        page.goto(f"{site}/search")
        page.get_by_role("searchbox", name="Search references").fill("Nordhavn")
        page.get_by_role("button", name="Search", exact=True).click()
        expect(page.get_by_role("heading", name="Nordhaven Shipping")).to_be_visible()
        page.get_by_role("link", name="More like this (Nordhaven Shipping)").click()
        expect(page.get_by_role("heading", name="More like Ingrid Solheim, Nordhaven Shipping")).to_be_visible()
