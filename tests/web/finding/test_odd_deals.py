"""Whatever stands in a deal, the find page answers with a sensible list or a clear sentence, and never with an error."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.insights.models import ShownList
from goodword.matching.rules.logged import Card, ordered
from goodword.matching.weights import WEIGHTS
from tests.cast import SETUP
from tests.web.finding.making import market, signed_in
from tests.web.finding.test_request_sheet import SETTLED, filled, sheet, url

ODD = {
    "nothing at all": "",
    "one word": "freight",
    "a very long note": "They close the books late. " * 750,
    "another script": "日本の銀行は月次決算を早めたい",
    "right to left": "\u202eהם סוגרים את הספרים מאוחר\u202c",
    "emoji": "🙂🚚🙂",
    "control characters": "freight\x01\x07\x1b[2J",
    "markup": "<script>alert(1)</script> & {{ deal }} %s",
    "only stopwords": "they will have been what it was",
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_deal_is_answered_with_people_or_a_sentence(name: str) -> None:
    company = market()
    with opened(company.workspace):
        fields: dict[str, Any] = {"use_case": ODD[name], "concerns": ODD[name]}
        directory.change_opportunity(company.deal, by=SETUP, **fields)
    page = company.page(company.ben, f"&own={quote(ODD[name][:150])}&hear={quote(ODD[name][:150])}&touched=1")
    assert "can help" in page or "No one fits yet" in page
    assert "<script>alert" not in page


def test_a_deal_nothing_is_known_of_says_who_is_free_or_what_to_do() -> None:
    company = market()
    with opened(company.workspace):
        stranger = directory.add_account("Unheard Of", by=SETUP, status="prospect")
        deal = directory.add_opportunity(stranger, "Unheard Of", by=SETUP, owner=company.ben)
    page = signed_in(company.ben).get(f"/find?opp={deal.pk}").content.decode()
    assert "can help" in page or ("No one fits yet" in page and "Let the program look" in page)


def test_an_industry_nobody_listed_is_compared_as_words_and_finds_no_false_friend() -> None:
    company = market()
    with opened(company.workspace):
        stranger = directory.add_account("Owlery", by=SETUP, status="prospect")
        deal = directory.add_opportunity(stranger, "Owlery", by=SETUP, owner=company.ben)
        directory.change_opportunity(deal, by=SETUP, industry_text="Falconry & owls", region_text="Atlantis")
    page = signed_in(company.ben).get(f"/find?opp={deal.pk}").content.decode()
    assert "Same industry" not in page and "In Atlantis" not in page


def test_the_list_a_request_was_sent_from_is_kept_in_its_order() -> None:
    company = market()
    from_a_card = "&touched=1&kind=call"
    text = sheet(company, company.maya, from_a_card)
    answer = signed_in(company.ben).post(url(company, company.maya, from_a_card), filled(text) | SETTLED)
    assert answer.status_code == 302
    with opened(company.workspace):
        kept = ShownList.objects.get()
        cards = [Card.of_data(data) for data in kept.cards]
        assert (kept.weights_version, kept.policy) == (WEIGHTS.version, ShownList.POLICY)
        assert str(company.maya.pk) in {card.key for card in cards}
        assert ordered(cards, kept.asked, WEIGHTS) == [card.key for card in cards]


def test_no_list_is_kept_of_somebody_who_was_found_by_hand() -> None:
    company = market()
    text = sheet(company, company.maya)
    assert signed_in(company.ben).post(url(company, company.maya), filled(text) | SETTLED).status_code == 302
    with opened(company.workspace):
        assert not ShownList.objects.exists()


def test_what_is_no_letter_is_left_out_of_what_an_address_says() -> None:
    company = market()
    page = company.page(company.ben, "&touched=1&hear=%00Berths%00&ignored=%00&industry=%00Banking")
    assert "Berths" in page and "\0" not in page
