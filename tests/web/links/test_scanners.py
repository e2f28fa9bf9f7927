"""Machines open every link of a mail before its reader does: nothing may come of it, on any page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from goodword.core.tenancy import opened
from goodword.members.policy import Purpose
from tests import cast
from tests.cast import Company
from tests.web.links import making
from tests.web.links.making import THREE_TIMES, browser, digest

# For each page: how its ask comes about, whose link leads to it, and a press that does act.
Way = tuple[Callable[[Company], str], dict[str, str | list[str]]]
SLOT = THREE_TIMES[1].starts_at.isoformat()
WAYS: dict[str, Way] = {
    "owner": (lambda c: making.owner_link(c, making.owner_asked(c)), {"answer": "yes"}),
    "ask": (lambda c: making.customer_link(c, making.customer_asked(c)), {"action": "decline"}),
    "ask without times": (
        lambda c: making.customer_link(c, making.customer_asked(c, times=())),
        {"action": "counter", "slot": [SLOT]},
    ),
    "pick a time": (lambda c: making.pick_link(c, making.countered(c)), {"action": "other", "slot": [SLOT]}),
    "your call": (lambda c: making.customer_link(c, making.booked(c)), {"action": "off"}),
    "the prospect's call": (lambda c: making.call_link(c, making.booked(c)), {"action": "move", "slot": [SLOT]}),
    "how was it": (lambda c: making.customer_link(c, making.after_the_call(c)), {"answer": "fine"}),
    "did it help": (
        lambda c: making.link(c, Purpose.DEBRIEF, making.after_the_call(c), c.daniel),
        {"answer": "helped_some"},
    ),
    "did it move the deal": (
        lambda c: making.link(c, Purpose.DEBRIEF, making.after_the_call(c), c.ben),
        {"answer": "moved"},
    ),
    "the undo of a notice": (making.undo_of_a_pause, {"action": "take_back"}),
}
HINTS = (
    "",
    "?a=yes",
    "?a=no",
    "?a=accept",
    "?a=fine",
    "?a=other",
    "?view=other",
    "?view=leave",
    "?view=off",
    "?view=move",
)


@pytest.mark.parametrize("name", WAYS)
def test_opening_a_page_changes_nothing_and_a_press_does(name: str) -> None:
    company = cast.company()
    way, press = WAYS[name]
    path = way(company)
    before = digest()
    scan(path)
    assert digest() == before
    answer = browser().post(path, press)
    assert answer.status_code == 303, answer.content.decode()
    assert digest() != before, "the control: a pressed button acts"


def test_opening_an_expired_link_and_an_unknown_one_changes_nothing() -> None:
    company = cast.company()
    path = making.link(
        company, Purpose.OWNER_ANSWER, making.owner_asked(company), company.amara, lives=timedelta(minutes=5)
    )
    company.run(minutes=6)
    before = digest()
    scan(path, expects=410)
    scan("/l/" + "x" * 32, expects=404)
    assert digest() == before


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
        assert client.get(path + hint).status_code == expects
    assert client.get(path).status_code == client.head(path).status_code == expects
    assert client.get(path, headers={"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"}).status_code == expects
    client.get(path + "/call.ics")
    assert client.options(path).status_code == 204
    for method in (client.put, client.delete, client.patch):
        assert method(path).status_code == 405
