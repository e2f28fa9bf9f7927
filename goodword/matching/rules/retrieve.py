"""Find the deal's words in every reference: BM25 over facts and passages, the deal's fields weighted apart.

A word of the deal and its kin are counted together, as one word: a story that says one idea in six ways has said it
once, and says it as much as the deal's own word is rare (Pirkola's structured queries, 1998).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goodword.matching.rules.document import Document
from goodword.matching.rules.postings import Floats, Postings, saturated
from goodword.matching.rules.question import TOLD_IN_SENTENCES, Question


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


def masses_of(wanted: Wanted, weights: Floats, postings: Postings) -> Floats:
    """Return the weighted words of the deal that each document holds: one row for each column of `weights`."""
    found = [(postings.spans_of(word.stems), row) for word, row in zip(wanted.words, weights, strict=True)]
    plain = [(spans[0][0], row) for spans, row in found if [share for _, share in spans] == [1.0]]
    akin = [(spans, row) for spans, row in found if spans and [share for _, share in spans] != [1.0]]
    masses = np.zeros((weights.shape[1], postings.size))
    for column in range(weights.shape[1]):
        masses[column] = sum_of_gains(plain, column, postings)
    for spans, row in akin:
        holders, gains = gains_of_kin(spans, postings)
        for column in np.flatnonzero(row).tolist():
            masses[column, holders] += row[column] * gains
    return masses


def sum_of_gains(plain: Sequence[tuple[slice, Floats]], column: int, postings: Postings) -> Floats:
    """Add up, for every document, what it gains by the words that one stem says; in one pass over all postings touched."""
    counting = [(span, row[column]) for span, row in plain if row[column]]
    holders = np.concatenate([np.empty(0, np.int32), *(postings.documents[span] for span, _ in counting)])
    gains = np.concatenate([np.empty(0), *(weight * postings.gains[span] for span, weight in counting)])
    return np.bincount(holders, weights=gains, minlength=postings.size).astype(np.float64, copy=False)


def gains_of_kin(spans: Sequence[tuple[slice, float]], postings: Postings) -> tuple[NDArray[np.intp], Floats]:
    """Return who holds a word or its kin, and what that weighs: all of them are counted together, as one word."""
    holders = np.concatenate([postings.documents[span] for span, _ in spans])
    shares = np.concatenate([np.multiply(share, postings.counts[span], dtype=np.float64) for span, share in spans])
    counts = np.bincount(holders, weights=shares, minlength=postings.size)
    held = np.flatnonzero(counts > 0)
    return held, saturated(counts[held], postings.heavy[held], postings.table)


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
