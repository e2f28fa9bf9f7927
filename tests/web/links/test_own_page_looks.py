"""Invitations and own pages in a real browser: open to everyone, and no page needs a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests import cast
from tests.cast import Company
from tests.web.links import making
from tests.web.links.making import browser
from tests.web.links.test_invitation import YES, invited
from tests.web.links.test_own_page import own_link
from tests.web.looking import browsing, shuts_out


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
def test_nobody_is_shut_out(name: str, chromium: Browser, site: str) -> None:
    company = cast.company()
    way, query = PAGES[name]
    with browsing(chromium, site) as page:
        found = shuts_out(page, site + way(company) + query, by_touch=True)
    assert not found, "\n".join(found)


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
