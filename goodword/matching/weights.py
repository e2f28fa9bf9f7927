"""The one table of weights. Change a number here, raise the version, and run the evaluation of docs/matching.md again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from goodword.matching.shapes import Fit


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Share of possible from which each word is said."""

    strong: float
    good: float
    partial: float

    def word(self, share: float) -> Fit:
        """Return the word for a share of possible."""
        if share >= self.strong:
            return Fit.STRONG
        if share >= self.good:
            return Fit.GOOD
        return Fit.PARTIAL if share >= self.partial else Fit.WEAK

    def towards(self, other: Thresholds, part: float) -> Thresholds:
        """Return thresholds that lie `part` of the way (0 to 1) to the others."""
        return Thresholds(
            self.strong + part * (other.strong - self.strong),
            self.good + part * (other.good - self.good),
            self.partial + part * (other.partial - self.partial),
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """Points of every signal; units are points, shares are 0 to 1.

    `facts`: points for a full match of one fact (products and topics: each, products up to `products_at_most`).
    `unknown`: share of a signal's points given when the reference's data is silent, so that silence is no mismatch.
    `corroboration`: share of a fact signal that needs a second fact saying the same.
    `words`: how much each field of the deal counts when the deal is read as text.
    `vocabulary`: the same for the words that the built-in trees add to a field; `kin`: how much of a word of the deal
    one that means nearly the same says.
    `said_by_a_fact`: share of a field's words that counts in a reference whose facts answer for that field already.
    `story`: points for a full textual match; `full_coverage`: share of the deal's weighted words that counts as full;
    `least_mass`: weighted words below which a deal is too short for its words to count in full.
    `with_story` are the thresholds of a deal with text enough, `facts_only` those of one without.
    `least_…`: points below which a reason or a gap is not worth a line; `least_telling` is above the mean of all.
    `saturation` and `length`: k1 and b of BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009).
    """

    version: str
    facts: Mapping[str, float]
    products_at_most: float
    unknown: float
    unknown_story: float
    corroboration: float
    words: Mapping[str, float]
    vocabulary: Mapping[str, float]
    said_by_a_fact: float
    story: float
    full_coverage: float
    least_mass: float
    saturation: float
    length: float
    with_story: Thresholds
    facts_only: Thresholds
    fresh_days: int = 365
    reasons_at_most: int = 4
    least_reason: float = 0.1
    least_story_reason: float = 0.3
    least_telling: float = 0.05
    least_gap: float = 0.5


WEIGHTS = Weights(
    version="2",
    facts={
        "industry": 1.5,
        "region": 1.0,
        "size": 1.0,
        "products": 1.0,
        "replaces": 2.0,
        "persona": 1.0,
        "topics": 2.0,
        "freshness": 1.0,
    },
    products_at_most=2.0,
    unknown=0.25,
    unknown_story=0.1,
    corroboration=0.05,
    words={
        "use_case": 1.0,
        "concerns": 1.0,
        "topics": 1.0,
        "products": 2.0,
        "replaces": 2.0,
        "persona": 1.0,
        "industry": 1.0,
        "region": 0.5,
    },
    vocabulary={"kin": 0.25, "industry": 0.5, "region": 0.5},
    said_by_a_fact=0.5,
    story=5.0,
    full_coverage=0.3,
    least_mass=100.0,
    saturation=2.0,
    length=0.9,
    with_story=Thresholds(strong=0.66, good=0.55, partial=0.41),
    facts_only=Thresholds(strong=0.75, good=0.50, partial=0.30),
)


def value_at(weights: Weights, key: str) -> float:
    """Return one number of the table by its key: "story", "facts.industry"."""
    name, _, part = key.partition(".")
    value = getattr(weights, name)
    return float(value[part] if part else value)


def with_values(weights: Weights, values: Mapping[str, float]) -> Weights:
    """Return the table with some numbers changed; the version stays, for whoever names it to say what is different."""
    changed: dict[str, Any] = {}
    for key, value in values.items():
        name, _, part = key.partition(".")
        changed[name] = {**changed.get(name, getattr(weights, name)), part: value} if part else value
    return replace(weights, **changed)
