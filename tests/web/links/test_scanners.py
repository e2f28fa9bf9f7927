"""Machines open every link of a mail before its reader does: nothing may come of it, on any page, in any state."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from goodword.core.tenancy import opened
from goodword.members.models import Role
from goodword.members.policy import Purpose
from tests import cast
from tests.cast import Company
from tests.proof.words import days_ahead, quote
from tests.web.links import making
from tests.web.links.making import THREE_TIMES, browser, digest
from tests.web.links.test_invitation import YES
from tests.web.links.test_own_page_looks import accepted, busy, coded, declined, invitation, left
from tests.web.members.people import link_for

# For each page in each state: whose link leads to it, and a press that does act.
Way = tuple[Callable[[Company], str], dict[str, str | list[str]]]
SLOT = THREE_TIMES[1].starts_at.isoformat()


def answered(way: Callable[[Company], str], press: dict[str, str]) -> Callable[[Company], str]:
    """Return the way to a page after its press."""

    def pressed(company: Company) -> str:
        path = way(company)
        assert browser().post(path, press).status_code == 303
        return path

    return pressed


def owner(company: Company) -> str:
    return making.owner_link(company, making.owner_asked(company))


def ask(company: Company) -> str:
    return making.customer_link(company, making.customer_asked(company))


def how_was_it(company: Company) -> str:
    return making.customer_link(company, making.after_the_call(company))


def for_a_member(purpose: Purpose) -> Callable[[Company], str]:
    def way(company: Company) -> str:
        with opened(company.workspace):
            who = cast.member("Noah Weil", Role.REP) if purpose == Purpose.MEMBER_INVITATION else company.ben
            return making.path_of(link_for(who, purpose))

    return way


def run_out(company: Company) -> str:
    with opened(company.workspace):
        said = quote(company, expires_on=days_ahead(-1))
        return making.path_of(making.signed(Purpose.RENEWAL, said, company.maya.contact))


WAYS: dict[str, Way] = {
    "owner": (owner, {"answer": "yes"}),
    "owner, answered": (answered(owner, {"answer": "no"}), {"action": "undo"}),
    "ask": (ask, {"action": "decline"}),
    "ask, declined": (answered(ask, {"action": "decline"}), {"action": "pause"}),
    "ask without times": (
        lambda c: making.customer_link(c, making.customer_asked(c, times=())),
        {"action": "counter", "slot": [SLOT]},
    ),
    "pick a time": (lambda c: making.pick_link(c, making.countered(c)), {"action": "other", "slot": [SLOT]}),
    "your call": (lambda c: making.customer_link(c, making.booked(c)), {"action": "off"}),
    "the prospect's call": (lambda c: making.call_link(c, making.booked(c)), {"action": "move", "slot": [SLOT]}),
    "how was it": (how_was_it, {"answer": "fine"}),
    "how was it, said": (answered(how_was_it, {"answer": "fine"}), {"action": "undo"}),
    "did it help": (
        lambda c: making.link(c, Purpose.DEBRIEF, making.after_the_call(c), c.daniel),
        {"answer": "helped_some"},
    ),
    "did it move the deal": (
        lambda c: making.link(c, Purpose.DEBRIEF, making.after_the_call(c), c.ben),
        {"answer": "moved"},
    ),
    "the undo of a notice": (making.undo_of_a_pause, {"action": "take_back"}),
    "invitation": (invitation, dict(YES)),
    "invitation, accepted": (accepted, {"action": "room", "per_quarter": "1"}),
    "invitation, declined": (declined, {"action": "undo"}),
    "words to renew": (run_out, {"answer": "yes"}),
    "words to renew, answered": (answered(run_out, {"answer": "no"}), {"action": "undo"}),
    "own page": (busy, {"action": "leave"}),
    "own page, code asked": (coded, {"action": "stop", "kind": "call"}),
    "own page, left": (left, {"action": "undo"}),
    "a colleague's invitation": (for_a_member(Purpose.MEMBER_INVITATION), {"password": "seven lanterns on the quay"}),
    "a new password": (for_a_member(Purpose.PASSWORD_RESET), {"password": "seven lanterns on the quay"}),
}
HINTS = (
    "",
    "?a=yes",
    "?a=no",
    "?a=accept",
    "?a=fine",
    "?a=other",
    "?action=leave",
    "?view=other",
    "?view=leave",
    "?view=off",
    "?view=move",
    "?view=code&for=download",
    "?view=code&for=limits&per_year=4",
    "?was=x&event=1",
)


@pytest.mark.parametrize("name", WAYS)
def test_opening_a_page_changes_nothing_and_a_press_does(name: str, chromium: Browser, site: str) -> None:
    company = cast.company()
    way, press = WAYS[name]
    path = way(company)
    before = digest()
    scan(path)
    with_scripts(chromium, site + path)
    assert digest() == before
    page = browser().get(path).content.decode()
    if press.get("action") == "undo":
        press = press | {"event": re.findall(r'name="event" value="([^"]+)"', page)[0]}
    assert browser(enforces_csrf=True).post(path, press).status_code == 403
    assert digest() == before
    answer = browser().post(path, press)
    assert answer.status_code in (302, 303), answer.content.decode()
    assert digest() != before, "the control: a pressed button acts"


def test_opening_an_expired_link_and_an_unknown_one_changes_nothing(chromium: Browser, site: str) -> None:
    company = cast.company()
    path = making.link(
        company, Purpose.OWNER_ANSWER, making.owner_asked(company), company.amara, lives=timedelta(minutes=5)
    )
    company.run(minutes=6)
    before = digest()
    scan(path, expects=410)
    with_scripts(chromium, site + path)
    scan("/l/" + "x" * 32, expects=404)
    assert digest() == before
    assert browser().post(path, {"action": "fresh"}).status_code == 303
    assert digest() != before, "the control: a pressed button sends a fresh link"


def test_the_digest_sees_a_single_changed_row() -> None:
    company = cast.company()
    before = digest()
    with opened(company.workspace):
        company.maya.languages = ["nl"]
        company.maya.save()
    assert {name for name, rows in digest().items() if rows != before[name]} == {"references_advocate"}


def scan(path: str, *, expects: int = 200) -> None:
    """Open a link as mail filters do: every method that isn't a press, twice, ahead of time, with each proposal."""
    client = browser()
    for hint in HINTS:
        assert client.get(path + (hint.replace("?", "&") if "?" in path else hint)).status_code == expects
    assert client.get(path).status_code == client.head(path).status_code == expects
    assert client.get(path, headers={"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"}).status_code == expects
    client.get(path.partition("?")[0] + "/call.ics")
    assert client.options(path).status_code == 204
    for method in (client.put, client.delete, client.patch):
        assert method(path).status_code == 405


def with_scripts(chromium: Browser, address: str) -> None:
    """Open a link as a filter with a whole browser does, and let every script of the page run."""
    page = chromium.new_page()
    page.goto(address, wait_until="networkidle")
    page.close()
