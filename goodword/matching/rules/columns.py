"""What documents say in facts, kept by what is asked: an ask is answered once for all that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goodword.matching.rules.places import Moves
from goodword.matching.rules.question import KINDS
from goodword.matching.shapes import FactKind, Reference

AVOIDED = "avoided"
KEPT: Mapping[str, tuple[str, ...]] = {**KINDS, AVOIDED: (FactKind.AVOIDS,)}
Standing = tuple[str, ...]
"""All that one document says of one thing, in order: most say the same as many others."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Document i says `standings[standing_of[i]]`; standing `holders[j]` says `values[value_of[j]]`, for every j."""

    standing_of: NDArray[np.intp]
    standings: tuple[Standing, ...]
    holders: NDArray[np.int64]
    value_of: NDArray[np.int64]
    values: tuple[str, ...]

    @property
    def nbytes(self) -> int:
        return self.standing_of.nbytes + self.holders.nbytes + self.value_of.nbytes

    def speaks(self) -> NDArray[np.bool_]:
        """Say of every document whether it says anything."""
        return np.array([bool(standing) for standing in self.standings], bool)[self.standing_of]


def columns_of(references: Sequence[Reference]) -> dict[str, Column]:
    """Gather the facts of all references."""
    return {name: column_of(said_of(references, kinds)) for name, kinds in KEPT.items()}


def columns_changed(columns: Mapping[str, Column], moves: Moves, came: Sequence[Reference]) -> dict[str, Column]:
    """Return the columns after some documents went and others came; only the facts of those are read."""
    return {name: _changed(columns[name], moves, said_of(came, kinds)) for name, kinds in KEPT.items()}


def said_of(references: Sequence[Reference], kinds: tuple[str, ...]) -> list[Standing]:
    return [tuple(sorted(fact.value for fact in one.facts if fact.kind in kinds)) for one in references]


def column_of(said: Sequence[Standing]) -> Column:
    numbers: dict[Standing, int] = {}
    standing_of = np.array([numbers.setdefault(standing, len(numbers)) for standing in said], np.intp)
    return _laid_out(standing_of, tuple(numbers))


def _changed(column: Column, moves: Moves, said: Sequence[Standing]) -> Column:
    numbers = {standing: number for number, standing in enumerate(column.standings)}
    new = np.array([numbers.setdefault(standing, len(numbers)) for standing in said], np.intp)
    held, standing_of = np.unique(moves.spread(column.standing_of, new), return_inverse=True)
    standings = tuple(numbers)
    return _laid_out(standing_of, tuple(standings[number] for number in held))


def _laid_out(standing_of: NDArray[np.intp], standings: tuple[Standing, ...]) -> Column:
    numbers: dict[str, int] = {}
    rows = [(holder, value) for holder, standing in enumerate(standings) for value in standing]
    value_of = np.array([numbers.setdefault(value, len(numbers)) for _, value in rows], np.int64)
    holders = np.array([holder for holder, _ in rows], np.int64)
    return Column(standing_of, standings, holders, value_of, tuple(numbers))
