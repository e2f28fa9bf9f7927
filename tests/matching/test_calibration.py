from __future__ import annotations

import pytest

from goodword.matching.evaluation.calibration import (
    Kept,
    Pair,
    are_ordered,
    at_least,
    fits_nobody,
    kept_by_threshold,
    kept_by_word,
    thresholds_for,
)
from goodword.matching.evaluation.judged import Ranking
from goodword.matching.shapes import Fit
from goodword.matching.weights import WEIGHTS, Thresholds


def judged(share: float, grades: list[int]) -> list[Pair]:
    return [Pair("a", share, grade) for grade in grades]


def test_a_word_keeps_the_share_of_its_judged_references_that_are_good() -> None:
    run = [Ranking("a", ("x", "y", "z", "unjudged"), ("Strong", "Strong", "Weak", "Strong"))]
    words = {one.word: one for one in kept_by_word(run, {"a": {"x": 3, "y": 1, "z": 0}})}
    assert words["Strong"] == Kept("Strong", 2, 0.5, 1.0)
    assert words["Weak"] == Kept("Weak", 1, 0.0, 0.0)
    assert words["Good"].n == 0


def test_a_run_without_words_keeps_none() -> None:
    assert kept_by_word([Ranking("a", ("x",))], {"a": {"x": 3}}) == []


def test_words_are_in_order_when_no_better_one_keeps_less() -> None:
    assert are_ordered([Kept("Strong", 9, 0.8, 1), Kept("Good", 0, 0.0, 0), Kept("Partial", 9, 0.2, 1)])
    assert not are_ordered([Kept("Strong", 9, 0.3, 1), Kept("Good", 9, 0.4, 1)])


def test_the_lower_end_of_a_share_is_lower_the_fewer_there_are() -> None:
    assert at_least(0, 0) == 0.0
    assert at_least(8, 10) == pytest.approx(0.490, abs=0.001)
    assert at_least(8, 10) < at_least(80, 100) < 0.8


def test_thresholds_stand_where_each_promise_is_surely_kept() -> None:
    pairs = judged(0.9, [3] * 40) + judged(0.6, [2, 0] * 40) + judged(0.3, [2, 0, 0, 0] * 40) + judged(0.1, [0] * 200)
    assert thresholds_for(pairs) == Thresholds(strong=0.61, good=0.31, partial=0.11)


def test_where_nothing_keeps_a_promise_its_word_is_not_said() -> None:
    limits = thresholds_for(judged(0.9, [0] * 50))
    assert [one.n for one in kept_by_threshold(judged(0.9, [0] * 50), limits) if one.word != Fit.WEAK] == [0, 0, 0]


def test_no_one_fits_is_said_of_a_deal_whose_best_is_weak() -> None:
    pairs = [Pair("served", 0.8, 3), Pair("served", 0.1, 0), Pair("alone", 0.2, 1)]
    assert fits_nobody(pairs, 0.4) == {"served": False, "alone": True}


@pytest.mark.parametrize("limits", [WEIGHTS.with_story, WEIGHTS.facts_only])
def test_the_words_of_the_table_stand_in_order(limits: Thresholds) -> None:
    assert 1 > limits.strong > limits.good > limits.partial > 0
    assert [limits.word(share) for share in (1.0, limits.good, limits.partial, 0.0)] == list(Fit)
