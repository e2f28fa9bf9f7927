"""Settings in a real browser, held against their budgets: J-A2 four presses, J-A3 three, J-A5 two."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from goodword.core.tenancy import opened
from goodword.directory.models import Account
from goodword.protection.queries import limits
from tests import cast
from tests.web.finding.test_in_a_browser import COUNTING, page_of


def presses(page: Page) -> int:
    return int(page.evaluate("Number(sessionStorage.getItem('pressed'))"))


def test_a_rule_is_changed_after_a_look_in_four_presses(site: str, chromium: Browser) -> None:
    company = cast.company()
    with page_of(chromium, site, company.ada) as page:
        page.add_init_script(COUNTING)
        page.goto(site)
        page.get_by_role("link", name="Settings", exact=True).first.click()
        page.get_by_role("link", name="Rules", exact=True).click()
        page.get_by_label("Calls in 365 days").fill("1")
        page.get_by_role("button", name="See what it does").click()
        expect(page.locator("#effect")).to_contain_text("4\u00a0times → 1\u00a0time")
        page.get_by_role("button", name="Save changes").click()
        expect(page.get_by_text("Saved. It holds from now on.")).to_be_visible()
        assert presses(page) == 4
    with opened(company.workspace):
        assert limits().limits.per_year == 1


def test_the_effect_comes_by_itself_while_one_types(site: str, chromium: Browser) -> None:
    company = cast.company()
    with page_of(chromium, site, company.priya) as page:
        page.goto(f"{site}/settings/rules")
        page.get_by_label("Calls in 365 days").fill("0")
        page.get_by_label("Days between two", exact=True).focus()
        expect(page.locator("#effect")).to_contain_text("No longer free today")
        expect(page.get_by_label("Days between two", exact=True)).to_be_focused()


def test_a_colleague_leaves_and_their_customers_pass_over_in_three_presses(site: str, chromium: Browser) -> None:
    company = cast.company()
    with page_of(chromium, site, company.ada) as page:
        page.add_init_script(COUNTING)
        page.goto(f"{site}/settings/people")
        page.get_by_role("link", name="Hand over… what Amara Diallo keeps, and remove them").click()
        expect(page.get_by_text("Kestrel Freight")).to_be_visible()
        page.get_by_label("Who takes over?").select_option(label="Lucia Ferro")
        page.get_by_role("button", name="Remove Amara").click()
        page.wait_for_url("**/settings/people")
        # Choosing from the list is the third.
        assert presses(page) + 1 == 3
    company.run()
    with opened(company.workspace):
        assert Account.objects.get(pk=company.kestrel.pk).owner == company.lucia


def test_who_did_what_is_two_presses_from_anywhere_and_one_from_the_thing(site: str, chromium: Browser) -> None:
    company = cast.company()
    with page_of(chromium, site, company.priya) as page:
        page.add_init_script(COUNTING)
        page.goto(site)
        page.get_by_role("link", name="Settings", exact=True).first.click()
        page.get_by_role("link", name="Who did what").click()
        expect(page.get_by_role("heading", name="Who did what")).to_be_visible()
        assert presses(page) == 2
        page.goto(f"{site}/customers/{company.kestrel.pk}")
        page.get_by_role("link", name="Who did what").click()
        expect(page.get_by_text("Only what concerns one thing.")).to_be_visible()
        assert presses(page) == 3
