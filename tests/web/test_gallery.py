"""Every component, looked at by a browser: accessible, inside its page, obedient to the policy, working by hand."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

PAGES = ["", "/find", "/link", "/plain", "/404", "/500"]
NO_SIDEWAYS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nobody_is_shut_out(chromium: Browser, site: str, theme: Literal["light", "dark"], width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    for path in PAGES:
        page.goto(f"{site}/_gallery{path}")
        found = Axe().run(page).response
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]] == [], path
        assert len(found["passes"]) > 10
    page.close()


@pytest.mark.parametrize("width", [320, 390, 719, 721, 1024, 1100, 1440])
def test_nothing_hangs_over_the_side(chromium: Browser, site: str, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    for path in PAGES:
        page.goto(f"{site}/_gallery{path}")
        assert page.evaluate(NO_SIDEWAYS), path
    page.close()


def test_text_twice_as_large_still_fits(chromium: Browser, site: str) -> None:
    """Doubling the root size is what a browser's text setting does: all sizes are rem."""
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    for path in PAGES:
        page.goto(f"{site}/_gallery{path}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(NO_SIDEWAYS), path
    page.close()


def test_no_page_breaks_the_policy_or_throws(chromium: Browser, site: str) -> None:
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    for path in PAGES:
        page.goto(f"{site}/_gallery{path}", wait_until="networkidle")
    assert complaints == []
    page.close()


def test_the_theme_changes_at_once_and_is_still_there_on_the_next_page(chromium: Browser, site: str) -> None:
    page = opened(chromium, site)
    page.locator(".nav details.menu summary").click()
    page.locator(".nav button[value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto(f"{site}/_gallery/find")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.context.close()


def test_a_dialog_opens_from_a_link_takes_the_focus_and_gives_it_back(chromium: Browser, site: str) -> None:
    page = opened(chromium, site)
    link = page.get_by_role("link", name="Open a dialog")
    link.click()
    dialog = page.get_by_role("dialog", name="Request Ingrid at Nordhaven")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("heading")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(link).to_be_focused()
    page.context.close()


def test_the_same_link_is_a_whole_page_without_script(chromium: Browser, site: str) -> None:
    page = opened(chromium, site, java_script_enabled=False)
    page.get_by_role("link", name="Open a dialog").click()
    expect(page).to_have_url(f"{site}/_gallery/find")
    expect(page.get_by_role("button", name="Send request")).to_be_visible()
    page.context.close()


def test_a_copy_button_is_not_there_without_script(chromium: Browser, site: str) -> None:
    without = opened(chromium, site, java_script_enabled=False)
    expect(without.get_by_role("button", name="Copy link")).to_have_count(0)
    without.context.close()
    page = opened(chromium, site)
    expect(page.get_by_role("button", name="Copy link")).to_be_visible()
    page.context.close()


def test_three_times_are_enough_and_are_told_in_the_readers_zone(chromium: Browser, site: str) -> None:
    page = opened(chromium, site, timezone_id="America/New_York")
    boxes = page.locator("gw-times input[type=checkbox]")
    boxes.nth(2).check()
    expect(boxes.nth(3)).to_be_disabled()
    expect(page.get_by_text("Three times are chosen.")).to_be_visible()
    first = page.locator("gw-times time").first
    expect(first).to_have_text("11:12")
    page.get_by_role("button", name="Show in New York time").click()
    expect(first).to_have_text("05:12")
    page.get_by_role("button", name="Show in Brussels time").click()
    expect(first).to_have_text("11:12")
    page.context.close()


def test_the_skip_link_is_first_and_leads_to_the_content(chromium: Browser, site: str) -> None:
    page = opened(chromium, site)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.context.close()


def test_a_failed_swap_is_told_as_an_error_that_stays(chromium: Browser, site: str) -> None:
    page = opened(chromium, site)
    page.route(
        "**/_gallery?show=100", lambda route: route.fulfill(status=500, body="<main data-say='It broke.'></main>")
    )
    page.get_by_role("link", name="Load 50 more").click()
    toast = page.locator("#toasts .toast.error")
    expect(toast).to_contain_text("It broke.")
    toast.get_by_role("button", name="Dismiss this message").click()
    expect(toast).to_have_count(0)
    page.context.close()


def test_a_swap_keeps_the_focus_and_says_what_came(chromium: Browser, site: str) -> None:
    page = opened(chromium, site)
    more = "<section id='lists' data-announce='412 people'><a href='#lists' data-focus>Ingrid</a></section>"
    page.route("**/_gallery?show=100", lambda route: route.fulfill(status=200, content_type="text/html", body=more))
    page.get_by_role("link", name="Load 50 more").click()
    expect(page.locator("#live")).to_have_text("412 people")
    expect(page.locator("#lists [data-focus]")).to_be_focused()
    page.context.close()


def opened(chromium: Browser, site: str, **settings: Any) -> Page:
    page = chromium.new_context(viewport={"width": 1280, "height": 900}, **settings).new_page()
    page.goto(f"{site}/_gallery")
    return page
