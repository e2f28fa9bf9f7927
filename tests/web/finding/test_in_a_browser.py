"""The find page and its sheet in a real browser: budget, swaps, focus, axe, no script, small screens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from goodword.core.tenancy import opened
from goodword.desk.models import Ask
from goodword.members.models import Member
from goodword.protection import actions as protection
from tests.cast import SETUP
from tests.web.finding.making import Market, customer_with, market, published, signed_in

COUNTING = """
  const count = (name) => sessionStorage.setItem(name, Number(sessionStorage.getItem(name)) + 1);
  addEventListener("pointerdown", () => count("pressed"), true);
  addEventListener("keydown", () => count("typed"), true);
"""


@contextmanager
def page_of(chromium: Browser, site: str, who: Member, **options: object) -> Iterator[Page]:
    """Open a page somebody is signed in on; what the console says of a refused policy or an error fails the test."""
    context = chromium.new_context(
        **({"viewport": {"width": 1440, "height": 1000}, "reduced_motion": "reduce"} | options)
    )
    context.add_cookies([{"name": "sessionid", "value": signed_in(who).cookies["sessionid"].value, "url": site}])
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if "Content Security" in line.text else None)
    yield page
    context.close()
    assert said == []


def settled(page: Page) -> None:
    """Wait until what was asked for is swapped in."""
    expect(page.locator(".htmx-request")).to_have_count(0)


def crowded() -> Market:
    """Return the market with more than fits: resting, other kinds of help, published, weak."""
    company = market()
    with opened(company.workspace):
        for nth in range(3):
            published(
                f"Port {nth} Works", "Transport & logistics", "We left the legacy suite in a quarter.", f"t/{nth}"
            )
        published("Umber Paints", "Chemicals", "Colours are mixed to order.", "t/9")
        customer_with(company.lucia, "Silent Docks", "Transport & logistics", "Benelux", "Olga Brandt", ("written",))
        protection.place_hold(company.ingrid, by=SETUP, reason="Renewal talks")
    return company


def test_a_reference_is_requested_in_four_activations_and_nothing_typed(site: str, chromium: Browser) -> None:
    company = market()
    with page_of(chromium, site, company.ben) as page:
        page.add_init_script(COUNTING)
        page.goto(f"{site}/find")
        page.get_by_role("link", name="Harbourline Logistics").click()
        page.get_by_role("link", name="Request Maya").click()
        page.get_by_role("dialog").get_by_text("That it holds up at our size").click()
        page.get_by_role("button", name="Send request").click()
        page.wait_for_url(re.compile("/requests/"))
        counted = [page.evaluate(f"Number(sessionStorage.getItem('{name}'))") for name in ("pressed", "typed")]
        assert counted == [4, 0]
        expect(page.get_by_text("Sent. Amara hears first, then Maya.")).to_be_visible()
    with opened(company.workspace):
        assert Ask.objects.get(rank=0).advocate == company.maya


def test_whoever_comes_back_to_the_page_sees_what_they_sent(site: str, chromium: Browser) -> None:
    company = market()
    with page_of(chromium, site, company.ben) as page:
        page.goto(f"{site}/find?opp={company.deal.pk}")
        expect(page.get_by_text("is on its way since")).to_have_count(0)
        page.get_by_role("link", name="Request Maya").click()
        page.get_by_role("dialog").get_by_text("That it holds up at our size").click()
        page.get_by_role("button", name="Send request").click()
        page.wait_for_url(re.compile("/requests/"))
        page.go_back()
        expect(page.get_by_text("A request for this deal is on its way since")).to_be_visible()
        expect(page.get_by_role("link", name="Request Maya")).to_have_count(0)


def test_the_same_by_keyboard_alone(site: str, chromium: Browser) -> None:
    company = market()
    with page_of(chromium, site, company.ben) as page:
        page.goto(f"{site}/find?opp={company.deal.pk}")
        page.get_by_role("link", name="Request Maya").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Request Maya at Kestrel Freight")).to_be_focused()
        page.get_by_role("radio", name="Leaving a legacy suite").focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Send request").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/requests/"))


def test_a_thought_left_out_is_asked_for_inside_the_sheet(site: str, chromium: Browser) -> None:
    company = market()
    with page_of(chromium, site, company.ben) as page:
        page.goto(f"{site}/find?opp={company.deal.pk}")
        page.get_by_role("link", name="Request Maya").click()
        page.get_by_role("button", name="Send request").click()
        summary = page.get_by_role("dialog").get_by_role("alert")
        expect(summary).to_contain_text("Say what this call must settle")
        expect(summary).to_be_focused()
        expect(page.get_by_role("dialog", name="Request Maya at Kestrel Freight")).to_be_visible()
        page.get_by_label("Or in your own words").fill("Month-end")
        page.get_by_role("button", name="Send request").click()
        page.wait_for_url(re.compile("/requests/"))


def test_boxes_apply_at_once_keep_focus_and_stay_in_the_address(site: str, chromium: Browser) -> None:
    company = market()
    with page_of(chromium, site, company.ben) as page:
        page.goto(f"{site}/find?opp={company.deal.pk}")
        box = page.get_by_role("checkbox", name=re.compile("^Benelux"))
        box.focus()
        page.keyboard.press("Space")
        expect(page.get_by_role("heading", name=re.compile("^2 people can help"))).to_be_visible()
        settled(page)
        expect(box).to_be_focused()
        expect(page.locator("#live")).to_have_text("2 people can help")
        assert "region=Benelux" in page.url and "csrf" not in page.url
        page.get_by_role("link", name="Replaces Legacy suite. Remove from the ranking").click()
        put_back = page.get_by_role("link", name="Replaces Legacy suite. Left out. Put back into the ranking")
        expect(put_back).to_be_focused()
        assert "ignored=replaces" in page.url and "region=Benelux" in page.url
        page.get_by_text("Leaving a legacy suite", exact=True).first.click()
        page.wait_for_url(lambda address: "hear=" not in address)
        page.reload()
        expect(page.get_by_role("checkbox", name=re.compile("^Benelux"))).to_be_checked()
        expect(page.get_by_role("checkbox", name="Leaving a legacy suite")).not_to_be_checked()
        page.go_back()
        expect(page.get_by_role("checkbox", name="Leaving a legacy suite")).to_be_checked()


def test_a_changed_date_moves_the_promise_and_leaks_nothing_into_the_address(site: str, chromium: Browser) -> None:
    company = market()
    with page_of(chromium, site, company.ben) as page:
        asked: list[str] = []
        page.on("request", lambda sent: asked.append(sent.url))
        page.goto(f"{site}/find?opp={company.deal.pk}")
        page.get_by_role("link", name="Request Maya").click()
        page.get_by_text("Change details").click()
        page.get_by_label("Needed by").fill("2027-02-08")
        page.get_by_label("Needed by").dispatch_event("change")
        expect(page.locator("#promise")).to_contain_text("Call by Mon 8 Feb.")
        expect(page.locator("#by-now")).to_have_text("Mon 8 Feb")
        expect(page.get_by_label("Question 1")).to_have_value("Leaving a legacy suite: how did that go for you?")
        assert not [address for address in asked if "csrf" in address]


def test_it_works_without_script(site: str, chromium: Browser) -> None:
    company = market()
    with page_of(chromium, site, company.ben, java_script_enabled=False) as page:
        page.goto(f"{site}/find?opp={company.deal.pk}")
        page.get_by_role("checkbox", name=re.compile("^Benelux")).check()
        page.get_by_role("button", name="Apply filters").click()
        expect(page.get_by_role("heading", name=re.compile("^2 people can help"))).to_be_visible()
        page.get_by_role("link", name="Request Maya").click()
        page.get_by_role("radio", name="Leaving a legacy suite").check(force=True)
        page.get_by_role("button", name="Send request").click()
        assert "/requests/" in page.url


def test_filters_are_a_full_screen_on_a_phone(site: str, chromium: Browser) -> None:
    company = market()
    phone = {"viewport": {"width": 360, "height": 740}}
    with page_of(chromium, site, company.ben, **phone) as page:
        page.goto(f"{site}/find?opp={company.deal.pk}")
        box = page.get_by_role("checkbox", name=re.compile("^Benelux"))
        expect(box).to_be_hidden()
        page.get_by_role("button", name="Filters").click()
        box.check()
        show = page.get_by_role("button", name="Show 2")
        expect(show).to_be_visible()
        settled(page)
        expect(box).to_be_visible()
        show.click()
        expect(box).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_passes_axe_and_fits(width: int, theme: str, site: str, chromium: Browser) -> None:
    company = crowded()
    client = signed_in(company.ben)
    story = re.findall(r'href="(/proof/[0-9a-f-]+)"', company.page(company.ben))[0]
    described = re.findall(r'href="(/find/request[^"]*described=[^"]*)"', company.page(company.ben, "&whole=1"))[0]
    find = f"/find?opp={company.deal.pk}"
    sheet = f"/find/request?opp={company.deal.pk}&advocate={company.maya.pk}"
    held = f"/find/request?opp={company.deal.pk}&advocate={company.ingrid.pk}"
    pages = ("/find", find, f"{find}&whole=1", f"{find}&touched=1&kind=press", sheet, held, story)
    assert client.get(sheet).status_code == 200
    size = {"viewport": {"width": width, "height": 900}, "color_scheme": theme}
    with page_of(chromium, site, company.ben, **size) as page:
        for path in (*pages, described.replace("&amp;", "&")):
            page.goto(site + path)
            for folded in page.locator("main details > summary").all():
                if folded.is_visible() and folded.evaluate("one => !one.parentElement.open"):
                    folded.click()
            checked(page, path)
        page.goto(site + sheet)
        page.get_by_role("button", name="Send request").click()
        expect(page.get_by_role("alert")).to_be_visible()
        checked(page, "the sheet with an error")
        page.goto(site + find)
        page.get_by_role("link", name="Request Maya").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        checked(page, "the sheet over the page")


def checked(page: Page, where: str) -> None:
    found = Axe().run(page)
    broken = [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found.response["violations"]]
    assert (where, broken) == (where, [])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{where} scrolls sideways"
