"""Customers' pages wear the vendor's colour where it can be read, under the same strict policy as everything else."""

from __future__ import annotations

import re

from playwright.sync_api import Browser

from goodword.core.accent import shades
from goodword.core.models import Event, Program
from goodword.core.tenancy import opened
from goodword.members.actions import must_be_readable
from tests import cast
from tests.cast import Company
from tests.web.links.making import browser, customer_asked, customer_link, text_of
from tests.web.requests.scenes import signed_in

BLUE = "#0B5FA5"
GENERAL = {
    "name": "Tidewell references",
    "vendor_name": "Tidewell",
    "vendor_product": "",
    "sender_address": "",
    "time_zone": "Europe/Brussels",
    "currency": "EUR",
}


def save(company: Company, accent: str) -> str:
    answer = signed_in(company.priya).post("/settings/general", GENERAL | {"accent": accent}, follow=True)
    return text_of(answer)


def kept(company: Company) -> str:
    with opened(company.workspace):
        return Program.here().accent


def test_a_readable_colour_is_kept_and_worn_by_the_customers_pages_alone() -> None:
    company = cast.company()
    path = customer_link(company, customer_asked(company))
    assert "/accent/" not in text_of(browser().get(path))
    assert "Saved." in save(company, "0b5fa5") and kept(company) == BLUE
    assert '<link rel="stylesheet" href="/accent/0B5FA5.css">' in text_of(browser().get(path))
    assert "/accent/" not in text_of(signed_in(company.priya).get("/"))
    with opened(company.workspace):
        assert Event.objects.filter(name="program.changed").latest("number").data["accent"] == BLUE


def test_a_faint_colour_is_refused_with_one_that_would_do_and_the_pages_stay_green() -> None:
    company = cast.company()
    said = save(company, "#FFD400")
    offered = re.search(r"so they stay green\. (#[0-9A-F]{6}) would do", said)
    assert offered is not None and kept(company) == ""
    must_be_readable(offered[1])
    assert "Enter a colour such as #0B5FA5." in save(company, "teal") and kept(company) == ""
    assert "Saved." in save(company, offered[1]) and kept(company) == offered[1]
    assert "Saved." in save(company, "") and kept(company) == ""


def test_the_stylesheet_holds_the_colour_and_is_kept_for_good() -> None:
    answer = browser().get("/accent/0B5FA5.css")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/css")
    assert "immutable" in answer["Cache-Control"]
    light, dark = shades(BLUE)
    assert f"--brand: light-dark({light.brand}, {dark.brand});" in answer.content.decode()


def test_nothing_but_a_readable_colour_has_a_stylesheet() -> None:
    for name in ("FFD400", "teal", "0B5FA5FF", "xyz"):
        assert browser().get(f"/accent/{name}.css").status_code == 404


def test_the_button_wears_it_in_both_themes(site: str, chromium: Browser) -> None:
    company = cast.company()
    path = customer_link(company, customer_asked(company))
    save(company, BLUE)
    for theme, shade in zip(("light", "dark"), shades(BLUE), strict=True):
        context = chromium.new_context(color_scheme="light" if theme == "light" else "dark")
        page = context.new_page()
        page.goto(site + path)
        button = page.locator(".sticky-act .btn.primary")
        painted = button.evaluate("one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]")
        assert painted == [_rgb(shade.brand), _rgb(shade.on_solid)], theme
        context.close()


def _rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))
