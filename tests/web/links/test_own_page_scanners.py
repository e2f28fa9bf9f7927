"""Mail filters open invitations and own pages too: nothing may come of it, and no page needs a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests import cast
from tests.cast import Company
from tests.web.links import making
from tests.web.links.making import browser, digest
from tests.web.links.test_invitation import YES, invited
from tests.web.links.test_own_page import own_link

Way = tuple[Callable[[Company], str], dict[str, str]]


def invitation(company: Company) -> str:
    return invited(company)[1]


def accepted(company: Company) -> str:
    path = invitation(company)
    assert browser().post(path, YES).status_code == 303
    return path


def declined(company: Company) -> str:
    path = invitation(company)
    assert browser().post(path, {"action": "no"}).status_code == 303
    return path


def busy(company: Company) -> str:
    """Return an own page with something in every part of it."""
    making.booked(company)
    path = own_link(company)
    browser().post(path, {"action": "topics", "topics": "prices\nheadcount"})
    browser().post(path, {"action": "limits", "per_year": "3"})
    browser().post(path, {"action": "pause", "until": "1"})
    return path


def coded(company: Company) -> str:
    path = busy(company)
    answer = browser().post(path, {"action": "limits", "per_year": "4"})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def left(company: Company) -> str:
    path = own_link(company)
    assert browser().post(path, {"action": "leave"}).status_code == 303
    return path


WAYS: dict[str, Way] = {
    "invitation": (invitation, YES),
    "own page": (busy, {"action": "leave"}),
    "thank you": (accepted, {"action": "room", "per_quarter": "1"}),
}
HINTS = (
    "",
    "?a=yes",
    "?a=no",
    "?action=leave",
    "?view=leave",
    "?view=code&for=download",
    "?view=code&for=limits&per_year=4",
    "?was=x&event=1",
)


@pytest.mark.parametrize("name", WAYS)
def test_opening_a_page_changes_nothing_and_a_press_does(name: str) -> None:
    company = cast.company()
    way, press = WAYS[name]
    path = way(company)
    before = digest()
    client = browser()
    for hint in HINTS:
        assert client.get(path + hint).status_code == 200
        assert client.head(path + hint).status_code == 200
    assert client.get(path, headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 200
    assert client.options(path).status_code == 204
    for method in (client.put, client.delete, client.patch):
        assert method(path).status_code == 405
    assert digest() == before
    assert browser(enforces_csrf=True).post(path, press).status_code == 403
    assert digest() == before
    assert browser().post(path, press).status_code == 303
    assert digest() != before, "the control: a pressed button acts"


PAGES: dict[str, tuple[Callable[[Company], str], str]] = {
    "invitation": (invitation, ""),
    "welcome": (accepted, ""),
    "declined": (declined, ""),
    "own": (busy, ""),
    "leave": (busy, "?view=leave"),
    "left": (left, ""),
    "code": (coded, ""),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barriers_in_either_theme_at_either_width(name: str, chromium: Browser, site: str) -> None:
    company = cast.company()
    way, query = PAGES[name]
    path = way(company) + query
    for theme in ("light", "dark"):
        for width in (360, 1440):
            page = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme).new_page()
            page.goto(site + path)
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
            found = Axe().run(page)
            assert found.violations_count == 0, f"{theme} {width}: {found.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{width}: runs off the side"
            page.context.close()


def test_pausing_takes_two_presses_on_the_page_without_a_script(chromium: Browser, site: str) -> None:
    company = cast.company()
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site + own_link(company))
    page.get_by_text("Until Mon 2 Aug").click()
    page.get_by_role("button", name="Pause", exact=True).click()
    assert "You are paused until Mon 2 Aug." in page.content()
    context.close()


def test_leaving_takes_two_presses_on_the_page_without_a_script(chromium: Browser, site: str) -> None:
    company = cast.company()
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site + own_link(company))
    page.get_by_role("link", name="Leave the reference program").click()
    page.get_by_role("button", name="Leave the program").click()
    assert "You have left the program" in page.content()
    context.close()
