from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.matching.index import Index
from goodword.matching.shapes import Deal, Fact, FactKind, Passage, Reference
from tests.matching.cast import EVERYBODY, INDEX, NORDIC_BANK, odd_text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bank",
        "x" * 20_000,
        "bank " * 4_000,
        "🙂",
        "\x00\x01\x1b",
        "שלום עולם",
        "مرحبا",
        "\u202ebank\u202c",
        "ﷺ" * 500,
        "'; DROP TABLE",
    ],
)
def test_any_text_gives_a_list_in_every_field(text: str) -> None:
    deal = Deal(
        text,
        (text,),
        text,
        (text,),
        text,
        (text,),
        text,
        text,
        text,
        text,
        (text,),
        (text,),
        text,
        text,
        frozenset({text}),
    )
    assert len(INDEX.rank(deal)) == len(EVERYBODY)


def test_one_word_is_enough_to_find_somebody() -> None:
    assert INDEX.rank(Deal(use_case="payslips pickers"))[0].reference_id == "harvest-foods"
    assert INDEX.rank(Deal(industry="Insurance"))[0].reference_id == "cover-mutual"


def test_a_prospect_writing_without_accents_finds_one_written_with() -> None:
    index = Index.build([Reference("a", facts=(Fact("f", FactKind.USE_CASE, "Zürich café"),)), Reference("b")])
    assert index.rank(Deal(use_case="ZURICH CAFE"))[0].reference_id == "a"


@given(st.lists(st.tuples(st.sampled_from([*FactKind, "something else"]), odd_text, odd_text), max_size=6))
@settings(max_examples=60)
def test_references_with_odd_facts_are_ranked_like_others(rows: list[tuple[str, str, str]]) -> None:
    odd = Reference(
        "odd",
        facts=tuple(Fact(f"f{at}", kind, value, label) for at, (kind, value, label) in enumerate(rows)),
        passages=tuple(Passage(f"p{at}", "s", "body", label) for at, (_, _, label) in enumerate(rows)),
    )
    assert len(Index.build([*EVERYBODY, odd]).rank(NORDIC_BANK)) == len(EVERYBODY) + 1
