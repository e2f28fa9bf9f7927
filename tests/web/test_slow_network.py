"""A network that is slow or gone: what was there stays there, and what went wrong is said with what to do."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Route, expect

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
