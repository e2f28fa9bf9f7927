"""Find the deal's words in every reference: BM25 over facts and passages, the deal's fields weighted apart.

A word of the deal and its kin are counted together, as one word: a story that says one idea in six ways has said it
once, and says it as much as the deal's own word is rare (Pirkola's structured queries, 1998).
Formula: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the idf that never
turns negative, ln(1 + (N - n + ½) / (n + ½)).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goodword.matching.rules.document import Document
from goodword.matching.rules.question import TOLD_IN_SENTENCES, Question
from goodword.matching.weights import Weights

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """For stem number t, the documents holding it and how often: slices `starts[t]:starts[t + 1]`.

    `heavy` is each document's part of BM25's denominator, which grows with its length. `rarity`, `mean_length` and
    `unheld`, the rarity of a stem that nobody holds, are those of the documents that are counted.
    """

    numbers: Mapping[str, int]
    starts: NDArray[np.int64]
    documents: NDArray[np.int32]
    counts: NDArray[np.float32]
    rarity: NDArray[np.float64]
    unheld: float
    heavy: Floats
    mean_length: float
    table: Weights

    @property
    def size(self) -> int:
        return len(self.heavy)

    def masses(self, wanted: Wanted) -> Floats:
        """Return the weighted words of the deal that each document holds: one row a field, one column a document."""
        masses = np.zeros((len(wanted.fields), self.size))
        for word, weights in zip(wanted.words, wanted.weights, strict=True):
            held, counts = self.counted(word)
            gain = saturated(counts, self.heavy[held], self.table)
            for field in np.flatnonzero(weights):
                masses[field, held] += weights[field] * gain
        return masses

    def counted(self, word: Word) -> tuple[NDArray[np.int32], Floats]:
        """Return the documents that hold a word or its kin, and how often."""
        spans = [(self.span(stem), share) for stem, share in word.stems if stem in self.numbers]
        if len(spans) == 1:
            span, share = spans[0]
            return self.documents[span], np.multiply(share, self.counts[span], dtype=np.float64)
        counts = np.zeros(self.size)
        for span, share in spans:
            counts[self.documents[span]] += share * self.counts[span]
        held = np.flatnonzero(counts).astype(np.int32)
        return held, counts[held]

    def span(self, stem: str) -> slice:
        number = self.numbers[stem]
        return slice(int(self.starts[number]), int(self.starts[number + 1]))

    def rarity_of(self, stem: str) -> float:
        """Return the idf of a stem; one that no document holds is the rarest."""
        number = self.numbers.get(stem)
        return self.unheld if number is None else float(self.rarity[number])

    def heaviness(self, length: float | Floats) -> float | Floats:
        """Return the part of BM25's denominator that grows with a document's length."""
        return heaviness(length, self.mean_length, self.table)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most a deal's words could weigh, by field; `full` is the mass that counts as a full match."""

    by_field: Mapping[str, float]
    full: float
    cap: float


@dataclass(frozen=True, slots=True)
class Word:
    """One thing the deal says, as the stems that may say it, each with its share: the deal's own first, at 1."""

    stems: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """A deal's words as rows and its fields as columns of `weights`; column i of `shares` is what stem i says of each."""

    fields: tuple[str, ...]
    words: tuple[Word, ...]
    weights: Floats
    columns: Mapping[str, int]
    shares: Floats

    def found_in(self, document: Document) -> NDArray[np.int64]:
        """Return for every token of a document the column of its stem, or -1."""
        columns = np.array([self.columns.get(stem, -1) for stem in document.stems], np.int64)
        return columns[document.stem_of] if len(columns) else np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What one document says of the deal, by field; `without[u]` is the same with unit u taken away."""

    fields: tuple[str, ...]
    mass: Floats
    without: Floats


def postings_of(documents: Sequence[Document], counted: NDArray[np.bool_], table: Weights) -> Postings:
    """Build the postings of all documents; what is rare and what is long is said by those that are `counted`."""
    numbers: dict[str, int] = {}
    stem_numbers = [
        np.array([numbers.setdefault(stem, len(numbers)) for stem in document.stems], np.int64)
        for document in documents
    ]
    lengths = np.array([document.length for document in documents], np.float64)
    holders = np.repeat(np.arange(len(documents), dtype=np.int32), [len(found) for found in stem_numbers])
    stem_of = np.concatenate([np.empty(0, np.int64), *stem_numbers])
    counts = np.concatenate([np.empty(0, np.float32), *(document.counts for document in documents)])
    order = np.argsort(stem_of, kind="stable")
    held_by = np.bincount(stem_of, minlength=len(numbers))
    held_by_counted = np.bincount(stem_of, weights=counted[holders].astype(np.float64), minlength=len(numbers))
    mean_length = max(1.0, float(lengths[counted].mean())) if counted.any() else 1.0
    among = int(counted.sum())
    return Postings(
        numbers=numbers,
        starts=np.concatenate([[0], np.cumsum(held_by)]).astype(np.int64),
        documents=holders[order],
        counts=counts[order],
        rarity=idf(among, held_by_counted),
        unheld=float(idf(among, np.zeros(1))[0]),
        heavy=np.asarray(heaviness(lengths, mean_length, table)),
        mean_length=mean_length,
        table=table,
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
    """Lay out a deal's words as a table, each weighted by the rarity of the deal's own word for it."""
    fields = tuple(question.wanted)
    rows: dict[tuple[str, bool], dict[str, float]] = {}
    for name, stems in question.wanted.items():
        for stem, weight in stems.items():
            with_kin = name in TOLD_IN_SENTENCES and stem in question.kin
            rows.setdefault((stem, with_kin), {})[name] = weight * postings.rarity_of(stem)
    words = tuple(Word(((stem, 1.0), *(question.kin[stem].items() if with_kin else ()))) for stem, with_kin in rows)
    columns: dict[str, int] = {}
    for word in words:
        for stem, _ in word.stems:
            columns.setdefault(stem, len(columns))
    shares = np.zeros((len(columns), len(words)))
    for row, word in enumerate(words):
        for stem, share in word.stems:
            shares[columns[stem], row] = share
    weights = np.array([[by_field.get(name, 0.0) for name in fields] for by_field in rows.values()])
    return Wanted(fields, words, weights.reshape(len(words), len(fields)), columns, shares)


def evidence_of(document: Document, wanted: Wanted, postings: Postings) -> Evidence:
    """Weigh one document by field, whole and with each of its units taken away in turn."""
    found, units, width = wanted.found_in(document), len(document.units), len(wanted.columns)
    cells = document.unit_of[found >= 0] * width + found[found >= 0]
    by_stem = np.bincount(cells, minlength=units * width).reshape(units, width).astype(np.float64)
    held = by_stem.any(axis=0)
    by_unit = by_stem[:, held] @ wanted.shares[held]
    counts = by_unit.sum(axis=0)
    left = document.length - np.bincount(document.unit_of, minlength=units).astype(np.float64)
    whole = saturated(counts, postings.heaviness(float(document.length)), postings.table)
    without = saturated(counts - by_unit, np.asarray(postings.heaviness(left))[:, None], postings.table)
    return Evidence(wanted.fields, whole @ wanted.weights, without @ wanted.weights)


def saturated(counts: Floats, heaviness: float | Floats, table: Weights) -> Floats:
    return counts * (table.saturation + 1) / (counts + heaviness)


def heaviness(length: float | Floats, mean_length: float, table: Weights) -> float | Floats:
    return table.saturation * (1 - table.length + table.length * length / mean_length)


def idf(size: int, held_by: NDArray[Any]) -> Floats:
    return np.asarray(np.log1p((size - held_by + 0.5) / (held_by + 0.5)))
