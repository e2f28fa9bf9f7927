from __future__ import annotations

from dataclasses import replace

from goodword.matching.rules import in_card_order
from goodword.matching.shapes import Fit, Match
from tests.matching.cast import reference


def match(key: str, word: Fit) -> Match:
    return Match(key, 1.0, 0.5, word, (), (), None)


def test_cards_are_ordered_by_fit_then_rest_then_times_helped_then_name() -> None:
    references = {
        "weak": reference("Weak"),
        "tired": reference("Tired", rest=1),
        "used": reference("Used", rest=5, helped=3),
        "zeta": reference("Zeta", rest=5, helped=0),
        "alpha": replace(reference("Alpha", rest=5, helped=0), name="Ålpha"),
        "strong": reference("Strong", rest=1, helped=9),
    }
    words = {"weak": Fit.WEAK, "strong": Fit.STRONG}
    ordered = in_card_order([match(key, words.get(key, Fit.GOOD)) for key in references], references)
    assert [found.reference_id for found in ordered] == ["strong", "alpha", "zeta", "used", "tired", "weak"]
