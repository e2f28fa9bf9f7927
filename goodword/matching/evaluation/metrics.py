"""How well a ranking puts the good ones first, with bootstrap intervals over the deals.

nDCG: Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (2002), with the gain 2^grade − 1 of
Burges et al. (2005). Intervals: Efron's percentile bootstrap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

METRICS = ("nDCG@10", "MRR", "R@20", "J@10")
GOOD = 2
"""Grade from which a reference counts as good, for MRR, R@20 and the calibration of the fit words."""
DEPTH, RECALL_DEPTH = 10, 20
DRAWS, SEED = 5000, 12345
EVERYTHING, PLAIN_WORDED = "ALL", "plain-worded"

Floats = NDArray[np.float64]
Grades = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over deals with its 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """The metrics of every judged deal: one row a deal, in the order of `qids`; the columns are METRICS."""

    qids: tuple[str, ...]
    programs: tuple[str, ...]
    values: Floats

    def groups(self, plain: Iterable[str] = ()) -> dict[str, list[int]]:
        """Return the rows of each program, of all where there are several, and of the plain-worded deals."""
        names = sorted(set(self.programs))
        found = {name: [row for row, program in enumerate(self.programs) if program == name] for name in names}
        if len(names) > 1:
            found[EVERYTHING] = list(range(len(self.qids)))
        told = set(plain)
        if rows := [row for row, qid in enumerate(self.qids) if qid in told]:
            found[PLAIN_WORDED] = rows
        return found

    def estimates(self, rows: Sequence[int], baseline: Figures | None = None) -> list[Estimate]:
        """Return each metric's mean over some deals; with a baseline the paired difference to it."""
        values = self.values[list(rows)]
        return estimates(values if baseline is None else values - baseline.values[list(rows)])


def figures(run: Mapping[str, Sequence[str]], judged: Mapping[str, Grades]) -> Figures:
    """Score a run. A judged deal that the run lacks scores 0; deals with nobody good are left out: nothing can be found."""
    qids = sorted(qid for qid, grades in judged.items() if any(grade >= GOOD for grade in grades.values()))
    rows = [scored(run.get(qid, ()), judged[qid]) for qid in qids]
    programs = tuple(next(iter(judged[qid])).split("/", 1)[0] for qid in qids)
    return Figures(tuple(qids), programs, np.array(rows, np.float64).reshape(-1, len(METRICS)))


def scored(ranked: Sequence[str], grades: Grades) -> tuple[float, float, float, float]:
    """Return the METRICS of one ranking; a reference nobody judged counts as grade 0."""
    good = {reference for reference, grade in grades.items() if grade >= GOOD}
    first = next((rank for rank, reference in enumerate(ranked, 1) if reference in good), 0)
    shown = ranked[:DEPTH]
    return (
        ndcg([grades.get(reference, 0) for reference in shown], grades.values()),
        1 / first if first else 0.0,
        len(good & set(ranked[:RECALL_DEPTH])) / len(good) if good else 0.0,
        sum(reference in grades for reference in shown) / max(1, len(shown)),
    )


def ndcg(found: Sequence[int], there: Iterable[int]) -> float:
    """Return the discounted gain of the grades found, as a share of that of the best order of all there are."""
    best = gain(sorted(there, reverse=True)[:DEPTH])
    return gain(found) / best if best else 0.0


def gain(grades: Sequence[int]) -> float:
    discounts = 1 / np.log2(np.arange(2, len(grades) + 2))
    return float(((2.0 ** np.array(grades, np.float64) - 1) * discounts).sum()) if len(grades) else 0.0


def estimates(values: Floats) -> list[Estimate]:
    """Return the mean of every column with its interval; the same seed every time, so that figures can be compared."""
    picks = np.random.default_rng(SEED).integers(0, len(values), size=(DRAWS, len(values)))
    means = values[picks].mean(axis=1)
    low, high = np.percentile(means, 2.5, axis=0), np.percentile(means, 97.5, axis=0)
    return [Estimate(float(m), float(a), float(b)) for m, a, b in zip(values.mean(axis=0), low, high, strict=True)]
