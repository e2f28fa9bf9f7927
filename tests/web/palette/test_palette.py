"""One field that leads anywhere its reader may go, and nowhere else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Browser, expect

from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.members.actions import change_self
from goodword.members.policy import actor_of
from tests import cast
from tests.web.looking import browsing
from tests.web.requests import scenes
from tests.web.requests.scenes import signed_in, text_of


def lines(client: Client, words: str) -> str:
    return text_of(client, f"/palette?q={words}")


def test_a_name_leads_to_everything_called_so() -> None:
    company = cast.company()
    found = lines(signed_in(company.ben), "kest")
    assert "Customers and prospects" in found and "Kestrel" in found
    assert "Advocates" in found and "Maya Okafor" in found
    assert "Nothing called" not in found


def test_every_word_must_be_there_in_any_order() -> None:
    company = cast.company()
    ben = signed_in(company.ben)
    assert "Maya Okafor" in lines(ben, "okafor+maya")
    assert "Nothing called “maya qzrxtw”" in lines(ben, "maya+qzrxtw")


def test_accents_and_small_letters_make_no_difference() -> None:
    company = cast.company()
    with opened(company.workspace):
        directory.add_account("Île-de-Rail Services", by=cast.SETUP, status="customer")
    ben = signed_in(company.ben)
    assert "Île-de-Rail" in lines(ben, "ile-de") and "Île-de-Rail" in lines(ben, "ÎLE")


def test_a_name_is_found_however_it_is_spelt() -> None:
    company = cast.company()
    ben = signed_in(company.ben)
    assert "Kestrel Freight" in lines(ben, "kestral") and "Kestrel Freight" in lines(ben, "Kestrell+fraight")
    assert "Maya Okafor" in lines(ben, "okofor")
    assert "Nothing called" in lines(ben, "qzrxtw")


def test_what_references_say_leads_to_all_who_say_it() -> None:
    company = cast.company()
    found = lines(signed_in(company.ben), "kestrel")
    assert "Who says “kestrel”" in found and "1 reference" in found


def test_a_page_and_a_deed_are_found_by_what_people_call_them() -> None:
    company = cast.company()
    assert "Add an opportunity" in lines(signed_in(company.ben), "deal")
    assert "Invite a colleague" in lines(signed_in(company.ada), "invite")
    assert "Invite a colleague" not in lines(signed_in(company.ben), "invite")


def test_a_customer_is_put_on_hold_and_somebody_nominated_by_who_may() -> None:
    company = cast.company()
    amara, ben, priya = (signed_in(one) for one in (company.amara, company.ben, company.priya))
    for who in (amara, priya):
        assert "Put a customer on hold" in lines(who, "put+on+hold")
    assert "Put a customer on hold" not in lines(ben, "put+on+hold")
    assert "Nominate an advocate" in lines(ben, "nominate")
    assert "New quote or story" in lines(priya, "new+quote") and "New quote or story" not in lines(ben, "new+quote")


def test_nothing_of_that_name_leads_on_all_the_same() -> None:
    company = cast.company()
    found = lines(signed_in(company.ben), "zzzz")
    assert "Nothing called “zzzz”" in found
    assert 'href="/search?q=zzzz"' in found and "Choose a deal and ask for a reference" in found
    assert "/search?q=" not in lines(signed_in(company.elin), "zzzz"), "a leader looks for no reference"
    assert "Instead" not in lines(signed_in(company.ben), "kestrel")


def test_a_private_reference_is_found_by_who_may_know_it_and_by_nobody_else() -> None:
    company = cast.company()
    with opened(company.workspace):
        company.request(advocate=company.maya)
    scenes.masked(company)
    for words in ("kestrel", "kestral", "maya", "okafor", "okofor"):
        assert "Nothing called" in lines(signed_in(company.ben), words)
        assert "Maya Okafor" in lines(signed_in(company.priya), words)
    assert "Maya Okafor" in lines(signed_in(company.amara), "maya")


def test_who_reads_numbers_is_led_to_no_page_that_is_closed_to_them() -> None:
    company = cast.company()
    assert "Maya" not in lines(signed_in(company.elin), "maya")


def test_without_words_it_offers_ones_own_deals_and_requests() -> None:
    company = cast.company()
    with opened(company.workspace):
        company.request(advocate=company.maya)
    found = text_of(signed_in(company.ben), "/palette")
    assert "Find a reference for…" in found and "Request for Harbourline Logistics" in found


def test_names_that_begin_with_the_words_come_first_and_those_with_them_elsewhere_after() -> None:
    company = cast.company()
    with opened(company.workspace):
        for name in ("Abbey Northfield", "Northgate", "Acre North"):
            directory.add_account(name, by=cast.SETUP, status="customer")
    found = lines(signed_in(company.ben), "north")
    assert found.index("Northgate") < found.index("Abbey Northfield") < found.index("Acre North")


def test_it_asks_no_more_questions_however_much_is_found() -> None:
    company = cast.company()
    ben = signed_in(company.ben)
    with opened(company.workspace):
        directory.add_account("Albion", by=cast.SETUP, status="customer")
    lines(ben, "albion")
    with CaptureQueriesContext(connection) as few:
        lines(ben, "albion")
    with opened(company.workspace):
        for nth in range(12):
            directory.add_account(f"Albion {nth}", by=cast.SETUP, status="customer")
    lines(ben, "albion")
    with CaptureQueriesContext(connection) as many:
        lines(ben, "albion")
    assert len(many) <= len(few)


@pytest.mark.usefixtures("collected")
def test_keys_alone_lead_from_any_page_to_a_customer(chromium: Browser, site: str) -> None:
    company = cast.company()
    with browsing(chromium, site, company.ben) as page:
        page.goto(f"{site}/help")
        page.keyboard.press("Control+k")
        field = page.get_by_role("combobox", name="Search everything")
        expect(field).to_be_focused()
        page.keyboard.type("kestrel")
        chosen = page.get_by_role("option", selected=True)
        expect(chosen).to_contain_text("Kestrel")
        expect(field).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
        page.keyboard.press("Enter")
        page.wait_for_url("**/customers/*")


@pytest.mark.usefixtures("collected")
def test_single_letters_lead_and_can_be_switched_off(chromium: Browser, site: str) -> None:
    company = cast.company()
    with browsing(chromium, site, company.ben) as page:
        page.goto(f"{site}/help")
        page.keyboard.press("g")
        page.keyboard.press("r")
        page.wait_for_url("**/requests")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
        with opened(company.workspace):
            change_self(
                company.ben, name="Ben", time_zone="UTC", language="en", single_keys=False, by=actor_of(company.ben)
            )
        page.goto(f"{site}/help")
        page.keyboard.press("?")
        page.keyboard.press("Control+k")
        expect(page.get_by_role("combobox")).to_be_focused()
        expect(page.get_by_role("dialog", name="Keys")).to_have_count(0)
