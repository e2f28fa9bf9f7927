from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from goodword.matching.rules.search.vocabulary import Vocabulary, slips_between, slips_in

KNOWN = Vocabulary.of(["nordhaven", "northam", "haven", "münchen", "bank", "banks", "銀行"])
word = st.text(alphabet="abcdeø", max_size=7)


def test_words_are_found_by_how_they_begin_and_by_what_is_in_them() -> None:
    assert list(KNOWN.beginning("nor")) == ["nordhaven", "northam"]
    assert list(KNOWN.beginning("bank")) == ["bank", "banks"]
    assert KNOWN.holding("haven") == ["haven", "nordhaven"]
    assert KNOWN.holding("行") == ["銀行"] and KNOWN.holding("zz") == []


def test_words_are_found_by_how_nearly_they_are_spelt() -> None:
    assert KNOWN.near("nordhavn") == [(1, "nordhaven")]
    assert KNOWN.near("nrodhavn") == [(2, "nordhaven")]
    assert (1, "bank") in KNOWN.near("bnak"), "two letters in the wrong order are one slip"
    assert KNOWN.near("ban") == [], "three letters say too little to guess"
    assert KNOWN.near("x" * 41) == []
    assert Vocabulary.of([]).near("bank") == []


@given(word, st.lists(word, max_size=4))
def test_slips_are_counted_as_by_the_book(one: str, others: list[str]) -> None:
    assert slips_between(one, others).tolist() == [by_the_book(one, other) for other in others]


@given(word, st.sets(word, max_size=8))
def test_no_word_near_enough_is_passed_over(one: str, others: set[str]) -> None:
    near = {other for _, other in Vocabulary.of(others).near(one)}
    most = slips_in(one)
    assert near == {other for other in others if most and by_the_book(one, other) <= most}


def by_the_book(one: str, other: str) -> int:
    """Count slips the plain way: optimal string alignment, letter by letter."""
    rows = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            best = min(rows[i - 1, j] + 1, rows[i, j - 1] + 1, rows[i - 1, j - 1] + (one[i - 1] != other[j - 1]))
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                best = min(best, rows[i - 2, j - 2] + 1)
            rows[i, j] = best
    return rows[len(one), len(other)]
