"""Ask the bench which numbers of the table earn their place: weights fitted without a program, and each signal off in turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from goodword.matching.evaluation.bench import Bench
from goodword.matching.evaluation.metrics import METRICS, Figures
from goodword.matching.weights import Weights, value_at, with_values

FITTED = (
    "facts.industry",
    "facts.region",
    "story",
    "said_by_a_fact",
    "words.use_case",
    "words.concerns",
    "words.products",
    "words.replaces",
    "words.persona",
    "words.industry",
    "words.region",
    "vocabulary.kin",
    "vocabulary.industry",
    "vocabulary.region",
)
"""Numbers that judged deals can say something about."""
NEUTRAL = 1.0
KEPT_AT_START = frozenset({"story", "said_by_a_fact", "vocabulary.kin", "vocabulary.industry", "vocabulary.region"})
STEPS = (0.0, 0.5, 0.75, 1.25, 1.5, 2.0)
"""What a number is tried at, as a multiple of what it is."""
ROUNDS = 2
WORTH = 1e-4
"""A change of the mean nDCG that is no more than this is none."""


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """The figures of weights fitted on all programs, and of weights fitted each time without the program measured."""

    fitted: Figures
    left_out: Figures
    chosen: Mapping[str, Mapping[str, float]]


def leave_one_out(bench: Bench, table: Weights) -> LeftOut:
    """Fit the weights on all programs but one and measure on that one, for each; and on all of them."""
    start = neutral(table)
    whole = fitted(bench, start)
    chosen, figures = {"": values_of(whole)}, []
    for program in bench.programs:
        weights = fitted(bench.of([name for name in bench.programs if name != program]), start)
        chosen[program] = values_of(weights)
        figures.append(bench.of([program]).weighed_by(weights).figures())
    return LeftOut(bench.weighed_by(whole).figures(), joined(figures), chosen)


def neutral(table: Weights) -> Weights:
    """Return a start that knows nothing of any judgement: everything at one point, the vocabularies as they are."""
    return with_values(table, {key: NEUTRAL for key in FITTED if key not in KEPT_AT_START})


def fitted(bench: Bench, start: Weights) -> Weights:
    """Return weights found by trying each number at a few multiples in turn, keeping what raises the mean nDCG."""
    best, reached = start, quality(bench, start)
    for _ in range(ROUNDS):
        before = reached
        for key in FITTED:
            for step in STEPS:
                tried = with_values(best, {key: value_at(best, key) * step})
                if (found := quality(bench, tried)) > reached + WORTH:
                    best, reached = tried, found
        if reached <= before + WORTH:
            break
    return best


def quality(bench: Bench, weights: Weights) -> float:
    """Return the mean nDCG, every program counting alike however many deals it has."""
    figures = bench.weighed_by(weights).figures()
    gains = figures.values[:, METRICS.index("nDCG@10")]
    programs = np.array(figures.programs)
    return float(np.mean([gains[programs == program].mean() for program in set(figures.programs)]))


def values_of(weights: Weights) -> dict[str, float]:
    return {key: value_at(weights, key) for key in FITTED}


def joined(parts: Sequence[Figures]) -> Figures:
    """Return the figures of several programs as one table, in the order of their deals."""
    rows = sorted(
        (qid, program, tuple(values))
        for part in parts
        for qid, program, values in zip(part.qids, part.programs, part.values, strict=True)
    )
    return Figures(
        tuple(qid for qid, _, _ in rows),
        tuple(program for _, program, _ in rows),
        np.array([values for _, _, values in rows], np.float64),
    )


def signals_off(table: Weights) -> Iterator[tuple[str, Weights]]:
    """Yield what the weights are with each signal off in turn, beginning with none off."""
    yield "everything", table
    for kind in table.facts:
        yield f"without {kind} as a fact", with_values(table, {f"facts.{kind}": 0.0})
    for field in table.words:
        off = (
            {f"words.{field}": 0.0, f"vocabulary.{field}": 0.0}
            if field in table.vocabulary
            else {f"words.{field}": 0.0}
        )
        yield f"without the words of {field}", with_values(table, off)
    for name in table.vocabulary:
        yield f"without the vocabulary of {name}", with_values(table, {f"vocabulary.{name}": 0.0})
    yield "words counted although a fact says it", with_values(table, {"said_by_a_fact": 1.0})
    yield "silence counted as mismatch", with_values(table, {"unknown": 0.0, "unknown_story": 0.0})
    yield "long stories not held back", with_values(table, {"length": 0.0})
    yield "no word rewarded twice", with_values(table, {"saturation": 0.01})
    yield "all fields of the deal alike", with_values(table, {f"words.{field}": NEUTRAL for field in table.words})
