"""The list behind the bell in a real browser: what was shown is seen, and the bell says so there and then."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from goodword.core.tenancy import opened
from tests import cast
from tests.web.finding.test_in_a_browser import page_of


def test_the_list_that_is_shown_is_seen_however_soon_one_of_it_is_opened(site: str, chromium: Browser) -> None:
    company = cast.company()
    with opened(company.workspace):
        company.request(advocate=company.maya)
    company.run()
    with page_of(chromium, site, company.amara) as page:
        page.goto(site)
        expect(page.get_by_role("link", name="Notifications, 2 new")).to_be_visible()
        page.goto(f"{site}/notifications")
        expect(page.get_by_role("link", name="Notifications", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Mark all as seen")).to_have_count(0)
        expect(page.get_by_text("New", exact=True)).to_have_count(2)
        page.locator("#notices a").first.click()
        expect(page.locator("h1")).to_be_visible()
        expect(page.get_by_role("link", name="Notifications", exact=True)).to_be_visible()
        page.goto(f"{site}/notifications")
        expect(page.get_by_text("New", exact=True)).to_have_count(0)
