"""What a search by hand looks in: an index's texts, and the names that are in none of its texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from goodword.core.names import folded
from goodword.matching.index import Index
from goodword.matching.rules.boxes import Sayings, sayings_of
from goodword.matching.rules.document import Document
from goodword.matching.rules.search.vocabulary import Vocabulary
from goodword.matching.shapes import Fact
from goodword.matching.text import words

Places = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Catalogue:
    """An index and the names of its documents, in the order of its ids.

    `names`: of each document, folded, the one it is listed by first. `holders`: where each word of a name stands.
    """

    index: Index
    names: Sequence[tuple[str, ...]]
    holders: Mapping[str, Places]
    words_of_names: Vocabulary = field(repr=False)

    @cached_property
    def stems(self) -> Vocabulary:
        return Vocabulary.of(self.index.postings.numbers)

    @cached_property
    def by_name(self) -> Places:
        """Return each document's place in the order of names, one for the same names; those without stand last."""
        order = {names: at for at, names in enumerate(sorted(set(self.names), key=lambda one: (not one, one)))}
        return np.array([order[names] for names in self.names], np.int64)

    @cached_property
    def boxes(self) -> Mapping[str, Sayings]:
        """Return for each group of boxes which documents say what."""
        return sayings_of([self.index.documents[key].reference for key in self.index.ids])

    @cached_property
    def newest(self) -> Places:
        """Return for each document the day something in it was confirmed or published last, as a number."""
        return np.array([newest_in(self.index.documents[key]) for key in self.index.ids], np.int64)

    def nearest_name(self, word: str, seen: Mask) -> str:
        """Return a word as a name in sight has it: itself, where one holds it, else spelt most nearly so; "" for none."""
        if any(seen[self.named(one)].any() for one in self.words_of_names.holding(word)):
            return word
        near = sorted(self.words_of_names.near(word))
        return next((one for _, one in near if seen[self.named(one)].any()), "")

    def saying(self, stem: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the documents that say a stem, and how often each does."""
        postings = self.index.postings
        number = postings.numbers.get(stem)
        if number is None:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        span = slice(int(postings.starts[number]), int(postings.starts[number + 1]))
        return postings.documents[span], postings.counts[span]

    def named(self, word: str) -> Places:
        """Return the documents with this word in a name."""
        return self.holders.get(word, np.empty(0, np.int64))


def catalogue_of(index: Index, names: Mapping[str, Sequence[str]]) -> Catalogue:
    """Return an index with the names of its references, by id."""
    told = [tuple(filter(None, map(folded, names.get(key, ())))) for key in index.ids]
    holders: dict[str, list[int]] = {}
    for place, known in enumerate(told):
        for word in dict.fromkeys(word for name in known for word in words(name)):
            holders.setdefault(word, []).append(place)
    return Catalogue(
        index,
        told,
        {word: np.array(places, np.int64) for word, places in holders.items()},
        Vocabulary.of(holders),
    )


def newest_in(document: Document) -> int:
    days = (unit.verified_on if isinstance(unit, Fact) else unit.dated_on for unit in document.units)
    return max((day.toordinal() for day in days if day is not None), default=0)
