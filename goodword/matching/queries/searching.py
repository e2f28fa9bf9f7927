"""Search the open workspace's references by hand, over what the viewer may see and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

import numpy as np

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.matching.queries.held import index_of
from goodword.matching.queries.ranking import LOOKED_AT, Behind, best_of_each, rows_behind, sight_of
from goodword.matching.queries.reading import Entry, Grain
from goodword.matching.queries.shelf import Shelf, shelf_of
from goodword.matching.rules.boxes import Sayings, counts_of, holders_of, with_described
from goodword.matching.rules.search import Hits, Matched, Piece, hits_of, matched_in, named_in, sought_in
from goodword.matching.rules.search.alike import deal_like
from goodword.matching.rules.search.catalogue import Mask
from goodword.matching.rules.search.sought import MOST_TERMS
from goodword.matching.rules.search.told import Places
from goodword.matching.shapes import Match
from goodword.matching.text import words
from goodword.members.policy import Permission, must
from goodword.references.policy import may_know, may_know_account
from goodword.references.queries import acts_for, agreed_in

Boxes = Mapping[str, Collection[str]]
KIND = "kind"
FEW = 5000
"""People of whom it is read what they agreed to; of more only when that is asked for."""


class Sort(StrEnum):
    """How what was found is put in order."""

    BEST = "best"
    NAME = "name"
    NEWEST = "newest"


@dataclass(frozen=True, eq=False)
class Found:
    """What a search found for one viewer: one document for each card in `places`, in order, after the boxes."""

    shelf: Shelf = field(repr=False)
    hits: Hits = field(repr=False)
    boxes: Boxes
    sort: Sort
    viewer: Actor

    @cached_property
    def places(self) -> Places:
        kept = _without_singled_out(self._kept(), self.shelf) if self.boxes else self._kept()
        catalogue, found = self.shelf.catalogue, self.hits.places[kept[self.hits.places]]
        if self.sort is Sort.NEWEST:
            found = found[np.argsort(-catalogue.told.newest[found], kind="stable")]
        _, first = np.unique(self.shelf.cards[found], return_index=True)
        shown = found[np.sort(first)]
        return shown[np.argsort(catalogue.by_name[shown])] if self.sort is Sort.NAME else shown

    def __len__(self) -> int:
        return len(self.places)

    @cached_property
    def columns(self) -> Mapping[str, Sayings]:
        """Return what can be narrowed by: what references say, and what people agreed to, where not too many would be read.

        One query.
        """
        said = self.shelf.catalogue.told.boxes
        return {KIND: self._agreed(), **said} if KIND in self.boxes or len(self.hits.places) <= FEW else said

    @property
    def in_all(self) -> int:
        """Return how many cards there would be without boxes."""
        return len(replace(self, boxes={}))

    def counts(self, group: str) -> dict[str, int]:
        """Return how many cards each value of a group would leave, the other groups as they are."""
        return counts_of(self.columns[group], self._kept(but=group), self.shelf.cards, self.shelf.named)

    def rows(self, most: int) -> list[Behind]:
        """Fetch what is shown on the first cards. Three queries; what the viewer may not know by now is left out."""
        entries = [self.shelf.entry(place) for place in self.places[:most]]
        return [row for row in rows_behind(entries) if _is_for(row, self.viewer)]

    def matched(self, entry: Entry) -> list[Matched]:
        """Return the facts and passages that say what was looked for."""
        return matched_in(self.shelf.index.documents[entry.reference.id], self.hits.weights)

    def named(self, entry: Entry) -> tuple[Piece, ...]:
        """Return the name that has what was looked for; none where none has."""
        return named_in(entry.names, self.hits.names)

    def _agreed(self) -> Sayings:
        entries = {int(place): self.shelf.entry(place) for place in self.hits.places}
        people = {entry.advocate_id: place for place, entry in entries.items() if entry.advocate_id}
        acts = acts_for(people, now=clock.now())
        return Sayings.of([(place, kind) for pk, place in people.items() for kind in agreed_in(acts[pk])])

    def _kept(self, *, but: str = "") -> Mask:
        kept = np.zeros(len(self.shelf.cards), bool)
        kept[self.hits.places] = True
        for group, chosen in self.boxes.items():
            if group != but:
                kept &= holders_of(self.columns[group], chosen, len(kept))
        return kept


@dataclass(frozen=True, eq=False)
class Seen:
    """All references as one viewer may see them at one moment, for whoever asks several things; `mask`: which they may."""

    shelf: Shelf = field(repr=False)
    mask: Mask = field(repr=False)
    viewer: Actor

    def search(self, text: str, *, boxes: Boxes | None = None, sort: Sort = Sort.BEST) -> Found:
        hits = hits_of(sought_in(text), self.shelf.catalogue, self.mask)
        chosen = {group: values for group, values in (boxes or {}).items() if values}
        return Found(self.shelf, hits, chosen, sort, self.viewer)

    def respelt(self, text: str) -> str:
        """Return a text with each word that no name has as it is most nearly spelt in one; "" when nothing is nearer."""
        said = words(text)[:MOST_TERMS]
        nearest = [self.shelf.catalogue.nearest_name(word, self.mask) for word in said]
        return " ".join(nearest) if all(nearest) and nearest != said else ""


def seen_by(viewer: Actor) -> Seen:
    """Return all references as somebody may see them. Five queries when nothing changed.

    Raises NotAllowed for those who don't look for references.
    """
    must(viewer, Permission.REFERENCE_FIND)
    shelf = shelf_of(index_of(Grain.CARD))
    return Seen(shelf, _mask_for(viewer, shelf), viewer)


def search(text: str, *, viewer: Actor, boxes: Boxes | None = None, sort: Sort = Sort.BEST) -> Found:
    """Find references by what somebody typed, under the viewer's rights. Raises NotAllowed as `seen_by` does."""
    return seen_by(viewer).search(text, boxes=boxes, sort=sort)


def references_like(reference_id: str, *, viewer: Actor, top: int) -> tuple[Behind, list[tuple[Behind, Match]]] | None:
    """Return a reference and those most like it, one a card, each with what they have in common; None for one not in sight.

    Ranked as for a deal that is as the reference says it was; of those that come first, nobody is shown without a reason.
    Raises NotAllowed for those who don't look for references.
    """
    seen = seen_by(viewer)
    shelf = seen.shelf
    rows = _shown_of([reference_id], seen)
    if not rows:
        return None
    company = rows[0].entry.profile_id
    others = {key for key, shown in zip(shelf.index.ids, seen.mask, strict=True) if shown}
    others -= {key for key in others if shelf.entries[key].profile_id == company}
    reading, scores = shelf.index.weighed(deal_like(rows[0].entry.reference), None)
    near = shelf.index.explained(reading, best_of_each(scores, others, shelf, LOOKED_AT))
    matches = {match.reference_id: match for match in [match for match in near if match.reasons][:top]}
    behind = rows_behind([shelf.entries[key] for key in matches])
    return rows[0], [(row, matches[row.entry.reference.id]) for row in behind if _is_for(row, viewer)]


def references_by_id(ids: Sequence[str], *, viewer: Actor) -> list[Behind]:
    """Return these references, those alone that the viewer may know by name.

    Raises NotAllowed for those who don't look for references.
    """
    return _shown_of(ids, seen_by(viewer))


def _mask_for(viewer: Actor, shelf: Shelf) -> Mask:
    """Return which documents are for this viewer, from the tables as they are now. Four queries, for private ones alone."""
    mask = np.ones(len(shelf.cards), bool)
    sight = sight_of(viewer, shelf.guarded_entries)
    mask[list(shelf.guarded)] = [sight.shows(entry) for entry in shelf.guarded_entries]
    return mask


def _shown_of(ids: Iterable[str], seen: Seen) -> list[Behind]:
    """Return the rows of these references as far as they are in sight by name."""
    shelf = seen.shelf
    places = {key: at for at, key in enumerate(shelf.index.ids)}
    entries = [shelf.entries[key] for key in ids if key in places and seen.mask[places[key]]]
    return [row for row in rows_behind([entry for entry in entries if entry.named]) if _is_for(row, seen.viewer)]


def _without_singled_out(kept: Mask, shelf: Shelf) -> Mask:
    named = len(np.unique(shelf.cards[kept & shelf.named]))
    return kept if with_described(named) else kept & shelf.named


def _is_for(row: Behind, viewer: Actor) -> bool:
    """Say whether a row is shown to the viewer in the form that is theirs, by the rows as they were just read."""
    if row.advocate is not None:
        return may_know(viewer, row.advocate) == row.known
    return may_know_account(viewer, row.profile)
