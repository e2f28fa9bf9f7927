"""A reference read once: every fact and passage as stems, so that scoring and explaining never read text again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from goodword.matching.shapes import Fact, FactKind, Passage, Reference
from goodword.matching.text import stems

Unit = Fact | Passage
"""What a reason can cite."""
AROUND_A_UNIT = 450
"""Bytes of a fact or a passage beside its text, the index's tables included; measured."""


@dataclass(frozen=True, eq=False)
class Document:
    """Tokens of one reference: token i is stem `stems[stem_of[i]]` and stands in unit `unit_of[i]`."""

    reference: Reference
    units: tuple[Unit, ...]
    stems: tuple[str, ...]
    stem_of: NDArray[np.int32]
    unit_of: NDArray[np.int32]

    @property
    def length(self) -> int:
        return len(self.stem_of)

    @cached_property
    def nbytes(self) -> int:
        """Return about how much memory this takes: arrays and texts, and what Python adds to each fact and passage."""
        text = sum(len(unit.text) for unit in self.units)
        return self.stem_of.nbytes + self.unit_of.nbytes + 8 * len(self.stems) + text + AROUND_A_UNIT * len(self.units)

    @property
    def counts(self) -> NDArray[np.float32]:
        return np.bincount(self.stem_of, minlength=len(self.stems)).astype(np.float32)


def document_of(reference: Reference) -> Document:
    """Read a reference. Its name is left out on purpose: nobody finds a masked customer by typing names into a deal."""
    units: tuple[Unit, ...] = (*reference.facts, *reference.passages)
    numbers: dict[str, int] = {}
    stem_of: list[int] = []
    unit_of: list[int] = []
    for position, unit in enumerate(units):
        for stem in stems(text_of(unit)):
            stem_of.append(numbers.setdefault(stem, len(numbers)))
            unit_of.append(position)
    return Document(reference, units, tuple(numbers), np.array(stem_of, np.int32), np.array(unit_of, np.int32))


def text_of(unit: Unit) -> str:
    """Return the words that speak for a reference: what it can't discuss does not."""
    if isinstance(unit, Fact) and unit.kind == FactKind.AVOIDS:
        return ""
    if isinstance(unit, Passage) or not unit.label or unit.label == unit.value:
        return unit.text
    return f"{unit.value} {unit.label}"
