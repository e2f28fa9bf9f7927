"""The places of documents, in the order of their ids, and how they move when some go and others come."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Who stood at `kept` stands at `moved` now; who came stands at `came`; whoever else stood there is gone."""

    kept: NDArray[np.intp]
    moved: NDArray[np.intp]
    came: NDArray[np.intp]

    @property
    def size(self) -> int:
        """Return how many there are now."""
        return len(self.moved) + len(self.came)

    def spread(self, old: NDArray[Value], new: NDArray[Value]) -> NDArray[Value]:
        """Return one value for each of those there are now, from those there were and those who came."""
        now = np.empty(self.size, old.dtype)
        now[self.moved] = old[self.kept]
        now[self.came] = new
        return now

    def place_of_each(self, were: int) -> NDArray[np.int32]:
        """Return the place now of each of those there were; -1 for who is gone."""
        now = np.full(were, -1, np.int32)
        now[self.kept] = self.moved
        return now


def moves_between(before: Sequence[str], after: Sequence[str], came: Container[str]) -> Moves:
    """Compare two sorted lists of ids; one that came may have been there, as something else."""
    there = set(after)
    stays = np.array([key in there and key not in came for key in before], bool)
    comes = np.array([key in came for key in after], bool)
    return Moves(np.flatnonzero(stays), np.flatnonzero(~comes), np.flatnonzero(comes))
