"""What a search by hand looks in: an index's texts, and the names that are in none of its texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from goodword.matching.index import Index
from goodword.matching.rules.search.told import Places, Told, bearer_of
from goodword.matching.rules.search.vocabulary import Vocabulary

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Catalogue:
    """An index, and what is told of its documents beside their texts, in the order of its ids."""

    index: Index
    told: Told

    @cached_property
    def stems(self) -> Vocabulary:
        return Vocabulary.of(self.index.postings.numbers)

    @property
    def by_name(self) -> Places:
        """Return each document's place in the order of names, one for the same names; those without stand last."""
        return self.told.by_name

    def names(self, place: int) -> tuple[str, ...]:
        """Return a document's names, folded, the one it is listed by first."""
        return self.told.bearers[place].names

    def nearest_name(self, word: str, seen: Mask) -> str:
        """Return a word as a name in sight has it: itself, where one holds it, else spelt most nearly so; "" for none."""
        if any(seen[self.named(one)].any() for one in self.told.words.holding(word)):
            return word
        near = sorted(self.told.words.near(word))
        return next((one for _, one in near if seen[self.named(one)].any()), "")

    def saying(self, stem: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the documents that say a stem, and how often each does."""
        return self.index.postings.holders_of(stem)

    def named(self, word: str) -> NDArray[np.int32]:
        """Return the documents with this word in a name."""
        return self.told.borne.holders_of(word)[0]


def catalogue_of(index: Index, names: Mapping[str, Sequence[str]]) -> Catalogue:
    """Return an index with the names of its references, by id."""
    bearers = [bearer_of(index.documents[key].reference, names.get(key, ())) for key in index.ids]
    return Catalogue(index, Told.of(bearers))
