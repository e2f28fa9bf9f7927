"""A network that is slow or gone: what was there stays there, and what went wrong is said with what to do."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, Route, expect

from goodword.core.tenancy import opened
from goodword.protection import actions as protection
from tests.cast import SETUP
from tests.web.finding.making import market
from tests.web.finding.test_in_a_browser import page_of, settled

CHIP = "#find a.chip[hx-get]"
BEHIND_IT = re.compile(r"/find\?")


def test_old_content_stays_while_the_new_is_on_its_way_and_then_gives_way(site: str, chromium: Browser) -> None:
    company = market()
    waiting: list[Route] = []
    with page_of(chromium, site, company.ben) as page:
        page.goto(f"{site}/find?opp={company.deal.pk}")
        before = page.locator("article.match").first.inner_text()
        page.route(BEHIND_IT, lambda route: waiting.append(route))
        with page.expect_request(BEHIND_IT):
            page.locator(CHIP).first.click()
        assert page.locator("article.match").first.inner_text() == before
        expect(page.locator(".htmx-request")).to_have_count(1)
        waiting.pop().continue_()
        page.unroute(BEHIND_IT)
        settled(page)
        expect(page.locator("article.match").first).to_be_visible()


def test_a_lost_network_is_said_and_the_page_stays_and_works_again(site: str, chromium: Browser) -> None:
    company = market()
    with page_of(chromium, site, company.ben) as page:
        page.goto(f"{site}/find?opp={company.deal.pk}")
        before = page.locator("article.match").count()
        page.context.set_offline(True)
        page.locator(CHIP).first.click()
        expect(page.locator("[data-toast].error")).to_contain_text("Try again")
        assert page.locator("article.match").count() == before
        page.context.set_offline(False)
        page.locator(CHIP).first.click()
        settled(page)
        expect(page.locator("article.match").first).to_be_visible()


def narrowed(page: Page) -> list[str]:
    """Return the boxes of the list that are ticked."""
    boxes = page.locator(".facets input[type=checkbox]:checked")
    return [str(box.get_attribute("name")) for box in boxes.all()]


def test_a_box_ticked_without_a_network_shows_again_what_the_list_shows(site: str, chromium: Browser) -> None:
    company = market()
    with opened(company.workspace):
        protection.place_hold(company.kestrel, by=SETUP)
    with page_of(chromium, site, company.priya) as page:
        page.goto(f"{site}/advocates")
        rows = page.locator("tbody tr").count()
        box = page.locator('.facets input[name="stop"][value="held"]')
        page.context.set_offline(True)
        box.click()
        toast = page.locator("[data-toast].error")
        expect(toast).to_contain_text("Try again. The boxes are back to what the page shows.")
        expect(box).not_to_be_checked()
        expect(box).to_be_focused()
        assert page.locator("tbody tr").count() == rows and narrowed(page) == []
        page.context.set_offline(False)
        box.click()
        settled(page)
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(box).to_be_checked()
        # What the list shows is now what it was narrowed to: without a network it can't be taken off either.
        page.context.set_offline(True)
        box.click()
        expect(page.locator("[data-toast].error").last).to_contain_text("The boxes are back")
        expect(box).to_be_checked()


def test_a_box_the_server_could_not_answer_for_is_put_back_too(site: str, chromium: Browser) -> None:
    company = market()
    with page_of(chromium, site, company.ben) as page:
        page.goto(f"{site}/find?opp={company.deal.pk}")
        box = page.locator('.facets input[type="checkbox"]:checked').first
        box = page.locator(f"#{box.get_attribute('id')}")
        page.route(BEHIND_IT, lambda route: route.fulfill(status=503, body="Down for a moment"))
        box.click()
        expect(page.locator("[data-toast].error")).to_contain_text("The boxes are back")
        expect(box).to_be_checked()


def test_words_that_were_typed_stay_when_the_network_is_gone(site: str, chromium: Browser) -> None:
    company = market()
    with page_of(chromium, site, company.ben) as page:
        page.goto(f"{site}/search")
        page.context.set_offline(True)
        page.locator("#q").fill("freight")
        expect(page.locator("[data-toast].error")).to_contain_text("nothing was changed")
        expect(page.locator("#q")).to_have_value("freight")
        assert "boxes" not in page.locator("[data-toast].error").inner_text()
