"""How private a private reference's description is: it must fit enough customers to point at none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

FLOOR = 3


@dataclass(frozen=True, slots=True)
class Widening:
    """A wider description and how many customers it fits: “Europe instead of Benelux: 6 fit”."""

    words: str
    described_by: tuple[str, ...]
    fits: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How many customers fit a description, and what would help if they are too few."""

    count: int
    enough: bool
    widenings: tuple[Widening, ...] = ()

    @property
    def sentence(self) -> str:
        """Say it to the person who writes the description."""
        fit = "1 customer fits" if self.count == 1 else f"{self.count} customers fit"
        if self.enough:
            return f"{fit} this description."
        ways = " ".join(f"{way.words}: {way.fits} fit." for way in self.widenings)
        return f"Only {fit} this description; it takes {FLOOR}." + (f" {ways}" if ways else "")


def judged(count: int, wider: Iterable[Widening], floor: int = FLOOR) -> Fit:
    """Return whether a description that fits `count` customers may stand, with the widenings that work."""
    if count >= floor:
        return Fit(count, True)
    working = sorted((way for way in wider if way.fits >= floor), key=lambda way: (way.fits, way.words))
    return Fit(count, False, tuple(working))


def tells_name(description: str, names: Iterable[str]) -> bool:
    """Say whether a description gives away one of the names it should hide."""
    folded = " ".join(description.casefold().split())
    return any(name.strip() and " ".join(name.casefold().split()) in folded for name in names)
