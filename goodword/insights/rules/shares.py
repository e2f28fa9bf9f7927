"""A part of a whole as it may be shown: with its interval, and only where the whole is large enough.

Intervals: Wilson's score for one share (Wilson 1927), Newcombe's hybrid of two of them for a difference (Newcombe 1998,
method 10). Both stay within 0 and 1, and hold for shares near either end, where the usual formula claims to know.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

# Under this a percentage says more about chance than about the program: at 20 its interval is still 40 points wide.
ENOUGH = 20
# Two shares are held against each other from so many on each side: under that their difference is chance.
COMPARABLE = 30
Z = 1.959964  # of a 95% interval
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Share:
    """`n` of a whole. Raises ValueError where the part is larger than the whole."""

    n: int = 0
    whole: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.n <= self.whole:
            raise ValueError(f"{self.n} is no part of {self.whole}.")

    @property
    def enough(self) -> bool:
        """Say whether the whole is large enough for a percentage."""
        return self.whole >= ENOUGH

    @property
    def comparable(self) -> bool:
        """Say whether the whole is large enough to hold another share against."""
        return self.whole >= COMPARABLE

    @property
    def ratio(self) -> float:
        return self.n / self.whole if self.whole else 0.0

    @property
    def percent(self) -> int:
        return round(100 * self.ratio)

    @property
    def interval(self) -> Interval:
        """Return Wilson's 95% interval; everything is possible where nothing was counted."""
        if not self.whole:
            return 0.0, 1.0
        z2 = Z * Z / self.whole
        centre = self.ratio + z2 / 2
        spread = Z * sqrt(self.ratio * (1 - self.ratio) / self.whole + z2 / (4 * self.whole))
        return max(0.0, (centre - spread) / (1 + z2)), min(1.0, (centre + spread) / (1 + z2))

    @property
    def low(self) -> int:
        return round(100 * self.interval[0])

    @property
    def high(self) -> int:
        return round(100 * self.interval[1])

    def __add__(self, other: Share) -> Share:
        return Share(self.n + other.n, self.whole + other.whole)


@dataclass(frozen=True, slots=True)
class Difference:
    """How much larger one share is than another, in points, with Newcombe's 95% interval."""

    one: Share
    other: Share

    @property
    def enough(self) -> bool:
        return self.one.comparable and self.other.comparable

    @property
    def points(self) -> int:
        return round(100 * (self.one.ratio - self.other.ratio))

    @property
    def interval(self) -> Interval:
        (low, high), (other_low, other_high) = self.one.interval, self.other.interval
        between = self.one.ratio - self.other.ratio
        below = sqrt((self.one.ratio - low) ** 2 + (other_high - self.other.ratio) ** 2)
        above = sqrt((high - self.one.ratio) ** 2 + (self.other.ratio - other_low) ** 2)
        return between - below, between + above

    @property
    def low(self) -> int:
        return round(100 * self.interval[0])

    @property
    def high(self) -> int:
        return round(100 * self.interval[1])

    @property
    def could_be_chance(self) -> bool:
        """Say whether no difference at all would still be in the interval."""
        return self.interval[0] <= 0 <= self.interval[1]


@dataclass(frozen=True, slots=True)
class Typical:
    """How long something took: so many counted, the middle one and that of nine in ten, in working hours."""

    n: int = 0
    median: float | None = None
    p90: float | None = None

    @property
    def enough(self) -> bool:
        return self.n >= ENOUGH
