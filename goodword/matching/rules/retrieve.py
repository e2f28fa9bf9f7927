"""Find the deal's words in every reference: BM25 over facts and passages, the deal's fields weighted apart.

Formula: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the idf that never
turns negative, ln(1 + (N - n + ½) / (n + ½)).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goodword.matching.rules.document import Document
from goodword.matching.rules.question import Question, Stems
from goodword.matching.weights import Weights

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """For stem number t, the documents holding it and what it weighs there: slices `starts[t]:starts[t + 1]`."""

    numbers: Mapping[str, int]
    starts: NDArray[np.int64]
    documents: NDArray[np.int32]
    weights: NDArray[np.float32]
    rarity: NDArray[np.float64]
    size: int
    mean_length: float
    table: Weights

    def masses(self, question: Question) -> Floats:
        """Return the weighted words of the deal that each document holds; one value a document."""
        masses = np.zeros(self.size)
        for stem, weight in total(question.wanted).items():
            number = self.numbers.get(stem)
            if number is not None:
                span = slice(self.starts[number], self.starts[number + 1])
                masses[self.documents[span]] += weight * self.weights[span]
        return masses

    def rarity_of(self, stem: str) -> float:
        """Return the idf of a stem; one that no document holds is the rarest."""
        number = self.numbers.get(stem)
        return idf(self.size, 0) if number is None else float(self.rarity[number])

    def heaviness(self, length: float | Floats) -> float | Floats:
        """Return the part of BM25's denominator that grows with a document's length."""
        table = self.table
        return table.saturation * (1 - table.length + table.length * length / self.mean_length)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most a deal's words could weigh, by field; `full` is the mass that counts as a full match."""

    by_field: Mapping[str, float]
    full: float
    cap: float


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """A deal's stems as rows and its fields as columns of `weights`."""

    fields: tuple[str, ...]
    rows: Mapping[str, int]
    weights: Floats

    def found_in(self, document: Document) -> NDArray[np.int64]:
        """Return for every token of a document the row of its stem, or -1."""
        rows = np.array([self.rows.get(stem, -1) for stem in document.stems], np.int64)
        return rows[document.stem_of] if len(rows) else np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What one document says of the deal, by field; `without[u]` is the same with unit u taken away."""

    fields: tuple[str, ...]
    mass: Floats
    without: Floats


def postings_of(documents: Sequence[Document], table: Weights) -> Postings:
    """Build the postings of all documents."""
    numbers: dict[str, int] = {}
    stem_numbers = [
        np.array(
            [numbers.setdefault(stem, len(numbers)) for stem in document.stems],
            np.int64,
        )
        for document in documents
    ]
    lengths = np.array([document.length for document in documents], np.float64)
    holders = np.repeat(
        np.arange(len(documents), dtype=np.int32),
        [len(found) for found in stem_numbers],
    )
    stem_of = np.concatenate([np.empty(0, np.int64), *stem_numbers])
    counts = np.concatenate([np.empty(0, np.float32), *(document.counts for document in documents)])
    order = np.argsort(stem_of, kind="stable")
    stem_of, holders, counts = stem_of[order], holders[order], counts[order]
    held_by = np.bincount(stem_of, minlength=len(numbers))
    postings = Postings(
        numbers=numbers,
        starts=np.concatenate([[0], np.cumsum(held_by)]).astype(np.int64),
        documents=holders,
        weights=counts,
        rarity=np.log1p((len(documents) - held_by + 0.5) / (held_by + 0.5)),
        size=len(documents),
        mean_length=max(1.0, float(lengths.mean())) if len(documents) else 1.0,
        table=table,
    )
    heaviness = np.asarray(postings.heaviness(lengths))[holders]
    weights = postings.rarity[stem_of] * counts * (table.saturation + 1) / (counts + heaviness)
    return Postings(
        numbers,
        postings.starts,
        holders,
        weights.astype(np.float32),
        postings.rarity,
        postings.size,
        postings.mean_length,
        table,
    )


def ceiling_of(question: Question, postings: Postings) -> Ceiling:
    """Return what the deal's own words would weigh if a document were made of them; unknown words count as the rarest."""
    table = postings.table
    by_field = {
        name: (table.saturation + 1) * sum(weight * postings.rarity_of(stem) for stem, weight in own.items())
        for name, own in question.own.items()
    }
    asked = sum(by_field.values())
    counted = max(asked, table.least_mass)
    return Ceiling(
        {name: mass / counted for name, mass in by_field.items()},
        table.full_coverage * counted,
        asked / counted,
    )


def wanted_of(question: Question, postings: Postings) -> Wanted:
    """Lay out a deal's stems as a table, each weighted by its rarity, for weighing single documents."""
    fields = tuple(question.wanted)
    rows = {stem: row for row, stem in enumerate(total(question.wanted))}
    weights = np.zeros((len(rows), len(fields)))
    for position, name in enumerate(fields):
        for stem, weight in question.wanted[name].items():
            weights[rows[stem], position] = weight * postings.rarity_of(stem)
    return Wanted(fields, rows, weights)


def evidence_of(document: Document, wanted: Wanted, postings: Postings) -> Evidence:
    """Weigh one document by field, whole and with each of its units taken away in turn."""
    found, units, width = wanted.found_in(document), len(document.units), len(wanted.rows)
    cells = document.unit_of[found >= 0] * width + found[found >= 0]
    by_unit = np.bincount(cells, minlength=units * width).reshape(units, width).astype(np.float64)
    held = by_unit.any(axis=0)
    by_unit, weights = by_unit[:, held], wanted.weights[held]
    counts = by_unit.sum(axis=0)
    left = document.length - np.bincount(document.unit_of, minlength=units).astype(np.float64)
    whole = saturated(counts, postings.heaviness(float(document.length)), postings.table)
    without = saturated(counts - by_unit, np.asarray(postings.heaviness(left))[:, None], postings.table)
    return Evidence(wanted.fields, whole @ weights, without @ weights)


def saturated(counts: Floats, heaviness: float | Floats, table: Weights) -> Floats:
    return counts * (table.saturation + 1) / (counts + heaviness)


def total(by_field: Mapping[str, Stems]) -> dict[str, float]:
    """Add up the weights of every stem over the fields, in the order first met."""
    weights: dict[str, float] = {}
    for stems in by_field.values():
        for stem, weight in stems.items():
            weights[stem] = weights.get(stem, 0.0) + weight
    return weights


def idf(size: int, held_by: int) -> float:
    return float(np.log1p((size - held_by + 0.5) / (held_by + 0.5)))
