"""Search references by hand: by name, person, topic and phrase, with boxes, reasons, and a way on where nothing is found."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.core.tenancy import opened
from goodword.directory.models import Vocabulary
from goodword.members.models import Member
from goodword.members.policy import actor_of
from goodword.proof.actions import add_story
from goodword.proof.models import Clearance
from goodword.references.actions import add_fact, revoke_consent
from goodword.references.models import FactKind
from tests.cast import SETUP
from tests.web.finding.making import (
    DESCRIPTION,
    Market,
    boxes,
    customer_with,
    market,
    profile_of,
    published,
    signed_in,
    term,
)

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


def reasons(text: str) -> dict[str, list[str]]:
    """Return for each company on a page what speaks for it, marked words in brackets."""
    told: dict[str, list[str]] = {}
    for card in re.findall(r'<article class="match.*?</article>', text, re.DOTALL):
        (name,) = companies(card)
        lines = re.findall(r"<li>(.*?)</li>", card, re.DOTALL)
        lines = [re.sub(r'<span class="vh">.*?</span>', "", line) for line in lines]
        marked = [re.sub(r"</?mark>", lambda tag: "]" if "/" in tag.group() else "[", line) for line in lines]
        told[name] = [" ".join(re.sub(r"<.*?>", "", line).split()) for line in marked]
    return told


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


def test_letters_amid_a_name_come_last_and_the_card_says_that_it_is_the_name(made: Market) -> None:
    with opened(made.workspace):
        published("Capital Partners", "Banking", "We moved.", "p/1")
        published("Quayside Bank", "Banking", "The API is great.", "p/2")
    page = searched(made.ben, "?q=api")
    assert companies(page) == ["Quayside Bank", "Capital Partners"]
    assert reasons(page)["Capital Partners"] == ["Name: [Capital] Partners"]
    assert reasons(searched(made.ben, "?q=reykja")) == {}
    assert reasons(searched(made.priya, "?q=reykja")) == {"Umbral Freight": ["City: [Reykjavik]"]}


def test_a_fact_is_quoted_where_it_says_the_word_with_what_it_is_and_who_stands_for_it(made: Market) -> None:
    with opened(made.workspace):
        profile = profile_of(made.kestrel)
        long = "Planning of berths. " * 8 + "Payroll for seasonal dockers."
        add_fact(profile, FactKind.USE_CASE, by=SETUP, value=long)
        add_fact(profile, FactKind.REPLACED, by=SETUP, term=term(Vocabulary.REPLACED, "Oldsuite"), value="The old one")
    (payroll,) = reasons(searched(made.ben, "?q=payroll"))["Kestrel Freight"]
    assert payroll.startswith("Use case: [Payroll] for seasonal dockers. From Maya's profile, confirmed ")
    (replaced,) = reasons(searched(made.ben, "?q=oldsuite"))["Kestrel Freight"]
    assert replaced.startswith("Replaced: [Oldsuite] From Maya's profile, confirmed ")


def test_what_nobody_confirmed_is_not_called_confirmed(made: Market) -> None:
    (industry,) = reasons(searched(made.ben, "?q=food"))["Alderbrook Foods"][:1]
    assert industry.startswith("Industry: [Food] & drink From Tomasz's profile") and "confirmed" not in industry
    described = reasons(searched(made.ben, "?q=transport"))[DESCRIPTION]
    assert described == ["Industry: [Transport] & logistics From the description"]


def test_exact_words_are_marked_together(made: Market) -> None:
    with opened(made.workspace):
        published("Quayside Bank", "Banking", "Live chat was added. We could go live at once, on .NET.", "p/1")
    assert "We could <mark>go live</mark> at once" in searched(made.ben, '?q="go live"')
    assert "<mark>.NET</mark>" in searched(made.ben, "?q=.net")


def test_who_is_found_by_more_than_one_word_is_sorted_by_what_is_newest(made: Market) -> None:
    with opened(made.workspace):
        first = published("Quayside Bank", "Banking", "Berths! Berths!", "p/1", published_on=date(2019, 5, 1))
        again = {"by": SETUP, "title": "Again", "text": "Berths.", "clearance": Clearance.PUBLIC}
        add_story(first.profile, record="p/2", published_on=date(2025, 5, 1), **again)
        published("Harbour Mutual", "Insurance", "Berths.", "p/3", published_on=date(2022, 5, 1))
    assert companies(searched(made.ben, "?q=berths&sort=newest"))[:2] == ["Quayside Bank", "Harbour Mutual"]
    assert "Newest on file" in searched(made.ben)


@pytest.mark.parametrize("words", ["🙂", '"', "–"])
def test_where_there_is_nothing_to_look_for_that_is_said(made: Market, words: str) -> None:
    page = searched(made.ben, f"?{urlencode({'q': words})}")
    assert f"There is no word to look for in “{words}”, so it narrows nothing." in page


def test_words_that_were_not_looked_for_are_said(made: Market) -> None:
    page = searched(made.ben, f"?q=freight+{'+'.join(f'word{n}' for n in range(13))}")
    assert "Looked for are the first 12 words, without “word11”, “word12”." in page


def test_nothing_is_said_of_what_is_shown_where_nothing_is(made: Market) -> None:
    page = searched(made.ben, "?q=nordhavn+blorptastic&industry=Food+%26+drink&region=Nordics")
    assert companies(page) == [] and "Shown is" not in page


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


def test_nobody_offers_to_ask_somebody_for_help_that_nothing_arranges(made: Market) -> None:
    with opened(made.workspace):
        lends_a_logo = customer_with(made.lucia, "Emblem Mills", "Manufacturing", "Benelux", "Ruth Adler", ("logo",))
        writer = customer_with(made.lucia, "Pen Mills", "Manufacturing", "Benelux", "Olga Brandt", ("written",))
    page = searched(made.ben, "?q=mills")
    assert f"advocate={writer.pk}" in page and f"advocate={lends_a_logo.pk}" not in page
