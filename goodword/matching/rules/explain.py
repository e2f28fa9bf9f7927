"""Give up to four true reasons and one honest gap, each citing what it rests on.

A reason is shown only if taking away the fact or passage it cites would lower the score.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from goodword.matching.rules import wording
from goodword.matching.rules.facts import Heard
from goodword.matching.rules.question import FactAsk
from goodword.matching.rules.score import (
    Reading,
    Scored,
    StorySignal,
    without,
    word_for,
)
from goodword.matching.shapes import Contribution, Fact, Match, Told

NOTHING = 1e-9
STORY = "_words"


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


def reasons_from(contributions: tuple[Contribution, ...], scored: Scored, reading: Reading) -> tuple[Contribution, ...]:
    """Return the most telling contributions that hold, one for each thing cited, best first.

    Telling is what lies above the mean of all references: a product that everybody uses comes last.
    """
    usual = usual_points(contributions, reading)
    units = {unit.id: position for position, unit in enumerate(scored.document.units)}
    told_by_facts = {part.signal for part in contributions if part.told is Told.MATCH and not is_story(part)}
    chosen: list[Contribution] = []
    cited: set[str] = set()
    for at in sorted(
        range(len(contributions)),
        key=lambda at: (usual[at] - contributions[at].points, at),
    ):
        part = contributions[at]
        holds = part.told in (Told.MATCH, Told.NEAR) and part.points >= reading.weights.least_reason
        if (
            not holds
            or part.cites is None
            or part.cites in cited
            or (is_story(part) and field_of(part) in told_by_facts)
        ):
            continue
        if scored.score - without(scored, units[part.cites], reading) > NOTHING:
            chosen.append(spoken(part, scored, reading))
            cited.add(part.cites)
        if len(chosen) == reading.weights.reasons_at_most:
            break
    return tuple(chosen)


def gap_from(contributions: tuple[Contribution, ...], scored: Scored, reading: Reading) -> Contribution | None:
    """Return the contribution that misses the most points: one that failed if it misses enough, else the largest shortfall."""
    missing = [part for part in contributions if part.possible - part.points > NOTHING]
    failed = [
        part
        for part in missing
        if part.told is not Told.MATCH and part.possible - part.points >= reading.weights.least_gap
    ]
    gap = max(
        failed or missing,
        key=lambda part: (part.possible - part.points, part.signal),
        default=None,
    )
    return gap and spoken_gap(gap, scored, reading)


def usual_points(contributions: tuple[Contribution, ...], reading: Reading) -> list[float]:
    """Return the mean points of every contribution over all references, in the same order."""
    facts = [ask.points * share for ask, share in zip(reading.asks, reading.usual_facts, strict=True)]
    return [
        facts[at] if at < len(facts) else part.possible * reading.usual_story for at, part in enumerate(contributions)
    ]


def is_story(part: Contribution) -> bool:
    return part.signal.endswith(STORY)


def field_of(part: Contribution) -> str:
    return part.signal.removesuffix(STORY)


def spoken(part: Contribution, scored: Scored, reading: Reading) -> Contribution:
    """Give a chosen reason its words; the quotes are too dear to look for in every contribution."""
    if not is_story(part):
        return part
    unit = next(unit for unit in scored.document.units if unit.id == part.cites)
    return replace(
        part,
        text=wording.of_unit(unit, reading.question.wanted[field_of(part)], reading),
    )


def spoken_gap(part: Contribution, scored: Scored, reading: Reading) -> Contribution:
    if not is_story(part):
        return part
    held = set(scored.document.stems)
    return replace(
        part,
        text=wording.of_silence(
            field_of(part),
            scored,
            reading.question.own.get(field_of(part), {}),
            held,
            reading,
        ),
    )


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
