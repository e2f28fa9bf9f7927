"""Lists longer than a page holds are read on and back: every row once, in one order, whatever changes meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from goodword.core.tenancy import opened
from goodword.directory.models import Account
from goodword.references.actions import set_visibility
from goodword.references.models import ReferenceProfile
from goodword.web.directory import listing
from goodword.web.directory.paging import Order
from tests.cast import SETUP, Company, company
from tests.web.requests.scenes import signed_in, text_of

NAMES = re.compile(
    r'<th scope="row"><a href="/accounts/[^"]+">([^<]+)</a>|class="pick".*?<a href="/accounts/[^"]+">([^<]+)'
)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Company:
    """A company with twenty more customers than a page of these tests holds; some renew on one day, some never."""
    monkeypatch.setattr(listing, "STEP", 5)
    monkeypatch.setattr(listing, "MOST", 10)
    made = company()
    with opened(made.workspace):
        for nth in range(30):
            day = None if nth % 3 == 0 else date(2027, 9, 1) + timedelta(days=nth // 7)
            Account(name=f"Firm {nth % 15:02}", renewal_on=day, owner=made.amara if nth % 2 else None).save()
    return made


def names(page: str) -> list[str]:
    return [first or second for first, second in NAMES.findall(page)]


def link(page: str, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
    return unescape(found[1]) if found else ""


def read(client: Client, start: str, rel: str = "next") -> Iterator[str]:
    at = start
    while at:
        page = text_of(client, f"/accounts{at}")
        yield page
        at = link(page, rel)


@pytest.mark.parametrize("sort", ["name", "-name", "renewal", "-renewal", "owner", "-owner"])
def test_read_to_its_end_and_back_every_row_stands_once_and_in_one_order(made: Company, sort: str) -> None:
    client = signed_in(made.priya)
    with opened(made.workspace):
        order = Order.by(
            Account.objects.all(),
            {"name": "sort_key", "renewal": "renewal_on", "owner": "owner__sort_key"}[sort.removeprefix("-")],
            descending=sort.startswith("-"),
        )
        whole = [one.name for one in order.of(Account.objects.customers())]
    pages = list(read(client, f"?view=customers&sort={sort}&show=10"))
    forth = [name for page in pages for name in names(page)]
    assert forth == whole and len(pages) > 4
    back = list(read(client, link(pages[-1], "prev"), "prev"))
    assert [name for page in reversed(back) for name in names(page)] == whole[: -len(names(pages[-1]))]
    assert not link(back[-1], "prev"), "nothing comes before the first"


def test_a_page_says_that_it_goes_on_only_where_it_does(made: Company) -> None:
    client = signed_in(made.priya)
    first = text_of(client, "/accounts?view=customers")
    assert "Load 5 more" in first and not link(first, "next"), "up to a page's worth they are added below"
    full = text_of(client, "/accounts?view=customers&show=10")
    assert link(full, "next") and not link(full, "prev") and "more than a list can hold" not in full
    assert "32" in full, "the count is of the whole list"
    assert "Load 5 more" not in text_of(client, f"/accounts{link(full, 'next')}")


def test_rows_that_come_and_go_shift_nothing(made: Company) -> None:
    client = signed_in(made.priya)
    full = text_of(client, "/accounts?view=customers&show=10")
    onwards = link(full, "next")
    expected = names(text_of(client, f"/accounts{onwards}"))
    with opened(made.workspace):
        Account(name="Aardvark").save()
        Account.objects.filter(name=names(full)[-1]).update(status="former")
    assert [name for name in names(text_of(client, f"/accounts{onwards}")) if name in expected] == [
        name for name in expected if name != names(full)[-1]
    ]


def test_another_order_filter_or_search_begins_anew(made: Company) -> None:
    client = signed_in(made.priya)
    onwards = link(text_of(client, "/accounts?view=customers&show=10"), "next")
    page = unescape(text_of(client, f"/accounts{onwards}"))
    sorting = re.findall(r'<th scope="col"[^>]*><a href="([^"]+)"', page)
    assert len(sorting) > 1 and not [href for href in sorting if "after=" in href]
    assert 'type="hidden" name="after"' not in page


@pytest.mark.parametrize("odd", ["rubbish", "~", "00000000-0000-0000-0000-000000000000", "%00", "1~2~3"])
def test_a_place_nobody_can_read_is_the_start_or_at_least_no_fault(made: Company, odd: str) -> None:
    for way in ("after", "before"):
        for sort in ("name", "renewal"):
            text_of(signed_in(made.priya), f"/accounts?view=customers&sort={sort}&{way}={odd}")


def test_a_private_one_stands_on_no_page(made: Company) -> None:
    with opened(made.workspace):
        set_visibility(ReferenceProfile.objects.get(account=made.kestrel), "masked", by=SETUP)
    pages = "".join(read(signed_in(made.ben), "?view=customers&show=10"))
    assert "Kestrel" not in pages and "Nordhaven" in pages
