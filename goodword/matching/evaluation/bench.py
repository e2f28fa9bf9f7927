"""Judged deals beside the references they were judged on, ready to be ranked under any weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goodword.matching.evaluation.calibration import Pair
from goodword.matching.evaluation.metrics import RECALL_DEPTH, Figures, Grades, figures
from goodword.matching.index import Index
from goodword.matching.shapes import Deal
from goodword.matching.weights import Weights


@dataclass(frozen=True, slots=True)
class Case:
    """One judged deal: the program whose references it is about, and how they were graded."""

    qid: str
    program: str
    deal: Deal
    grades: Grades
    plain: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """Cases and each program's references. The ids in the indexes are those of the judgements."""

    cases: Sequence[Case]
    indexes: Mapping[str, Index]

    @property
    def programs(self) -> list[str]:
        return sorted({case.program for case in self.cases})

    @property
    def plain(self) -> list[str]:
        return [case.qid for case in self.cases if case.plain]

    def of(self, programs: Sequence[str]) -> Bench:
        """Return the part of the bench about some programs."""
        return Bench([case for case in self.cases if case.program in programs], self.indexes)

    def weighed_by(self, weights: Weights) -> Bench:
        return Bench(self.cases, {name: index.weighed_by(weights) for name, index in self.indexes.items()})

    def figures(self) -> Figures:
        """Rank every case and score the rankings."""
        run = {case.qid: ranked(case.deal, self.indexes[case.program]) for case in self.cases}
        return figures(run, {case.qid: case.grades for case in self.cases})

    def pairs(self) -> list[Pair]:
        """Return the share of possible and the grade of every judged pair."""
        return [pair for case in self.cases for pair in pairs_of(case, self.indexes[case.program])]


def ranked(deal: Deal, index: Index, top: int = RECALL_DEPTH) -> list[str]:
    """Return the ids of the best references; the same order as `Index.rank`, without explaining any."""
    _, scores = index.weighed(deal, None)
    return [index.ids[place] for place in index.best_places(scores, None, top)]


def pairs_of(case: Case, index: Index) -> list[Pair]:
    reading, scores = index.weighed(case.deal, None)
    possible = reading.possible or 1.0
    by_id = dict(zip(index.ids, scores, strict=True))
    return [
        Pair(case.qid, min(1.0, float(by_id[reference]) / possible), grade)
        for reference, grade in case.grades.items()
        if reference in by_id
    ]
