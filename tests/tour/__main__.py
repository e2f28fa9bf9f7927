"""Take the tour's pictures: `python -m tests.tour --site http://localhost:8000`, with a filled demo company there."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.chromium import FLAGS, path_of_chromium
from tests.tour.stops import STOPS, Stop

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
DOCS = Path("docs")
# What the first thing of each kind in a list leads to.
LEADS = {
    "Find a reference": "main a[href^='/find?opp=']",
    "request": "main a[href^='/requests/']",
    "customer": "main tbody th a[href]",
}


def main() -> None:
    asked = argparse.ArgumentParser(prog="make tour", description="Take the pictures of docs/tour.md.")
    asked.add_argument("--site", default="http://localhost:8000", help="where a filled demo company runs")
    asked.add_argument("--only", nargs="*", help="names of stops; all of them otherwise")
    said = asked.parse_args()
    (DOCS / "tour").mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path_of_chromium(), args=FLAGS)
        for stop in STOPS:
            if not said.only or stop.name in said.only:
                _take(browser, said.site, stop)
                print(stop.name, flush=True)
    (DOCS / "tour.md").write_text(_text())
    print(f"Written to {DOCS / 'tour.md'}.")


def _take(browser: Browser, site: str, stop: Stop) -> None:
    theme = "dark" if stop.dark else "light"
    context = browser.new_context(viewport=PHONE if stop.mail else DESK, color_scheme=theme, reduced_motion="reduce")
    page = _by_mail(context, site, stop) if stop.mail else _by_sign_in(context, site, stop)
    for key in stop.keys:
        page.keyboard.press(key)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=DOCS / "tour" / f"{stop.name}.png")
    context.close()


def _by_sign_in(context: BrowserContext, site: str, stop: Stop) -> Page:
    page = _signed_in(context, site, stop.who)
    page.goto(site + stop.path)
    for step in stop.by:
        address = page.locator(LEADS[step]).first.get_attribute("href")
        page.goto(f"{site}{address}")
    return page


def _by_mail(context: BrowserContext, site: str, stop: Stop) -> Page:
    """Open the newest mail of a kind in the demo's outbox and follow its link as whoever got it."""
    page = _signed_in(context, site, "Noémie")
    page.goto(f"{site}/outbox?kind={stop.mail}")
    for address in _letters(page):
        page.goto(f"{site}{address}")
        link = page.locator("a[href*='/l/']").first
        target = link.get_attribute("href") if link.count() else None
        if target:
            context.clear_cookies()
            page.goto(site + "/l/" + target.split("/l/", 1)[1])
            if page.locator("main form").count():
                return page
            page = _signed_in(context, site, "Noémie")
    raise SystemExit(f"No mail {stop.mail} with a page that still asks something. Let the demo company fill first.")


def _letters(page: Page) -> list[str]:
    found = re.findall(r'href="(/outbox/[0-9a-f-]{36})', page.content())
    return [f"{address}/letter" for address in dict.fromkeys(found)]


def _signed_in(context: BrowserContext, site: str, who: str) -> Page:
    page = context.new_page()
    page.goto(f"{site}/demo/cast")
    page.get_by_role("button", name=who).first.click()
    page.wait_for_url(lambda address: not address.endswith("/demo/cast"))
    return page


def _text() -> str:
    parts = ["# A tour", "", "Ten screens of the demo company, taken by `make tour`. Nobody in them exists.", ""]
    for stop in STOPS:
        parts += [f"## {stop.title}", "", stop.words, "", f"![{stop.title}](tour/{stop.name}.png)", ""]
    return "\n".join(parts)


if __name__ == "__main__":
    main()
