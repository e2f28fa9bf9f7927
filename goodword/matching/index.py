"""The references of one workspace, read once, ready to be ranked for any deal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from goodword.matching.rules.document import Document, document_of
from goodword.matching.rules.explain import explain
from goodword.matching.rules.facts import Column, columns_of, shares
from goodword.matching.rules.question import FactAsk, question_of
from goodword.matching.rules.retrieve import Ceiling, Postings, Wanted, ceiling_of, postings_of, wanted_of
from goodword.matching.rules.score import SAID_BY_FACTS, Reading, freshness, score
from goodword.matching.shapes import Deal, Match, Reference
from goodword.matching.weights import WEIGHTS, Weights

ENOUGH = 1e-6
"""Scores closer than this are ties, decided by the reference's id."""


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Immutable: adding, replacing or removing a reference returns a new index and reads only that reference's text."""

    documents: Mapping[str, Document]
    postings: Postings
    columns: Mapping[str, Column]
    counted: NDArray[np.bool_]
    ids: tuple[str, ...]
    weights: Weights

    @classmethod
    def build(cls, references: Iterable[Reference], weights: Weights = WEIGHTS) -> Index:
        """Read all references; a later one with the same id replaces the earlier."""
        return cls.of_documents({reference.id: document_of(reference) for reference in references}, weights)

    @classmethod
    def of_documents(cls, documents: Mapping[str, Document], weights: Weights) -> Index:
        ordered = [documents[key] for key in sorted(documents)]
        columns = columns_of([document.reference for document in ordered])
        counted = counted_in(ordered)
        ids = tuple(document.reference.id for document in ordered)
        return cls(
            dict(zip(ids, ordered, strict=True)),
            postings_of(ordered, counted, weights),
            columns,
            counted,
            ids,
            weights,
        )

    def with_reference(self, reference: Reference) -> Index:
        """Return an index that also holds this reference, instead of an earlier one with its id."""
        return self.of_documents({**self.documents, reference.id: document_of(reference)}, self.weights)

    def without_reference(self, reference_id: str) -> Index:
        """Return an index without this reference; one that isn't there changes nothing."""
        kept = {key: document for key, document in self.documents.items() if key != reference_id}
        return self.of_documents(kept, self.weights)

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
        asks = tuple(ask for ask in question.fact_asks if self.coverage(ask))
        ceiling, wanted = ceiling_of(question, self.postings), wanted_of(question, self.postings)
        answers = {ask: shares(ask, self.columns, len(self.ids), self.weights) for ask in asks}
        story = self.story_shares(wanted, ceiling, {ask.signal: known for ask, (_, known) in answers.items()})
        usual = tuple(self.usual(share) for share, _ in answers.values())
        reading = Reading(
            question,
            wanted,
            asks,
            ceiling,
            self.postings,
            self.weights,
            today,
            usual,
            self.usual(story),
            tuple(self.coverage(ask) for ask in asks),
        )
        points = self.weights.story * story
        for ask, (share, _) in answers.items():
            points += ask.points * share
        if today is not None:
            points += [freshness(self.documents[key].reference.proof_on, reading) or 0.0 for key in self.ids]
        return reading, points

    def coverage(self, ask: FactAsk) -> float:
        """Return the share of the counted references that have a fact of a kind the ask looks at."""
        holds = np.zeros(len(self.ids), bool)
        for kind in ask.kinds:
            if kind in self.columns:
                holds[self.columns[kind].holders] = True
        return self.usual(holds)

    def usual(self, shares: NDArray[np.float64] | NDArray[np.bool_]) -> float:
        """Return the mean over the counted references."""
        return float(shares[self.counted].mean()) if len(self.ids) else 0.0

    def story_shares(
        self, wanted: Wanted, ceiling: Ceiling, answered: Mapping[str, NDArray[np.bool_]]
    ) -> NDArray[np.float64]:
        masses = self.postings.masses(wanted)
        for row, field in enumerate(wanted.fields):
            if field in SAID_BY_FACTS and field in answered:
                masses[row, answered[field]] *= self.weights.said_by_a_fact
        found = np.minimum(ceiling.cap, masses.sum(axis=0) / ceiling.full)
        silent = np.array([not self.documents[key].reference.passages for key in self.ids], bool)
        return np.where(silent, np.maximum(found, self.weights.unknown_story * ceiling.cap), found)

    def best_places(
        self,
        scores: NDArray[np.float64],
        eligible_ids: Collection[str] | None,
        top: int,
    ) -> list[int]:
        """Return the places of the best scores, best first, ties by id."""
        allowed = np.ones(len(self.ids), bool)
        if eligible_ids is not None:
            wanted = set(eligible_ids)
            allowed = np.array([key in wanted for key in self.ids], bool)
        places = np.flatnonzero(allowed)
        order = np.lexsort((places, -np.round(scores[places] / ENOUGH)))
        return [int(place) for place in places[order[: max(0, top)]]]


def counted_in(documents: Sequence[Document]) -> NDArray[np.bool_]:
    """Return which documents say what is usual; where none of them may, there is nobody else to tell, and all do."""
    counted = np.array([document.reference.counted for document in documents], bool)
    return counted if counted.any() else np.ones(len(documents), bool)
