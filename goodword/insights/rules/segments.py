"""Demand against supply: where deals will ask for a voice, and where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

# Fewer private references than this in one place would tell who they are.
FEWEST_TOGETHER = 3


class Level(StrEnum):
    """How a segment stands."""

    NOBODY = "nobody"  # deals will ask, and nobody can be asked
    SHORT = "short"  # fewer people than deals
    ENOUGH = "enough"
    UNASKED = "unasked"  # people, and no deal that will ask


@dataclass(frozen=True, slots=True)
class Segment:
    """One industry, region or product.

    `voices` agreed to help, `free` of them can be asked today as far as a count can tell, `deals` are open, close
    soon and have no voice yet, worth `amounts` by currency; `unfilled` deals asked lately and found nobody.
    """

    name: str
    voices: int = 0
    free: int = 0
    deals: int = 0
    unfilled: int = 0
    amounts: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        if not self.deals:
            return Level.UNASKED
        if not self.free:
            return Level.NOBODY
        return Level.SHORT if self.free < self.deals else Level.ENOUGH

    @property
    def missing(self) -> int:
        """Return how many more people it takes for each deal to have one of its own."""
        return max(0, self.deals - self.free)


def sorted_by_need(segments: Iterable[Segment]) -> list[Segment]:
    """Return segments, those that lack most first; of equals the one with more deals."""
    order = list(Level)
    return sorted(
        segments,
        key=lambda one: (order.index(one.level), -one.missing, -one.deals, -one.unfilled, -one.voices, one.name),
    )


def shown_count(known: int, private: int, *, may_unmask: bool) -> int:
    """Return how many people a viewer is told of.

    Private ones count for whoever may not know them only among enough others: a count of one would name them.
    """
    together = known + private
    return together if may_unmask or together >= FEWEST_TOGETHER else known
