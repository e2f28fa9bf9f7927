"""What happened, in words: who did it where somebody did, for which buyer where one may know, and nothing of what came to nothing."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.actions import Offer, accept_ask, approve_ask
from goodword.desk.models import Ask
from goodword.members.models import Member
from goodword.members.policy import actor_of
from goodword.web.references.timeline import Item, _folded
from tests import cast
from tests.cast import Company
from tests.web.requests.scenes import signed_in

ASKED = "Maya Okafor was asked"


@pytest.fixture
def tidewell() -> Company:
    """Maya was asked for Ben's deal and said yes; Ingrid stood in line and was never asked."""
    company = cast.company()
    with opened(company.workspace):
        need = company.request(times=[Offer(clock.now() + timedelta(days=3), "Europe/Brussels")])
        ask = need.asks.get(advocate=company.maya)
        approve_ask(ask, by=actor_of(company.amara))
    company.run(minutes=11)
    with opened(company.workspace):
        ask.refresh_from_db()
        accept_ask(ask, need.times.first(), by=cast.as_customer(ask))
    company.run(minutes=11)
    return company


def history(who: Member, path: str) -> str:
    page = unescape(signed_in(who).get(path).content.decode())
    return page.partition('id="history"')[2]


def test_who_looks_after_them_reads_what_happened_by_itself_and_for_which_buyer(tidewell: Company) -> None:
    for path in (f"/advocates/{tidewell.maya.pk}", f"/customers/{tidewell.kestrel.pk}"):
        said = history(tidewell.amara, path)
        assert ASKED in said and "for Harbourline Logistics" in said, path
        assert "Goodword asked" not in said


def test_what_they_were_asked_says_for_whom(tidewell: Company) -> None:
    page = unescape(signed_in(tidewell.amara).get(f"/advocates/{tidewell.maya.pk}").content.decode())
    asked = page.partition("Asked and helped")[2].partition("</ul>")[0]
    assert "Reference call: asked" in asked and "for Harbourline Logistics" in asked


def test_whoever_was_in_line_and_never_asked_has_nothing_on_file_of_it(tidewell: Company) -> None:
    with opened(tidewell.workspace):
        assert Ask.objects.get(advocate=tidewell.ingrid).state in ("planned", "cancelled")
    assert "ended before it was answered" not in history(tidewell.lucia, f"/advocates/{tidewell.ingrid.pk}")


def test_what_happens_by_itself_over_and_over_is_told_once() -> None:
    quiet = [Item("clock", "", "", "Nobody answered", cast.MORNING, quiet=True) for _ in range(3)]
    loud = Item("check", "", "Maya", "accepted", cast.MORNING)
    assert [one.what for one in _folded([*quiet, loud, loud, quiet[0]])] == [
        "Nobody answered (3 times)", "accepted", "accepted", "Nobody answered"
    ]  # fmt: skip
