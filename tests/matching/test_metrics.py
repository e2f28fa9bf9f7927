"""Figures small enough to be worked out by hand."""

from __future__ import annotations

import json
from math import log2

import pytest

from goodword.matching.evaluation.judged import EvaluationLineError, judgement_of, ranking_of
from goodword.matching.evaluation.metrics import METRICS, figures, ndcg, scored

GRADES = {"p/lead": 3, "p/good": 2, "p/slide": 1, "p/none": 0}


def test_the_best_order_scores_one_and_a_turned_one_what_the_formula_says() -> None:
    assert ndcg([3, 2, 1, 0], GRADES.values()) == 1.0
    best = 7 + 3 / log2(3) + 1 / 2
    assert ndcg([0, 1, 2, 3], GRADES.values()) == pytest.approx((1 / log2(3) + 3 / 2 + 7 / log2(5)) / best)


def test_a_reference_nobody_judged_counts_as_none_and_is_told() -> None:
    values = dict(zip(METRICS, scored(["p/unknown", "p/good"], GRADES), strict=True))
    assert values["nDCG@10"] == pytest.approx(3 / log2(3) / (7 + 3 / log2(3) + 1 / 2))
    assert (values["MRR"], values["R@20"], values["J@10"]) == (0.5, 0.5, 0.5)


def test_only_the_first_ten_gain_and_only_the_first_twenty_are_recalled() -> None:
    others = [f"p/{at}" for at in range(20)]
    assert scored([*others[:10], "p/lead"], GRADES)[0] == 0.0
    assert scored([*others[:19], "p/lead"], GRADES)[2] == 0.5
    assert scored([*others, "p/lead"], GRADES)[2] == 0.0


def test_a_deal_the_run_lacks_scores_nothing_and_one_nobody_can_serve_is_left_out() -> None:
    found = figures({"a": ["p/lead"]}, {"a": GRADES, "b": GRADES, "c": {"p/slide": 1}})
    assert found.qids == ("a", "b")
    assert found.values[1].tolist() == [0.0, 0.0, 0.0, 0.0]


def test_groups_are_the_programs_all_of_them_and_the_plain_worded() -> None:
    found = figures({}, {"a": GRADES, "b": {"q/x": 2}, "c": {"q/y": 3}})
    assert found.groups(["b"]) == {"p": [0], "q": [1, 2], "ALL": [0, 1, 2], "plain-worded": [1]}
    assert figures({}, {"a": GRADES}).groups() == {"p": [0]}


def test_an_interval_holds_its_mean_and_is_the_same_every_time() -> None:
    found = figures({"a": ["p/lead"], "b": ["p/none"]}, {"a": GRADES, "b": GRADES})
    first, again = found.estimates([0, 1]), found.estimates([0, 1])
    assert first == again
    assert all(one.low <= one.mean <= one.high for one in first)
    assert first[1].mean == 0.5


def test_a_run_compared_with_itself_differs_by_nothing() -> None:
    found = figures({"a": ["p/lead"], "b": ["p/good"]}, {"a": GRADES, "b": GRADES})
    other = figures({"a": ["p/none"], "b": ["p/good"]}, {"a": GRADES, "b": GRADES})
    assert {(one.mean, one.low, one.high) for one in found.estimates([0, 1], found)} == {(0.0, 0.0, 0.0)}
    assert found.estimates([0, 1], other)[1].mean == 0.5


@pytest.mark.parametrize(
    "line",
    [
        {"qid": "a", "ranking": [["p/x", 1.0], ["p/y", 2.0], ["p/x", 3.0]]},
        {"qid": "a", "ranking": [{"id": "p/y", "score": 1.0}, {"doc_id": "p/x", "score": 2}]},
        {"qid": "a", "ids": ["p/x", "p/y", "p/x"]},
        {"qid": "a", "ids": ["p/y", "p/x"], "scores": [1, 2]},
        {"qid": "a", "ranking": ["p/x", "p/y"]},
    ],
)
def test_a_run_may_be_written_in_several_ways(line: object) -> None:
    assert ranking_of(json.dumps(line)).references == ("p/x", "p/y")


def test_the_words_of_a_run_follow_their_references() -> None:
    line = {"qid": "a", "ranking": [["p/x", 1.0], ["p/y", 2.0]], "words": ["Partial", "Strong"]}
    assert ranking_of(json.dumps(line)).words == ("Strong", "Partial")


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"ids": []}',
        '{"qid": "a"}',
        '{"qid": "a", "ids": ["x", "y"], "scores": [1]}',
        '{"qid":"a","ranking":[[]]}',
    ],
)
def test_a_line_that_is_no_ranking_is_refused(line: str) -> None:
    with pytest.raises(EvaluationLineError):
        ranking_of(line)


@pytest.mark.parametrize("line", ["{", '{"qid": "a"}', '{"qid": "a", "doc_id": "p/x", "grade": 4}'])
def test_a_line_that_is_no_judgement_is_refused(line: str) -> None:
    assert judgement_of('{"qid": "a", "doc_id": "p/x", "grade": 3}').grade == 3
    with pytest.raises(EvaluationLineError):
        judgement_of(line)
