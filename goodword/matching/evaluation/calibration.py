"""What the fit words promise and what they keep."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from goodword.matching.evaluation.judged import Ranking
from goodword.matching.evaluation.metrics import GOOD, Grades
from goodword.matching.shapes import Fit
from goodword.matching.weights import Thresholds

PROMISES = {Fit.STRONG: 0.7, Fit.GOOD: 0.3, Fit.PARTIAL: 0.125}
"""Share of the references under a word that people judge good, at least: what the word promises."""
STEP = 0.01
SURE = 1.96
"""Standard errors of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How the references under one word were judged: how many, and the shares of the good and of the useful."""

    word: str
    n: int
    good: float
    useful: float


@dataclass(frozen=True, slots=True)
class Pair:
    """One judged reference for one deal: the share of possible it got, and its grade."""

    qid: str
    share: float
    grade: int


def kept_by_word(rankings: Iterable[Ranking], judged: Mapping[str, Grades]) -> list[Kept]:
    """Return what each word kept, over the judged pairs of a run; empty where the run says no words."""
    grades: dict[str, list[int]] = {fit.value: [] for fit in Fit}
    for ranking in rankings:
        known = judged.get(ranking.qid, {})
        for reference, word in zip(ranking.references, ranking.words, strict=False):
            if reference in known and word in grades:
                grades[word].append(known[reference])
    return [kept(word, found) for word, found in grades.items()] if any(grades.values()) else []


def kept_by_threshold(pairs: Iterable[Pair], limits: Thresholds) -> list[Kept]:
    """Return what each word keeps when it is said from these shares on."""
    grades: dict[Fit, list[int]] = {fit: [] for fit in Fit}
    for pair in pairs:
        grades[limits.word(pair.share)].append(pair.grade)
    return [kept(fit.value, found) for fit, found in grades.items()]


def kept(word: str, grades: Sequence[int]) -> Kept:
    n = max(1, len(grades))
    return Kept(word, len(grades), sum(grade >= GOOD for grade in grades) / n, sum(grade > 0 for grade in grades) / n)


def are_ordered(words: Sequence[Kept]) -> bool:
    """Say whether a better word never keeps less than a worse one; words nobody got are passed over."""
    shares = [one.good for one in words if one.n]
    return all(better >= worse for better, worse in pairwise(shares))


def thresholds_for(pairs: Sequence[Pair]) -> Thresholds:
    """Derive from where each word may be said: the lowest share from which its promise is surely kept.

    What is looked at reaches from there to where the next better word begins, so a word can't live on better ones.
    """
    strong = lowest_keeping(pairs, PROMISES[Fit.STRONG], below=1 + STEP)
    good = lowest_keeping(pairs, PROMISES[Fit.GOOD], below=strong)
    return Thresholds(strong, good, lowest_keeping(pairs, PROMISES[Fit.PARTIAL], below=good))


def lowest_keeping(pairs: Sequence[Pair], promise: float, below: float) -> float:
    """Return the lowest share from which the pairs below a limit keep a promise, or that limit if none do."""
    shares, good = np.array([pair.share for pair in pairs]), np.array([pair.grade >= GOOD for pair in pairs])
    for at in np.arange(0.0, below, STEP):
        inside = (shares >= at) & (shares < below)
        if at_least(int(good[inside].sum()), int(inside.sum())) >= promise:
            return round(float(at), 2)
    return below


def at_least(hits: int, n: int) -> float:
    """Return the lower end of the 95 % interval of a share (Wilson 1927)."""
    if not n:
        return 0.0
    share, room = hits / n, SURE**2 / n
    return (share + room / 2 - SURE * math.sqrt(share * (1 - share) / n + room / 4 / n)) / (1 + room)


def fits_nobody(pairs: Sequence[Pair], partial: float) -> dict[str, bool]:
    """Say for each deal whether “no one fits” would be said of it."""
    best: dict[str, float] = {}
    for pair in pairs:
        best[pair.qid] = max(best.get(pair.qid, 0.0), pair.share)
    return {qid: share < partial for qid, share in best.items()}
