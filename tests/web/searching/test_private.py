"""A private reference is found by its description alone by those who may not know it, and by its name by those who may."""

from __future__ import annotations

import re
from html import unescape

import pytest

from goodword.members.models import Member
from tests.web.finding.making import DESCRIPTION, SECRETS, Market, boxes, market, signed_in
from tests.web.searching.test_search_page import companies, searched


@pytest.fixture
def made() -> Market:
    return market()


def said(who: Member, words: str) -> str:
    """Return what the page says, the words themselves and what differs with every press aside."""
    page = unescape(signed_in(who).get("/search", {"q": words}).content.decode())
    page = re.sub(r'(csrfmiddlewaretoken" value=|CSRFToken": )"[^"]*"', "", page)
    for form in (words, words.casefold(), words.replace(" ", "+"), words.replace(" ", "%20")):
        page = page.replace(form, "WORDS")
    return page


@pytest.mark.parametrize(
    "words", ["Umbral", "umbra", "Umbrel", "Zephyrine", "Quillon", "Quilon", "Reykjavik", "reykja"]
)
def test_its_names_are_found_like_a_word_nobody_has(made: Market, words: str) -> None:
    assert companies(searched(made.priya, f"?q={words}")) == ["Umbral Freight"]
    assert companies(searched(made.xanthe, f"?q={words}")) == ["Umbral Freight"]
    nobody = "Qwzrtp"[: len(words)]
    assert said(made.ben, words) == said(made.ben, nobody)


def test_it_is_found_by_its_description_and_told_by_nothing_else(made: Market) -> None:
    page = searched(made.ben, "?q=freight northern europe")
    assert companies(page) == [DESCRIPTION]
    assert not [secret for secret in SECRETS if secret in page]
    assert str(made.private.pk) not in page and str(made.private.profile_id) not in page
    assert "Named only after they say yes" in page


def test_it_moves_no_count_below_three(made: Market) -> None:
    assert boxes(searched(made.ben))["Transport & logistics"] == 2
    assert boxes(searched(made.priya))["Transport & logistics"] == 3


def test_boxes_never_single_it_out(made: Market) -> None:
    page = searched(made.ben, "?industry=Transport+%26+logistics")
    assert DESCRIPTION not in companies(page) and len(companies(page)) == 2


def test_its_id_leads_nowhere(made: Market) -> None:
    client = signed_in(made.ben)
    for key in (f"person:{made.private.pk}", f"private:{made.private.pk}"):
        assert client.get("/search/like", {"ref": key}).status_code == 404
        assert client.get("/search/compare", {"pick": key}).status_code == 404
    seen = signed_in(made.priya)
    assert seen.get("/search/like", {"ref": f"person:{made.private.pk}"}).status_code == 200


def test_nobody_is_like_it_by_name_for_those_who_may_not_know(made: Market) -> None:
    page = unescape(signed_in(made.ben).get("/search/like", {"ref": f"person:{made.maya.pk}"}).content.decode())
    assert not [secret for secret in SECRETS if secret in page]
