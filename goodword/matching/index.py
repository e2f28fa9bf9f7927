"""The references of one workspace, read once, ready to be ranked for any deal."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from goodword.matching.rules.columns import AVOIDED, Column, columns_changed, columns_of
from goodword.matching.rules.document import Document, document_of
from goodword.matching.rules.explain import explain
from goodword.matching.rules.facts import Answers, answers_to
from goodword.matching.rules.places import moves_between
from goodword.matching.rules.postings import Postings, changed_by, postings_of
from goodword.matching.rules.question import question_of
from goodword.matching.rules.retrieve import Ceiling, Wanted, ceiling_of, masses_of, wanted_of
from goodword.matching.rules.score import SAID_BY_FACTS, Reading, freshness, score
from goodword.matching.shapes import Deal, Match, Reference
from goodword.matching.weights import WEIGHTS, Weights

ENOUGH = 1e-6
"""Scores closer than this are ties, decided by the reference's id."""
FEW = 20
"""One of so many ids is looked up for itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Immutable: a change returns a new index, and goes through the text of the references that changed only.

    `counted` says who counts in what is usual, `silent` who has no story; both in the order of `ids`, as all scores are.
    `tellers` are the places of the counted, and `coverage` their share that says anything of what can be asked.
    """

    documents: Mapping[str, Document]
    postings: Postings
    columns: Mapping[str, Column]
    counted: NDArray[np.bool_]
    silent: NDArray[np.bool_]
    ids: tuple[str, ...]
    weights: Weights
    tellers: NDArray[np.intp] | slice = field(init=False)
    coverage: Mapping[str, float] = field(init=False)

    def __post_init__(self) -> None:
        tell = telling(self.counted)
        object.__setattr__(self, "tellers", slice(None) if tell.all() else np.flatnonzero(tell))
        covered = {name: self.usual(column.speaks()) for name, column in self.columns.items()}
        object.__setattr__(self, "coverage", covered)

    @property
    def nbytes(self) -> int:
        """Return about how much memory this takes."""
        arrays = self.postings.nbytes + sum(column.nbytes for column in self.columns.values())
        return arrays + sum(document.nbytes for document in self.documents.values())

    @classmethod
    def build(cls, references: Iterable[Reference], weights: Weights = WEIGHTS) -> Index:
        """Read all references; a later one with the same id replaces the earlier."""
        return cls.of_documents({reference.id: document_of(reference) for reference in references}, weights)

    @classmethod
    def of_documents(cls, documents: Mapping[str, Document], weights: Weights) -> Index:
        ordered = [documents[key] for key in sorted(documents)]
        counted, ids = counted_in(ordered), tuple(document.reference.id for document in ordered)
        return cls(
            dict(zip(ids, ordered, strict=True)),
            postings_of(ordered, telling(counted), weights),
            columns_of([document.reference for document in ordered]),
            counted,
            silent_in(ordered),
            ids,
            weights,
        )

    def changed(self, came: Mapping[str, Document], gone: Collection[str] = ()) -> Index:
        """Return an index with some documents more, or instead of those with their ids, and without others."""
        kept = {key: document for key, document in self.documents.items() if key not in gone} | dict(came)
        ids = tuple(sorted(kept))
        moves = moves_between(self.ids, ids, came)
        new = [kept[ids[place]] for place in moves.came]
        counted = moves.spread(self.counted, counted_in(new))
        return Index(
            {key: kept[key] for key in ids},
            changed_by(self.postings, moves, new, telling(counted), self.weights),
            columns_changed(self.columns, moves, [document.reference for document in new]),
            counted,
            moves.spread(self.silent, silent_in(new)),
            ids,
            self.weights,
        )

    def with_reference(self, reference: Reference) -> Index:
        """Return an index that also holds this reference, instead of an earlier one with its id."""
        return self.changed({reference.id: document_of(reference)})

    def without_reference(self, reference_id: str) -> Index:
        """Return an index without this reference; one that isn't there changes nothing."""
        return self.changed({}, {reference_id})

    def weighed_by(self, weights: Weights) -> Index:
        """Return the same references under other weights; no text is read again."""
        if (weights.saturation, weights.length) == (self.weights.saturation, self.weights.length):
            return replace(self, weights=weights, postings=replace(self.postings, table=weights))
        return self.of_documents(self.documents, weights)

    def rank(
        self,
        deal: Deal,
        eligible_ids: Collection[str] | None = None,
        top: int = 50,
        today: date | None = None,
    ) -> list[Match]:
        """Return the best matches, best first; only the eligible ones when those are given. `today` counts freshness."""
        reading, scores = self.weighed(deal, today)
        return self.explained(reading, [self.ids[place] for place in self.best_places(scores, eligible_ids, top)])

    def explained(self, reading: Reading, ids: Iterable[str]) -> list[Match]:
        """Return the matches of some references for a deal that was read here already, best first."""
        matches = [explain(score(self.documents[key], reading), reading) for key in ids]
        return sorted(
            matches,
            key=lambda match: (-round(match.score / ENOUGH), match.reference_id),
        )

    def match(self, deal: Deal, reference: str | Reference, today: date | None = None) -> Match | None:
        """Return the match of one reference, by its id, or of a changed copy of one under this index's statistics."""
        document = self.documents.get(reference) if isinstance(reference, str) else document_of(reference)
        if document is None:
            return None
        reading = self.read(deal, today)
        return explain(score(document, reading), reading)

    def read(self, deal: Deal, today: date | None = None) -> Reading:
        """Read a deal against this index; asks that no reference here has any fact for are dropped."""
        return self.weighed(deal, today)[0]

    def weighed(self, deal: Deal, today: date | None) -> tuple[Reading, NDArray[np.float64]]:
        """Return the deal as read, and every document's score in the order of `ids`."""
        question = question_of(deal, self.weights)
        asks = tuple(ask for ask in question.fact_asks if self.coverage[ask.signal])
        ceiling, wanted = ceiling_of(question, self.postings), wanted_of(question, self.postings)
        answers = [answers_to(ask, self.columns[ask.signal], self.columns[AVOIDED], self.weights) for ask in asks]
        story = self.story_shares(wanted, ceiling, {ask.signal: one for ask, one in zip(asks, answers, strict=True)})
        reading = Reading(
            question,
            wanted,
            asks,
            ceiling,
            self.postings,
            self.weights,
            today,
            tuple(self.usual(answer.shares) for answer in answers),
            self.usual(story),
            tuple(self.coverage[ask.signal] for ask in asks),
        )
        points = self.weights.story * story
        for ask, answer in zip(asks, answers, strict=True):
            points += ask.points * answer.shares
        if today is not None:
            points += [freshness(self.documents[key].reference.proof_on, reading) or 0.0 for key in self.ids]
        return reading, points

    def usual(self, shares: NDArray[np.float64] | NDArray[np.bool_]) -> float:
        """Return the mean over those that are counted."""
        return float(shares[self.tellers].mean()) if len(self.ids) else 0.0

    def story_shares(self, wanted: Wanted, ceiling: Ceiling, told: Mapping[str, Answers]) -> NDArray[np.float64]:
        """Return each document's share of the story's points; `told`: whose facts answer for a field already."""
        apart = [column for column, name in enumerate(wanted.fields) if name in SAID_BY_FACTS & told.keys()]
        rest = [column for column in range(len(wanted.fields)) if column not in apart]
        weights = np.column_stack([wanted.weights[:, rest].sum(axis=1), wanted.weights[:, apart]])
        mass, *said = masses_of(wanted, weights, self.postings)
        for column, one in zip(apart, said, strict=True):
            mass += np.where(told[wanted.fields[column]].known(), self.weights.said_by_a_fact * one, one)
        found = np.minimum(ceiling.cap, mass / ceiling.full)
        return np.maximum(found, self.weights.unknown_story * ceiling.cap, out=found, where=self.silent)

    def places_of(self, ids: Collection[str]) -> NDArray[np.intp]:
        """Return the places of those ids that are here, in order: looked up one by one where they are few."""
        if len(ids) < len(self.ids) // FEW:
            found = {key: bisect_left(self.ids, key) for key in ids if key in self.documents}
            return np.array(sorted(found.values()), np.intp)
        wanted = set(ids)
        return np.flatnonzero([key in wanted for key in self.ids])

    def best_places(
        self,
        scores: NDArray[np.float64],
        eligible_ids: Collection[str] | None,
        top: int,
    ) -> list[int]:
        """Return the places of the best scores, best first, ties by id."""
        places = np.arange(len(self.ids)) if eligible_ids is None else self.places_of(eligible_ids)
        steps = np.rint(scores[places] / ENOUGH)
        if 0 < top < len(places):
            least = np.partition(steps, len(steps) - top)[len(steps) - top]
            places, steps = places[steps >= least], steps[steps >= least]
        return [int(place) for place in places[np.lexsort((places, -steps))][: max(0, top)]]


def counted_in(documents: Sequence[Document]) -> NDArray[np.bool_]:
    return np.array([document.reference.counted for document in documents], bool)


def telling(counted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return who says what is usual; where none of them may, there is nobody else to tell, and all do."""
    return counted if counted.any() else np.ones(len(counted), bool)


def silent_in(documents: Sequence[Document]) -> NDArray[np.bool_]:
    return np.array([not document.reference.passages for document in documents], bool)
