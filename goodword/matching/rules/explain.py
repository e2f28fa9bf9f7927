"""Turn a score into a match: its contributions, each citing the fact or passage it rests on, its reasons and its gap."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from goodword.matching.rules import wording
from goodword.matching.rules.facts import Heard
from goodword.matching.rules.question import FactAsk
from goodword.matching.rules.reasons import STORY, gap_from, reasons_from
from goodword.matching.rules.score import Reading, Scored, StorySignal, word_for
from goodword.matching.shapes import Contribution, Fact, Match, Told

NOTHING = 1e-9


def explain(scored: Scored, reading: Reading) -> Match:
    """Turn a score into a match with its contributions, reasons and gap."""
    contributions = tuple(all_contributions(scored, reading))
    return Match(
        reference_id=scored.document.reference.id,
        score=sum(part.points for part in contributions),
        share=scored.share,
        word=word_for(scored.share, reading),
        contributions=contributions,
        reasons=reasons_from(contributions, scored, reading),
        gap=gap_from(contributions, scored, reading),
    )


def all_contributions(scored: Scored, reading: Reading) -> Iterator[Contribution]:
    for ask, heard in scored.heard:
        yield fact_contribution(ask, heard)
    for signal in scored.story:
        yield story_contribution(signal, scored)
    if scored.fresh is not None:
        yield freshness_contribution(scored, reading)


def fact_contribution(ask: FactAsk, heard: Heard) -> Contribution:
    return Contribution(
        signal=ask.signal,
        points=ask.points * heard.share,
        possible=ask.points,
        told=heard.told,
        asked=ask.asked[0],
        fact_id=heard.best.id if heard.best else None,
        text=wording.of_fact(ask, heard),
        dated_on=heard.best.verified_on if heard.best else None,
    )


def story_contribution(signal: StorySignal, scored: Scored) -> Contribution:
    unit_at = telling_unit(signal, scored)
    unit = scored.document.units[unit_at] if unit_at is not None else None
    fact = unit if isinstance(unit, Fact) else None
    passage = unit if unit is not None and not isinstance(unit, Fact) else None
    return Contribution(
        signal=f"{signal.field}{STORY}",
        points=signal.points,
        possible=signal.possible,
        told=signal.told,
        asked=signal.field,
        fact_id=fact.id if fact else None,
        passage_id=passage.id if passage else None,
        dated_on=fact.verified_on if fact else passage.dated_on if passage else None,
    )


def telling_unit(signal: StorySignal, scored: Scored) -> int | None:
    """Return the unit without which this field would lose the most."""
    if signal.told is not Told.MATCH:
        return None
    column = scored.evidence.fields.index(signal.field)
    losses = scored.evidence.mass[column] - scored.evidence.without[:, column]
    return int(np.argmax(losses)) if len(losses) and float(losses.max()) > NOTHING else None


def freshness_contribution(scored: Scored, reading: Reading) -> Contribution:
    proof_on = scored.document.reference.proof_on
    points, possible = scored.fresh or 0.0, reading.weights.facts["freshness"]
    told = Told.UNKNOWN if proof_on is None else Told.MATCH if points else Told.MISMATCH
    return Contribution(
        "freshness",
        points,
        possible,
        told,
        text=wording.of_freshness(proof_on),
        dated_on=proof_on,
    )
