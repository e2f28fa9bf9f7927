"""Add up what every signal says; every contribution is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goodword.matching.rules.document import Document
from goodword.matching.rules.facts import Heard, heard_from
from goodword.matching.rules.postings import Postings
from goodword.matching.rules.question import FactAsk, Question
from goodword.matching.rules.retrieve import Ceiling, Evidence, Wanted, evidence_of
from goodword.matching.shapes import Fit, Told
from goodword.matching.weights import Weights

SAID_BY_FACTS = frozenset({"industry"})
"""Fields of the deal whose words count less in a reference whose facts answer for them."""


@dataclass(frozen=True, slots=True)
class StorySignal:
    """What the words of one field of the deal found in a document, and what is left without each unit."""

    field: str
    points: float
    possible: float
    told: Told


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """One document's score for one deal, with everything that made it."""

    document: Document
    heard: tuple[tuple[FactAsk, Heard], ...]
    story: tuple[StorySignal, ...]
    evidence: Evidence
    fresh: float | None
    score: float
    possible: float

    def place_of(self, cited: str) -> int:
        """Return the number of the unit with this id."""
        return next(place for place, unit in enumerate(self.document.units) if unit.id == cited)

    @property
    def share(self) -> float:
        return min(1.0, self.score / self.possible) if self.possible else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A deal read against one index: what it asks, what its words could weigh, and what anybody here could answer.

    `usual_facts` and `usual_story` are the mean shares over all references: what everybody has tells little;
    `coverage` is the share of references with any such fact: what nobody has on file is nobody's gap.
    """

    question: Question
    wanted: Wanted
    asks: tuple[FactAsk, ...]
    ceiling: Ceiling
    postings: Postings
    weights: Weights
    today: date | None
    usual_facts: tuple[float, ...]
    usual_story: float
    coverage: tuple[float, ...]

    @property
    def possible(self) -> float:
        """Points of a perfect match; asks that no reference here has facts for are left out."""
        asked = sum(ask.points for ask in self.asks) + self.weights.story * self.ceiling.cap
        return asked + (self.weights.facts["freshness"] if self.today else 0.0)

    def wanted_in(self, field: str) -> dict[str, float]:
        """Return the stems wanted in one field and their kin, each weighted by the rarity of what it stands for."""
        found: dict[str, float] = {}
        column = self.wanted.fields.index(field)
        for word, weights in zip(self.wanted.words, self.wanted.weights, strict=True):
            for stem, share in word.stems if weights[column] else ():
                found[stem] = max(found.get(stem, 0.0), share * float(weights[column]))
        return found

    def story_share(self, mass: float, silent: bool) -> float:
        """Return the share of the story's points; a reference without any text gets the unknown share."""
        share = min(self.ceiling.cap, mass / self.ceiling.full)
        return max(share, self.weights.unknown_story * self.ceiling.cap) if silent else share


def score(document: Document, reading: Reading) -> Scored:
    """Score one document in full detail."""
    heard = tuple((ask, heard_from(document.reference, ask, reading.weights)) for ask in reading.asks)
    evidence = less_what_facts_say(evidence_of(document, reading.wanted, reading.postings), document, heard, reading)
    story = story_signals(document, evidence, reading)
    fresh = freshness(document.reference.proof_on, reading)
    points = sum(ask.points * answer.share for ask, answer in heard) + sum(signal.points for signal in story)
    return Scored(
        document,
        heard,
        story,
        evidence,
        fresh,
        points + (fresh or 0.0),
        reading.possible,
    )


def less_what_facts_say(
    evidence: Evidence, document: Document, heard: tuple[tuple[FactAsk, Heard], ...], reading: Reading
) -> Evidence:
    """Count the words of a field less where a fact answers for it already; without that fact they count in full."""
    mass, without, part = evidence.mass.copy(), evidence.without.copy(), reading.weights.said_by_a_fact
    for ask, answer in heard:
        if ask.signal in SAID_BY_FACTS and ask.signal in evidence.fields and answer.without:
            column = evidence.fields.index(ask.signal)
            mass[column] *= part
            without[:, column] *= [part if answer.known_without(unit.id) else 1.0 for unit in document.units]
    return Evidence(evidence.fields, mass, without)


def story_signals(document: Document, evidence: Evidence, reading: Reading) -> tuple[StorySignal, ...]:
    """Split the story's points over the deal's fields by the weight of the words found."""
    silent = not document.reference.passages
    mass = float(evidence.mass.sum())
    points = reading.weights.story * reading.story_share(mass, silent)
    possible = {name: reading.weights.story * most for name, most in reading.ceiling.by_field.items()}
    signals = []
    for name, found in zip(evidence.fields, evidence.mass, strict=True):
        share = float(found) / mass if mass > 0 else possible.get(name, 0.0) / max(1e-12, sum(possible.values()))
        told = Told.MATCH if found > 0 else Told.UNKNOWN if silent else Told.MISMATCH
        signals.append(StorySignal(name, points * share, possible.get(name, 0.0), told))
    return tuple(signals)


def freshness(proof_on: date | None, reading: Reading) -> float | None:
    """Return the points for proof younger than a year; None when the caller gave no date."""
    if reading.today is None:
        return None
    points = reading.weights.facts["freshness"]
    if proof_on is None:
        return points * reading.weights.unknown
    return points if (reading.today - proof_on).days <= reading.weights.fresh_days else 0.0


def without(scored: Scored, unit: int, reading: Reading) -> float:
    """Return the score if one fact or passage did not exist, all statistics of the index unchanged."""
    document = scored.document
    cited = document.units[unit].id
    facts = sum(ask.points * dict(answer.without).get(cited, answer.share) for ask, answer in scored.heard)
    passages = len(document.reference.passages)
    silent = passages == 0 or (passages == 1 and unit >= len(document.reference.facts))
    mass = float(scored.evidence.without[unit].sum())
    return facts + reading.weights.story * reading.story_share(mass, silent) + (scored.fresh or 0.0)


def word_for(share: float, reading: Reading) -> Fit:
    """Return the word for a share of possible; the less text a deal has, the nearer its thresholds to those of facts alone."""
    return reading.weights.facts_only.towards(reading.weights.with_story, reading.ceiling.cap).word(share)
