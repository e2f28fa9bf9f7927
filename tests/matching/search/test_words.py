"""What somebody types finds what they mean: names, words of texts, phrases, other spellings, other scripts."""

from __future__ import annotations

import pytest
from hypothesis import given

from goodword.matching.rules.search import How, Sought, sought_in
from goodword.matching.rules.search.sought import MOST_TERMS
from tests.matching.cast import odd_text
from tests.matching.search.making import EVERYBODY, INDEX, names, searched, without


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("nordhaven", "Nordhaven Shipping"),
        ("Nordhavn", "Nordhaven Shipping"),
        ("nordhaevn", "Nordhaven Shipping"),
        ("nordh", "Nordhaven Shipping"),
        ("haven ship", "Nordhaven Shipping"),
        ("Sao Paulo", "Açaí São Paulo"),
        ("ACAI", "Açaí São Paulo"),
        ("Munchner", "Münchner Ölwerke"),
        ("muenchner", "Münchner Ölwerke"),
        ("olwerke", "Münchner Ölwerke"),
        ("Sorensen", "Fjord Bank"),
        ("ingrid sorensn", "Fjord Bank"),
        ("odegaard", "Cover Mutual"),
        ("銀行", "東京銀行"),
        ("移行", "東京銀行"),
        ("auditors", "Fjord Bank"),
        ("auditor approvals", "Fjord Bank"),
        ("overnigt", "Cover Mutual"),
        ("geschafft", "Münchner Ölwerke"),
        ("will young", "Nordhaven Shipping"),
    ],
)
def test_a_search_finds_what_was_meant(typed: str, found: str) -> None:
    assert names(typed)[0] == found


def test_a_word_of_a_name_comes_before_a_word_of_a_text() -> None:
    assert names("bank")[0] == "Fjord Bank"


def test_a_word_that_is_still_typed_finds_what_it_may_become() -> None:
    for typed in ("migr", "migra", "migrat", "migratio", "migration", "migrations"):
        assert set(names(typed)) == {"Nordhaven Shipping", "Münchner Ölwerke"}, typed


def test_a_phrase_is_found_side_by_side_and_in_this_order() -> None:
    assert set(names("data residency")) >= {"Fjord Bank", "Nordhaven Shipping"}
    assert set(names('"data residency"')) == {"Fjord Bank", "Nordhaven Shipping"}
    assert names('"residency data"') == []
    assert names("“books close”") == ["Fjord Bank"] and names('"close books"') == []
    assert names('"fjord bank"') == ["Fjord Bank"]


def test_what_a_customer_can_not_discuss_does_not_find_them() -> None:
    assert "Harvest Foods" not in names("data residency")


def test_where_nobody_has_every_word_those_with_most_are_shown_and_it_is_said() -> None:
    hits = searched("auditors paper blorptastic")
    assert not hits.whole and [taken.how for taken in hits.taken] == [How.SAID, How.SAID, How.NOWHERE]
    assert names("auditors paper blorptastic") == ["Fjord Bank"]
    assert searched("auditors paper").whole
    assert names("blorptastic") == []


def test_how_a_word_was_taken_is_told() -> None:
    assert searched("nordhavn").taken[0].how is How.SPELT
    assert searched("nordhavn").taken[0].names == {"nordhaven"}
    assert searched("migra").taken[0].how is How.BEGUN
    assert searched("bookkeeping").taken[0].how in (How.KIN, How.NOWHERE)


def test_nothing_asked_shows_everything_by_name() -> None:
    assert names("") == names("  ") == names("🙂") == ["Açaí São Paulo", "Cover Mutual", "Fjord Bank", "Harvest Foods",
                                           "Münchner Ölwerke", "Nordhaven Shipping", "Silent Partners", "東京銀行"]  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["nordhaven", "Nordhavn", "nordh", "painless", "painles", '"data residency"', "young"]
)
def test_what_is_out_of_sight_is_found_like_a_word_nobody_has(typed: str) -> None:
    hidden = next(one.id for one in EVERYBODY if one.name == "Nordhaven Shipping")
    assert "Nordhaven Shipping" in names(typed)
    assert "Nordhaven Shipping" not in names(typed, without(hidden))
    told = searched(typed, without(hidden))
    assert not {"nordhaven", "painless"} & {word for taken in told.taken for word in taken.signs | taken.names}


def test_small_words_are_left_out_unless_there_are_no_others() -> None:
    assert sought_in("the bank of") == Sought(("bank",))
    assert sought_in("it") == Sought(("it",))
    assert sought_in("“the bank” it") == Sought((), (("the", "bank"),))


def test_a_long_text_is_read_as_far_as_it_tells_something() -> None:
    assert len(sought_in(" ".join(f"word{n}" for n in range(100))).words) == MOST_TERMS


def test_words_beyond_the_twelfth_are_told_as_not_looked_for() -> None:
    hits = searched(f"{'auditors paper asked nine days month end closing took regulator approval kept'} books")
    assert [taken.asked for taken in hits.taken if taken.how is How.UNREAD] == ["books"] and not hits.whole


def test_an_endless_word_is_cut() -> None:
    assert sought_in("a" * 20_000) == Sought(("a" * 200,))


@given(odd_text)
def test_nothing_that_can_be_typed_breaks_a_search(typed: str) -> None:
    assert len(searched(typed).places) <= len(INDEX.ids)
