"""What stands in a name comes first where it is a word or begins one; letters amid a name come after what is said."""

from __future__ import annotations

import pytest

from tests.matching.cast import reference
from tests.matching.search.making import best_first


@pytest.mark.parametrize(
    ("typed", "amid", "text"),
    [
        ("api", "Capital Partners", "The API is great."),
        ("erp", "Enterprise Holding", "We run one ERP."),
        ("etl", "Beetle Works", "Nightly ETL runs."),
        ("migra", "Emigrant Bank", "Our migration took a week."),
    ],
)
def test_letters_amid_a_name_come_after_those_who_say_the_word(typed: str, amid: str, text: str) -> None:
    says = reference("Quayside", story=text)
    assert best_first(typed, reference(amid), says) == ["Quayside", amid]


def test_the_word_of_a_name_comes_before_its_beginning_and_both_before_a_text() -> None:
    word, begins, says = reference("Zebra Api"), reference("Apiary"), reference("Quayside", story="The API is great.")
    assert best_first("api", says, begins, word) == ["Zebra Api", "Apiary", "Quayside"]
    assert best_first("ban", reference("Banban"), reference("Urban", story="A ban was lifted.")) == ["Banban", "Urban"]


def test_a_name_that_begins_so_hides_no_text_that_goes_on_so() -> None:
    assert best_first("migra", reference("Migrasoft"), reference("Quayside", story="A migration.")) == [
        "Migrasoft",
        "Quayside",
    ]
