"""Which documents hold which stem, how often, and what that weighs: BM25's statistics, kept ready for any deal.

Formula: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the idf that never
turns negative, ln(1 + (N - n + ½) / (n + ½)).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from goodword.matching.rules.places import Moves
from goodword.matching.weights import Weights

Floats = NDArray[np.float64]


class Worded(Protocol):
    """What has words: its distinct stems, how often it has each, and how many words in all."""

    @property
    def stems(self) -> Sequence[str]: ...

    @property
    def counts(self) -> NDArray[np.float32]: ...

    @property
    def length(self) -> int: ...


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """For stem number t, the documents holding it and how often: slices `starts[t]:starts[t + 1]`, in order of place.

    `gains` is what a posting weighs before rarity: a deal only adds them up. `heavy` is each document's part of BM25's
    denominator, which grows with its length. `rarity`, `mean_length` and `unheld`, the rarity of a stem that nobody
    holds, are those of the documents that are counted.
    """

    numbers: Mapping[str, int]
    starts: NDArray[np.int64]
    documents: NDArray[np.int32]
    counts: NDArray[np.float32]
    lengths: NDArray[np.int32]
    gains: Floats
    rarity: Floats
    unheld: float
    heavy: Floats
    mean_length: float
    table: Weights

    @property
    def size(self) -> int:
        """Return the number of documents."""
        return len(self.lengths)

    @property
    def nbytes(self) -> int:
        arrays = (self.starts, self.documents, self.counts, self.lengths, self.gains, self.rarity, self.heavy)
        return sum(array.nbytes for array in arrays)

    def spans_of(self, stems: Iterable[tuple[str, float]]) -> list[tuple[slice, float]]:
        """Return where the postings of those stems stand that anybody holds, each with its share."""
        return [(self._span(stem), share) for stem, share in stems if stem in self.numbers]

    def rarity_of(self, stem: str) -> float:
        """Return the idf of a stem; one that no document holds is the rarest."""
        number = self.numbers.get(stem)
        return self.unheld if number is None else float(self.rarity[number])

    def is_told(self, stem: str) -> bool:
        """Say whether anybody who is counted holds a stem: what only a private reference says is told to nobody."""
        return self.rarity_of(stem) < self.unheld

    def heaviness(self, length: float | Floats) -> float | Floats:
        """Return the part of BM25's denominator that grows with a document's length."""
        return heaviness(length, self.mean_length, self.table)

    def holders_of(self, stem: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the documents that hold a stem, and how often each does."""
        span = self._span(stem) if stem in self.numbers else slice(0, 0)
        return self.documents[span], self.counts[span]

    def _span(self, stem: str) -> slice:
        number = self.numbers[stem]
        return slice(int(self.starts[number]), int(self.starts[number + 1]))


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """Postings in the order of stem, then place, without the statistics."""

    stems: NDArray[np.int64]
    documents: NDArray[np.int32]
    counts: NDArray[np.float32]

    def among(self, kept: _Held, size: int) -> _Held:
        """Return these together with others that are in order too; no document is in both."""
        keys, own = (part.stems * size + part.documents for part in (kept, self))
        at = np.searchsorted(keys, own)
        return _Held(
            np.insert(kept.stems, at, self.stems),
            np.insert(kept.documents, at, self.documents),
            np.insert(kept.counts, at, self.counts),
        )


def postings_of(documents: Sequence[Worded], counted: NDArray[np.bool_], table: Weights) -> Postings:
    """Build the postings of all documents; what is rare and what is long is said by those that are `counted`."""
    numbers: dict[str, int] = {}
    held = _read(documents, np.arange(len(documents), dtype=np.int32), numbers)
    return _with_statistics(numbers, held, _lengths(documents), counted, table)


def changed_by(
    postings: Postings, moves: Moves, came: Sequence[Worded], counted: NDArray[np.bool_], table: Weights
) -> Postings:
    """Return the postings after some documents went and others came; only the text of those is gone through."""
    places = moves.place_of_each(postings.size)[postings.documents]
    stays = places >= 0
    stems = np.repeat(np.arange(len(postings.numbers)), np.diff(postings.starts))
    kept = _Held(stems[stays], places[stays], postings.counts[stays])
    numbers = dict(postings.numbers)
    new = _read(came, moves.came.astype(np.int32), numbers)
    lengths = moves.spread(postings.lengths, _lengths(came))
    return _with_statistics(numbers, new.among(kept, moves.size), lengths, counted, table)


def _read(documents: Sequence[Worded], places: NDArray[np.int32], numbers: dict[str, int]) -> _Held:
    """Gather the postings of some documents; stems that are new get the next numbers."""
    found = [
        np.array([numbers.setdefault(stem, len(numbers)) for stem in document.stems], np.int64)
        for document in documents
    ]
    stems = np.concatenate([np.empty(0, np.int64), *found])
    holders = np.repeat(places, [len(one) for one in found])
    counts = np.concatenate([np.empty(0, np.float32), *(document.counts for document in documents)])
    order = np.argsort(stems, kind="stable")
    return _Held(stems[order], holders[order], counts[order])


def _with_statistics(
    numbers: dict[str, int], held: _Held, lengths: NDArray[np.int32], counted: NDArray[np.bool_], table: Weights
) -> Postings:
    held_by = np.bincount(held.stems, minlength=len(numbers))
    if not held_by.all():
        return _with_statistics(*_without_forgotten(numbers, held, held_by), lengths, counted, table)
    held_by_counted = np.bincount(held.stems, weights=counted[held.documents], minlength=len(numbers))
    mean_length = max(1.0, float(lengths[counted].mean())) if counted.any() else 1.0
    heavy = np.asarray(heaviness(lengths.astype(np.float64), mean_length, table))
    among = int(counted.sum())
    return Postings(
        numbers=numbers,
        starts=np.concatenate([[0], np.cumsum(held_by)]).astype(np.int64),
        documents=held.documents,
        counts=held.counts,
        lengths=lengths,
        gains=saturated(held.counts, heavy[held.documents], table),
        rarity=idf(among, held_by_counted),
        unheld=float(idf(among, np.zeros(1))[0]),
        heavy=heavy,
        mean_length=mean_length,
        table=table,
    )


def _without_forgotten(numbers: dict[str, int], held: _Held, held_by: NDArray[np.intp]) -> tuple[dict[str, int], _Held]:
    """Number anew without the stems that nobody holds any more."""
    renumbered = np.cumsum(held_by > 0) - 1
    left = {stem: int(renumbered[number]) for stem, number in numbers.items() if held_by[number]}
    return left, _Held(renumbered[held.stems], held.documents, held.counts)


def _lengths(documents: Sequence[Worded]) -> NDArray[np.int32]:
    return np.array([document.length for document in documents], np.int32)


def saturated(counts: NDArray[Any], heaviness: float | Floats, table: Weights) -> Floats:
    counts = np.asarray(counts, np.float64)
    return np.asarray(counts * (table.saturation + 1) / (counts + heaviness))


def heaviness(length: float | Floats, mean_length: float, table: Weights) -> float | Floats:
    return table.saturation * (1 - table.length + table.length * length / mean_length)


def idf(size: int, held_by: NDArray[Any]) -> Floats:
    return np.asarray(np.log1p((size - held_by + 0.5) / (held_by + 0.5)))
