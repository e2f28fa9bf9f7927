"""Would another order have been better? Counted from what was shown, who was asked and what came of it.

People ask those who stand first more often, so who stood low and was asked all the same stands for more. Each outcome is
weighed by how much likelier its card would have been looked at in the new order than in the old one: inverse propensity
with the position-based model (Joachims, Swaminathan and Schnabel, "Unbiased learning-to-rank with biased feedback", 2017),
self-normalised (Swaminathan and Joachims, 2015).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_WEIGHT = 5.0
"""An outcome stands for no more than so many, or one lucky card would decide."""
ENOUGH = 30
"""Effective outcomes below which nothing is said."""
DRAWS, SEED = 2000, 12345


@dataclass(frozen=True, slots=True)
class Outcome:
    """One asked card: its place as shown and under the other weights, from 1, and whether it was good."""

    place: int
    other_place: int
    good: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Shares of good outcomes as things were and as they would have been, and the difference with its 95 % interval.

    `effective`: how many outcomes as telling as unweighed ones there are (Kish 1965).
    """

    n: int
    effective: float
    now: float
    then: float
    low: float
    high: float

    @property
    def enough(self) -> bool:
        return self.effective >= ENOUGH

    @property
    def better(self) -> bool | None:
        """Say whether the change would have been better; None where that can't be told."""
        if not self.enough or self.low <= 0 <= self.high:
            return None
        return self.low > 0


def looked_at(place: int) -> float:
    """Return how likely a card at a place is looked at, beside the first: 1 / place, as is usual for lists."""
    return 1 / place


def verdict(outcomes: Sequence[Outcome]) -> Verdict:
    """Compare the two orders over what is known."""
    if not outcomes:
        return Verdict(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    good = np.array([one.good for one in outcomes], np.float64)
    weights = np.array([min(MOST_WEIGHT, looked_at(one.other_place) / looked_at(one.place)) for one in outcomes])
    picks = np.random.default_rng(SEED).integers(0, len(good), size=(DRAWS, len(good)))
    drawn = differences(good[picks], weights[picks])
    return Verdict(
        n=len(good),
        effective=float(weights.sum() ** 2 / (weights**2).sum()),
        now=float(good.mean()),
        then=float((weights * good).sum() / weights.sum()),
        low=float(np.percentile(drawn, 2.5)),
        high=float(np.percentile(drawn, 97.5)),
    )


def differences(good: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = (weights * good).sum(axis=1) / weights.sum(axis=1) - good.mean(axis=1)
    return found
