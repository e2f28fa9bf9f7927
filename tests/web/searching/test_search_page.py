"""Search references by hand: by name, person, topic and phrase, with boxes, reasons, and a way on where nothing is found."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.core.tenancy import opened
from goodword.members.models import Member
from goodword.members.policy import actor_of
from goodword.references.actions import add_fact, revoke_consent
from goodword.references.models import FactKind
from tests.cast import SETUP
from tests.web.finding.making import Market, boxes, customer_with, market, profile_of, published, signed_in

ODD = [
    "",
    "a",
    "é",
    "🙂🙂",
    "\x00\x07\x1b",
    "שלום עולם",
    "日本",
    "a" * 20_000,
    "bank " * 4_000,
    '"',
    '""""',
    "“”„",
    "%_\\",
    "' OR 1=1 --",
    "<script>",
    "the of and",
    "\u202e",
]


@pytest.fixture
def made() -> Market:
    return market()


def searched(who: Member, query: str = "") -> str:
    answer = signed_in(who).get(f"/search{query}")
    assert answer.status_code == 200, answer.content.decode()
    return unescape(answer.content.decode())


def companies(text: str) -> list[str]:
    """Return the companies of the cards on a page, in order."""
    return [
        re.sub(r"<.*?>", "", name) for name in re.findall(r'<article class="match.*?<h3>(.*?)</h3>', text, re.DOTALL)
    ]


@pytest.mark.parametrize(
    "words", ["nordhaven", "Nordhavn", "NORDHAV", "nordhaven ship", "Ingrid", "Solheim ingrid", "Solhiem"]
)
def test_a_reference_is_found_by_company_and_person_however_they_are_typed(made: Market, words: str) -> None:
    assert companies(searched(made.ben, f"?q={words}"))[0] == "Nordhaven Shipping"


def test_accents_are_no_letters_of_their_own(made: Market) -> None:
    with opened(made.workspace):
        customer_with(made.lucia, "Münchner Brauerei São Paulo", "Food & drink", "DACH", "Ana Conceição")
    for words in ("munchner", "Sao Paulo", "Conceicao", "brauerei são"):
        assert companies(searched(made.ben, f"?q={words}"))[0] == "Münchner Brauerei São Paulo", words


def test_what_matched_is_quoted_with_its_source(made: Market) -> None:
    with opened(made.workspace):
        story = published("Quayside Bank", "Banking", "We moved. The auditors stopped asking for paper.", "p/1")
    page = searched(made.ben, "?q=auditors")
    assert companies(page) == ["Quayside Bank"]
    assert "The <mark>auditors</mark> stopped asking for paper." in page
    assert f'href="/proof/{story.pk}"' in page


def test_a_phrase_is_found_in_these_words_alone(made: Market) -> None:
    with opened(made.workspace):
        published("Quayside Bank", "Banking", "The auditors stopped asking for paper.", "p/1")
    assert companies(searched(made.ben, '?q="auditors stopped"')) == ["Quayside Bank"]
    page = searched(made.ben, '?q="stopped auditors"')
    assert companies(page) == [] and "Search word by word" in page


def test_another_spelling_is_said(made: Market) -> None:
    page = searched(made.ben, "?q=Nordhavn")
    assert "Nobody says “nordhavn”. Shown is what is spelt nearly the same: “Nordhaven”." in page


def test_boxes_narrow_and_their_counts_are_what_they_leave(made: Market) -> None:
    everything = searched(made.ben)
    counts = boxes(everything)
    assert counts["Food & drink"] == 1 and counts["Benelux"] == 2
    narrowed = searched(made.ben, "?region=Benelux")
    assert sorted(companies(narrowed)) == ["Alderbrook Foods", "Kestrel Freight"]
    assert boxes(narrowed)["Food & drink"] == 1
    both = searched(made.ben, "?region=Benelux&industry=Food+%26+drink")
    assert companies(both) == ["Alderbrook Foods"]
    assert "Region: Benelux" in both


def test_kinds_of_help_are_boxes_and_a_yes_withdrawn_counts_no_more(made: Market) -> None:
    with opened(made.workspace):
        writer = customer_with(made.lucia, "Silent Docks", "Manufacturing", "Benelux", "Olga Brandt", ("written",))
    page = searched(made.ben, "?kind=written")
    assert companies(page) == ["Silent Docks"] and boxes(page)["Written answers"] == 1
    with opened(made.workspace):
        revoke_consent(writer, "written", by=actor_of(made.priya))
    assert companies(searched(made.ben, "?kind=written")) == []
    assert searched(made.ben, "?kind=nonsense")


def test_boxes_that_contradict_each_other_say_how_to_go_on(made: Market) -> None:
    page = searched(made.ben, "?q=freight&industry=Food+%26+drink&region=Nordics")
    assert companies(page) == [] and "Clear filters" in page and "Without the filters there" in page


def test_what_is_shown_can_be_put_in_another_order(made: Market) -> None:
    names = companies(searched(made.ben, "?sort=name"))
    assert names == sorted(names, key=str.casefold)
    made.run(days=2)
    with opened(made.workspace):
        add_fact(profile_of(made.kestrel), FactKind.TOPIC, by=SETUP, value="Berths")
    assert companies(searched(made.ben, "?sort=newest"))[0] == "Kestrel Freight"
    assert companies(searched(made.ben, "?sort=nonsense")) == companies(searched(made.ben))


@pytest.mark.parametrize("words", ODD)
def test_nothing_that_can_be_typed_is_an_error(made: Market, words: str) -> None:
    client = signed_in(made.ben)
    for name in ("q", "industry", "pick", "show", "sort"):
        assert client.get("/search", {name: words}).status_code == 200, name
    assert client.get("/search/compare", {"pick": words}).status_code in (200, 404)
    assert client.get("/search/like", {"ref": words}).status_code == 404


def test_a_search_can_be_kept_as_a_view(made: Market) -> None:
    client = signed_in(made.ben)
    answer = client.post("/views", {"page": "search", "name": "Benelux food", "query": "q=foods&region=Benelux"})
    assert answer.status_code == 302 and answer.headers["Location"] == "/search?q=foods&region=Benelux"
    assert "Benelux food" in searched(made.ben)


def test_a_view_shared_with_a_colleague_shows_them_what_they_may_see(made: Market) -> None:
    assert "Umbral Freight" in companies(searched(made.priya, "?q=umbral"))
    assert "Umbral" not in searched(made.ben, "?q=freight")


def test_more_like_this_one_says_what_they_have_in_common(made: Market) -> None:
    page = searched(made.ben, "?q=alderbrook")
    href = re.search(r'href="(/search/like[^"]*)"', page)
    assert href is not None
    like = unescape(signed_in(made.ben).get(href.group(1)).content.decode())
    assert "More like Tomasz Zielinski, Alderbrook Foods" in like
    assert "Alderbrook Foods" not in companies(like) and "Osterley Components" in companies(like)
    assert "Uses Consolidation" in like


def test_up_to_three_are_compared_side_by_side(made: Market) -> None:
    picked = [f"person:{made.maya.pk}", f"person:{made.ingrid.pk}"]
    page = searched(made.ben, f"?q=shipping&pick={picked[0]}&pick={picked[1]}")
    assert "Compare 2" in page
    table = unescape(signed_in(made.ben).get("/search/compare", {"pick": picked}).content.decode())
    for told in (
        "Kestrel Freight",
        "Nordhaven Shipping",
        "Legacy suite",
        "One calendar for fourteen sites",
        "Reference call",
    ):
        assert told in table, told


def test_who_was_found_by_hand_is_asked_for_a_deal_in_two_more_presses(made: Market) -> None:
    client = signed_in(made.ben)
    page = searched(made.ben, "?q=ingrid")
    assert f'href="/find?advocate={made.ingrid.pk}"' in page
    deals = unescape(client.get(f"/find?advocate={made.ingrid.pk}").content.decode())
    assert "Which deal should Ingrid Solheim help with?" in deals
    sheet = f"/find/request?opp={made.deal.pk}&advocate={made.ingrid.pk}"
    assert f'href="{sheet}"' in deals and client.get(sheet).status_code == 200


def test_a_private_one_is_named_to_nobody_on_the_way_to_a_deal(made: Market) -> None:
    page = signed_in(made.ben).get(f"/find?advocate={made.private.pk}").content.decode()
    assert "Which deal is it for?" in page and "Zephyrine" not in page


def test_the_page_asks_as_often_for_many_as_for_few(made: Market) -> None:
    client = signed_in(made.ben)

    def queries(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(path)
        return len(asked)

    few = {path: queries(path) for path in ("/search", "/search?q=freight")}
    with opened(made.workspace):
        for nth in range(12):
            customer_with(made.lucia, f"Freight {nth}", "Transport & logistics", "Nordics", f"Person {nth}")
    assert {path: queries(path) for path in few} == few
