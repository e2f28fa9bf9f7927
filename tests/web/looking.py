"""Look at a page as everyone might: both themes, a phone and a desk, large text; nobody is shut out anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from goodword.members.models import Member
from tests.web.requests.scenes import signed_in

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PHONE, DESK, NARROWEST = 360, 1440, 320
HEIGHT = 900
PATIENCE = 120_000  # milliseconds: where many share a machine a page takes its time
# Two rules that axe keeps back unless asked: targets of 24 px, and a visible label that is part of the name.
OPTIONS = {
    "resultTypes": ["violations"],
    "iframes": False,
    "rules": {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}},
}
# A mail's letter is a page of its own in a frame; what it looks like is the mails' to prove.
RUN = f"axe.run({json.dumps(OPTIONS)})"
OVERHANG = """() => {
  const wide = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= wide) return []
  return [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > wide + 1)
    .slice(-4).map((one) => one.outerHTML.slice(0, 160))
    .concat(["the page is " + document.documentElement.scrollWidth + " px wide"])
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one)
  return style.transitionDuration.split(",").some((time) => parseFloat(time) > 0.001)
      || (style.animationName !== "none" && parseFloat(style.animationDuration) > 0.001)
}).map((one) => one.outerHTML.slice(0, 160))"""
SKIPPED = """() => {
  const levels = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].filter((one) => one.checkVisibility())
    .map((one) => Number(one.tagName[1]))
  const jumps = levels.filter((level, nth) => nth > 0 && level > levels[nth - 1] + 1)
  const heads = [...document.querySelectorAll("th:not([scope])")].map((one) => one.outerHTML.slice(0, 160))
  const ones = levels.filter((level) => level === 1).length
  return [...heads, ...(ones === 1 ? [] : [ones + " h1"]), ...jumps.map((level) => "a jump to h" + level)]
}"""
SMALL = """() => [...document.querySelectorAll("button, a.btn, summary, input:not([type=hidden]), select, label.opt")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((one) => { const box = one.getBoundingClientRect(); return box.height > 1 && box.height < 43.5 })
  .filter((one) => !one.closest("label") || one.matches("label"))
  .map((one) => one.outerHTML.slice(0, 160))"""


@contextmanager
def browsing(chromium: Browser, site: str, who: Member | None = None, **options: Any) -> Iterator[Page]:
    """Open a page that may move nothing, signed in as a member or nobody's."""
    context = chromium.new_context(**({"reduced_motion": "reduce"} | options))
    if who is not None:
        signs_in(context, site, who)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def signs_in(context: BrowserContext, site: str, who: Member) -> None:
    context.clear_cookies()
    context.add_cookies([{"name": "sessionid", "value": signed_in(who).cookies["sessionid"].value, "url": site}])


def shuts_out(page: Page, address: str, *, by_touch: bool = False) -> list[str]:
    """Load a page once and return everything that would shut somebody out of it, in any theme at any width.

    `by_touch`: it is answered on phones, so what is pressed there is as large as a finger.
    """
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    page.goto(address)
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
    page.evaluate(Axe().axe_script)
    found = []
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            found += [f"{theme} {width}: {one}" for one in _barriers(page)]
        found += [f"hangs over at {width}: {one}" for one in overhang(page, width)]
    if by_touch:
        found += [f"too small for a finger: {one}" for one in page.evaluate(SMALL)]
    return found + _at_the_narrowest(page) + _as_built(page)


def overhang(page: Page, width: int) -> list[str]:
    """Return what makes a page wider than its window."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    found: list[str] = page.evaluate(OVERHANG)
    return found


def _barriers(page: Page) -> list[str]:
    rules = page.evaluate(RUN)["violations"]
    return [f"{rule['id']} {[node['html'][:160] for node in rule['nodes'][:3]]}" for rule in rules]


def _at_the_narrowest(page: Page) -> list[str]:
    """Return what hangs over the side at 400% zoom, and with text of twice the size on a desk."""
    found = [f"hangs over at {NARROWEST}: {one}" for one in overhang(page, NARROWEST)]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += [f"hangs over with large text: {one}" for one in overhang(page, DESK)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def _as_built(page: Page) -> list[str]:
    """Return what moves although the reader asked for stillness, and headings or tables that don't guide."""
    found = [f"moves: {one}" for one in page.evaluate(MOVING)]
    return found + [f"headings and tables: {one}" for one in page.evaluate(SKIPPED)]
