from __future__ import annotations

import pytest

from goodword.matching.evaluation.bench import Bench, Case
from goodword.matching.evaluation.study import FITTED, fitted, leave_one_out, neutral, quality, signals_off
from goodword.matching.shapes import Deal
from goodword.matching.weights import WEIGHTS, value_at, with_values
from tests.matching.cast import INDEX, NORDIC_BANK

PICKERS = Deal(industry="Farming", use_case="seasonal pickers want pay slips on their phones")
CASES = (
    Case("a", "north", NORDIC_BANK, {"fjord-bank": 3, "cover-mutual": 1, "harvest-foods": 0}),
    Case("b", "south", PICKERS, {"harvest-foods": 3, "fjord-bank": 0}, plain=True),
)
BENCH = Bench(CASES, {"north": INDEX, "south": INDEX})


def test_a_number_of_the_table_is_read_and_changed_by_its_key() -> None:
    changed = with_values(WEIGHTS, {"facts.industry": 0.5, "facts.region": 2.0, "story": 1.0})
    assert [value_at(changed, key) for key in ("facts.industry", "facts.region", "story")] == [0.5, 2.0, 1.0]
    assert value_at(changed, "facts.size") == value_at(WEIGHTS, "facts.size")


@pytest.mark.parametrize("values", [{"length": 0.2, "facts.industry": 0.0}, {"story": 8.0, "vocabulary.kin": 0.0}])
def test_other_weights_rank_as_an_index_built_with_them(values: dict[str, float]) -> None:
    other = with_values(WEIGHTS, values)
    again = type(INDEX).build((document.reference for document in INDEX.documents.values()), other)
    assert INDEX.weighed_by(other).rank(NORDIC_BANK) == again.rank(NORDIC_BANK)


def test_the_bench_scores_every_case_under_the_weights_given() -> None:
    assert BENCH.figures().qids == ("a", "b")
    assert quality(BENCH, WEIGHTS) == 1.0
    nothing = with_values(WEIGHTS, dict.fromkeys(FITTED, 0.0) | {"facts.freshness": 0.0})
    assert quality(BENCH, nothing) < 1.0


def test_fitting_never_makes_the_cases_it_sees_worse() -> None:
    start = neutral(WEIGHTS)
    assert quality(BENCH, fitted(BENCH, start)) >= quality(BENCH, start)


def test_weights_measured_on_a_program_were_fitted_without_it() -> None:
    found = leave_one_out(BENCH, WEIGHTS)
    assert set(found.chosen) == {"", "north", "south"}
    assert found.left_out.qids == found.fitted.qids == ("a", "b")
    assert found.left_out.values.shape == found.fitted.values.shape == (2, 4)


@pytest.mark.parametrize("kind", sorted(WEIGHTS.facts))
def test_every_fact_is_switched_off_once(kind: str) -> None:
    off = [weights for _, weights in signals_off(WEIGHTS) if weights.facts[kind] == 0.0]
    assert len(off) == 1


def test_every_judged_pair_has_its_share_and_grade() -> None:
    pairs = BENCH.pairs()
    assert len(pairs) == 5
    assert all(0 <= pair.share <= 1 for pair in pairs)
    assert max(pairs, key=lambda pair: pair.share).grade == 3
