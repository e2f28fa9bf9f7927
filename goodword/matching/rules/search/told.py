"""What a search by hand needs to know of references beside their texts, kept up as they come and go."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from goodword.core.names import folded
from goodword.matching.rules.boxes import Sayings, sayings_of
from goodword.matching.rules.document import Unit
from goodword.matching.rules.places import Moves
from goodword.matching.rules.postings import Postings, changed_by, postings_of
from goodword.matching.rules.search.vocabulary import Vocabulary
from goodword.matching.shapes import Fact, Reference
from goodword.matching.text import words
from goodword.matching.weights import WEIGHTS

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Bearer:
    """A reference and its names, folded, the one it is listed by first; `stems` are the words of its names, whole."""

    reference: Reference
    names: tuple[str, ...]
    stems: tuple[str, ...]

    @property
    def counts(self) -> NDArray[np.float32]:
        return np.ones(self.length, np.float32)

    @property
    def length(self) -> int:
        return len(self.stems)

    @property
    def listed(self) -> tuple[bool, tuple[str, ...], str]:
        """Return where it stands in the order of names: those without stand last."""
        return not self.names, self.names, self.reference.id


@dataclass(frozen=True, eq=False)
class Told:
    """All references in the order of their ids: who bears which word in a name, their order by name, what they say.

    `newest` is the day something in each was confirmed or published last, as a number.
    """

    bearers: tuple[Bearer, ...]
    borne: Postings
    words: Vocabulary
    in_order: Places
    boxes: dict[str, Sayings]
    newest: Places

    @cached_property
    def by_name(self) -> Places:
        """Return each reference's place in the order of names, one for the same names."""
        names = [self.bearers[at].names for at in self.in_order.tolist()]
        places = np.empty(len(names), np.int64)
        places[self.in_order] = np.cumsum([at > 0 and name != names[at - 1] for at, name in enumerate(names)])
        return places

    @classmethod
    def of(cls, bearers: Sequence[Bearer]) -> Told:
        borne = postings_of(bearers, np.ones(len(bearers), bool), WEIGHTS)
        rows = sayings_of([one.reference for one in bearers], range(len(bearers)))
        return cls(
            tuple(bearers),
            borne,
            Vocabulary.of(borne.numbers),
            np.array(sorted(range(len(bearers)), key=lambda at: bearers[at].listed), np.int64),
            {group: Sayings.of(said) for group, said in rows.items()},
            newest_of(bearers),
        )

    def changed(self, moves: Moves, came: Sequence[Bearer]) -> Told:
        """Return what `of` would after some went and others came; only those are read."""
        were = len(self.bearers)
        borne = changed_by(self.borne, moves, came, np.ones(moves.size, bool), WEIGHTS)
        rows = sayings_of([one.reference for one in came], moves.came.tolist())
        bearers = self._spread(moves, came)
        return Told(
            bearers,
            borne,
            Vocabulary.of(borne.numbers),
            self._in_order(moves, bearers),
            {group: said.changed(moves, rows[group], were) for group, said in self.boxes.items()},
            moves.spread(self.newest, newest_of(came)),
        )

    def _spread(self, moves: Moves, came: Sequence[Bearer]) -> tuple[Bearer, ...]:
        there = dict(zip(moves.moved.tolist(), moves.kept.tolist(), strict=True))
        new = dict(zip(moves.came.tolist(), came, strict=True))
        return tuple(new[at] if at in new else self.bearers[there[at]] for at in range(moves.size))

    def _in_order(self, moves: Moves, bearers: Sequence[Bearer]) -> Places:
        now = moves.place_of_each(len(self.bearers))[self.in_order]
        order: list[int] = now[now >= 0].tolist()
        for place in moves.came.tolist():
            insort(order, place, key=lambda at: bearers[at].listed)
        return np.array(order, np.int64)


def bearer_of(reference: Reference, names: Iterable[str]) -> Bearer:
    known = tuple(filter(None, map(folded, names)))
    return Bearer(reference, known, tuple(dict.fromkeys(word for name in known for word in words(name))))


def newest_of(bearers: Sequence[Bearer]) -> Places:
    return np.array([newest_in(one.reference) for one in bearers], np.int64)


def newest_in(reference: Reference) -> int:
    """Return the day something in a reference was confirmed or published last, as a number; 0 for none."""
    units: tuple[Unit, ...] = (*reference.facts, *reference.passages)
    days = (unit.verified_on if isinstance(unit, Fact) else unit.dated_on for unit in units)
    return max((day.toordinal() for day in days if day is not None), default=0)
