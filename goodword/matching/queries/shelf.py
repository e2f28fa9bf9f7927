"""An index with what a search by hand needs beside it, the same for every viewer; prepared once, then it follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import numpy as np

from goodword.matching.index import Index
from goodword.matching.queries.held import Held, uncollected
from goodword.matching.queries.reading import Entry
from goodword.matching.rules.places import moves_between
from goodword.matching.rules.search import Catalogue
from goodword.matching.rules.search.catalogue import Mask
from goodword.matching.rules.search.told import Bearer, Places, Told, bearer_of

SHELF = "shelf"
MUCH = 10
"""From one in so many that changed, all are prepared anew."""
Card = tuple[UUID, UUID | None]


@dataclass(frozen=True, eq=False)
class Basis:
    """What was prepared of some references, in the order of their ids, without their index.

    `cards`: the card each is shown on, one for a person, or for a company without people; `numbers` are the cards'.
    """

    ids: tuple[str, ...]
    entries: Mapping[str, Entry]
    told: Told
    named: Mask
    cards: Places
    numbers: dict[Card, int]


@dataclass(frozen=True, eq=False)
class Shelf:
    """An index and what was prepared beside it.

    `guarded`: the places where it depends on the viewer whether they are shown, or in which form; all others everybody
    may see.
    """

    catalogue: Catalogue
    basis: Basis
    guarded: tuple[int, ...]

    @property
    def index(self) -> Index:
        return self.catalogue.index

    @property
    def entries(self) -> Mapping[str, Entry]:
        return self.basis.entries

    @property
    def cards(self) -> Places:
        return self.basis.cards

    @property
    def named(self) -> Mask:
        return self.basis.named

    @cached_property
    def guarded_entries(self) -> tuple[Entry, ...]:
        return tuple(map(self.entry, self.guarded))

    def entry(self, place: int) -> Entry:
        return self.basis.entries[self.basis.ids[place]]


def shelf_of(held: Held) -> Shelf:
    """Return what a search needs of an index, prepared once for as long as the index is kept."""
    if SHELF not in held.beside:
        former: Basis | None = held.basis.get(SHELF)
        with uncollected():
            basis = _prepared(held) if former is None else _followed(former, held)
        held.basis[SHELF] = basis
        guarded = np.flatnonzero(~(basis.named & held.index.counted)).tolist()
        held.beside[SHELF] = Shelf(Catalogue(held.index, basis.told), basis, tuple(guarded))
    shelf: Shelf = held.beside[SHELF]
    return shelf


def _prepared(held: Held) -> Basis:
    entries = [held.entries[key] for key in held.index.ids]
    numbers: dict[Card, int] = {}
    cards = np.array([_number(entry, numbers) for entry in entries], np.int64)
    named = np.array([entry.named for entry in entries], bool)
    return Basis(held.index.ids, held.entries, Told.of([_bearer(one) for one in entries]), named, cards, numbers)


def _followed(former: Basis, held: Held) -> Basis:
    """Return what `_prepared` would; only what was read anew since is gone through."""
    came = {key for key, entry in held.entries.items() if former.entries.get(key) is not entry}
    if len(came) * MUCH > len(held.index.ids):
        return _prepared(held)
    moves, numbers = moves_between(former.ids, held.index.ids, came), dict(former.numbers)
    new = [held.entries[held.index.ids[place]] for place in moves.came]
    return Basis(
        held.index.ids,
        held.entries,
        former.told.changed(moves, [_bearer(entry) for entry in new]),
        moves.spread(former.named, np.array([entry.named for entry in new], bool)),
        moves.spread(former.cards, np.array([_number(entry, numbers) for entry in new], np.int64)),
        numbers,
    )


def _bearer(entry: Entry) -> Bearer:
    return bearer_of(entry.reference, entry.names)


def _number(entry: Entry, numbers: dict[Card, int]) -> int:
    return numbers.setdefault((entry.profile_id, entry.advocate_id), len(numbers))
