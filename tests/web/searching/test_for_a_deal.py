"""A search from the find page knows for which deal it is: who is found by hand is asked for it in one press."""

from __future__ import annotations

from html import unescape
from uuid import uuid4

import pytest

from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.directory.models import Opportunity
from tests.cast import SETUP
from tests.web.finding.making import Market, market, signed_in
from tests.web.searching.test_picking import address, shown
from tests.web.searching.test_search_page import searched


@pytest.fixture
def made() -> Market:
    return market()


def test_the_find_page_leads_to_the_search_and_back_to_asking(made: Market) -> None:
    href = address(made.page(made.ben), "Search all references")
    assert href == f"/search?opp={made.deal.pk}"
    page = shown(made.ben, f"{href}&q=ingrid")
    sheet = address(page, "Ask for this deal")
    assert sheet == f"/find/request?opp={made.deal.pk}&advocate={made.ingrid.pk}"
    assert "Ingrid" in shown(made.ben, sheet)
    assert f'type="hidden" name="opp" value="{made.deal.pk}"' in page
    assert f"opp={made.deal.pk}" in address(page, "More like this") and f"opp={made.deal.pk}" in address(
        page, "Compare"
    )


def test_a_deal_that_is_closed_or_not_theirs_or_none_is_ignored(made: Market) -> None:
    with opened(made.workspace):
        hidden = directory.add_opportunity(made.private.profile.account, "Hush", by=SETUP, owner=made.xanthe)
        closed = directory.add_opportunity(made.harbourline, "Over", by=SETUP, owner=made.ben)
        directory.close_opportunity(closed, won=False, by=SETUP)
    for wrong in (hidden.pk, closed.pk, uuid4(), "x", "%00", "🙂"):
        page = searched(made.ben, f"?opp={wrong}&q=ingrid")
        assert (
            "Ask for this deal" not in page and f"opp={wrong}" not in page.split('id="list"')[1].split("</main>")[0]
        ), wrong
        assert f"/find?advocate={made.ingrid.pk}" in page


def test_a_search_that_is_kept_or_copied_names_no_deal(made: Market) -> None:
    page = searched(made.ben, f"?opp={made.deal.pk}&q=ingrid")
    assert 'name="query" value="q=ingrid"' in page
    assert 'data-text="http://localhost/search?q=ingrid"' in page


def test_who_was_found_by_hand_is_not_lost_on_the_way_to_a_new_deal(made: Market) -> None:
    client = signed_in(made.ben)
    deals = unescape(client.get(f"/find?advocate={made.ingrid.pk}").content.decode())
    form = address(deals, "Add a deal")
    assert form == f"/opportunities/add?advocate={made.ingrid.pk}"
    assert "Then you can ask Ingrid Solheim." in shown(made.ben, form)
    answer = client.post(form, {"company": "Newcomer", "stage": "discovery", "currency": "EUR"})
    with opened(made.workspace):
        deal = Opportunity.objects.get(account__name="Newcomer")
    assert answer.headers["Location"] == f"/find/request?opp={deal.pk}&advocate={made.ingrid.pk}"
    assert client.get(answer.headers["Location"]).status_code == 200


def test_a_private_one_is_not_named_on_the_way_to_a_new_deal(made: Market) -> None:
    page = shown(made.ben, f"/opportunities/add?advocate={made.private.pk}")
    assert "Then you can ask" not in page and "Zephyrine" not in page
    page = shown(made.priya, f"/opportunities/add?advocate={made.private.pk}")
    assert "Then you can ask Zephyrine Quillon." in page
