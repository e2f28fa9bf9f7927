"""The pages by link in a real browser: open to everyone, whole without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from goodword.members.policy import Purpose
from tests import cast
from tests.cast import Company
from tests.web.links import making
from tests.web.links.making import browser
from tests.web.looking import browsing, shuts_out


@pytest.fixture
def company() -> Company:
    return cast.company()


def test_nobody_is_shut_out_of_the_owners_answer(chromium: Browser, site: str, company: Company) -> None:
    path = making.owner_link(company, making.owner_asked(company, questions=["What surprised you?"]))
    look(chromium, site, path, path + "?a=no")
    browser().post(path, {"answer": "self"})
    look(chromium, site, path)


def test_nobody_is_shut_out_of_the_ask(chromium: Browser, site: str, company: Company) -> None:
    path = making.customer_link(company, making.customer_asked(company, questions=["What surprised you?"]))
    look(chromium, site, path, *(f"{path}?view={view}" for view in ("other", "until", "kinds", "leave")))
    browser().post(path, {"action": "decline"})
    look(chromium, site, path)


def test_nobody_is_shut_out_of_the_times(chromium: Browser, site: str, company: Company) -> None:
    ask = making.customer_asked(company, times=())
    look(chromium, site, making.customer_link(company, ask))
    browser().post(making.customer_link(company, ask), {"action": "counter", "slot": making.SLOTS})
    company.run(minutes=11)
    pick = making.pick_link(company, ask)
    look(chromium, site, making.customer_link(company, ask), pick, pick + "?view=other")


def test_nobody_is_shut_out_of_the_call_and_what_comes_after(chromium: Browser, site: str, company: Company) -> None:
    ask = making.booked(company)
    paths = [making.customer_link(company, ask), making.call_link(company, ask)]
    look(chromium, site, *paths, paths[0] + "?view=move", paths[1] + "?view=off", "/l/nothing")
    company.run(days=3)
    look(chromium, site, making.link(company, Purpose.DEBRIEF, ask, company.maya), paths[1])


def test_nobody_is_shut_out_of_taking_back(chromium: Browser, site: str, company: Company) -> None:
    path = making.undo_of_a_pause(company)
    look(chromium, site, path)
    browser().post(path, {"action": "take_back"})
    look(chromium, site, path)
    ask = making.customer_link(company, making.customer_asked(company))
    browser().post(ask, {"action": "leave"})
    look(chromium, site, ask)


def test_the_button_names_the_chosen_answer_without_script(chromium: Browser, site: str, company: Company) -> None:
    path = making.owner_link(company, making.owner_asked(company))
    page = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}).new_page()
    page.goto(site + path + "?a=yes")
    expect(page.get_by_role("button", name="Confirm: yes, ask Maya", exact=True)).to_be_visible()
    expect(page.get_by_text("Until when?")).to_be_hidden()
    page.get_by_role("radio", name="Not now").check()
    expect(page.get_by_text("Until when?")).to_be_visible()
    page.get_by_role("button", name="Confirm: not now", exact=True).click()
    expect(page.get_by_role("heading", name="Maya won't be asked")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Can we ask Maya at Kestrel Freight?")).to_be_visible()
    page.context.close()


def test_a_call_is_accepted_on_a_phone_without_script(chromium: Browser, site: str, company: Company) -> None:
    path = making.customer_link(company, making.customer_asked(company))
    page = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}).new_page()
    page.goto(site + path)
    page.get_by_role("radio", name="Fri 5 Feb, 10:00–10:30").check()
    page.get_by_role("button", name="Accept Fri 5 Feb, 10:00", exact=True).click()
    expect(page.get_by_role("heading", name="Your call with Harbourline Logistics")).to_be_visible()
    page.context.close()


def look(chromium: Browser, site: str, *paths: str) -> None:
    """Look at pages as everyone might."""
    with browsing(chromium, site) as page:
        found = [f"{path}: {one}" for path in paths for one in shuts_out(page, site + path, by_touch=True)]
    assert not found, "\n".join(found)
