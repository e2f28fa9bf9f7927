"""Choose up to four true reasons and one honest gap.

A reason is shown only if taking away the fact or passage it cites would lower the score.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from goodword.matching.rules import wording
from goodword.matching.rules.score import Reading, Scored, without
from goodword.matching.shapes import Contribution, Told

NOTHING = 1e-9
USUAL = 0.5
"""Share of references that have a kind of fact, from which its absence is worth telling."""
STORY = "_words"
"""Ends the name of a signal that comes from words found in facts and stories: "use_case_words"."""
TOLD_IN_SENTENCES = frozenset({"use_case", "concerns", "topics"})
"""Fields of the deal whose absence in a story is worth telling, and of which one common word is no reason."""


def reasons_from(contributions: tuple[Contribution, ...], scored: Scored, reading: Reading) -> tuple[Contribution, ...]:
    """Return the most telling contributions that hold, one for each thing cited, best first."""
    chosen: list[Contribution] = []
    for part, telling in most_telling(contributions, reading):
        if chosen and telling < reading.weights.least_telling:
            break
        if part.cites not in {reason.cites for reason in chosen} and counts(part, scored, reading):
            chosen.append(spoken(part, scored, reading))
        if len(chosen) == reading.weights.reasons_at_most:
            break
    return tuple(chosen)


def gap_from(contributions: tuple[Contribution, ...], scored: Scored, reading: Reading) -> Contribution | None:
    """Return what misses the most points: one that failed if it misses enough, else the largest shortfall.

    Something the reference has is no gap, however little it counts because everybody has it.
    """
    told = [part for part in worth_telling(contributions, reading) if is_story(part) or part.told is not Told.MATCH]
    missing = [part for part in told if short_by(part) > NOTHING]
    failed = [part for part in missing if part.told is not Told.MATCH and short_by(part) >= reading.weights.least_gap]
    gap = max(failed or missing, key=lambda part: (short_by(part), part.signal), default=None)
    return gap and replace(gap, text=gap_text(gap, scored, reading))


def gap_text(gap: Contribution, scored: Scored, reading: Reading) -> str:
    if is_story(gap):
        return wording.of_silence(field_of(gap), scored, reading)
    if gap.told is Told.NEAR and gap.fact_id:
        return wording.of_distance(gap, scored.document.units[scored.place_of(gap.fact_id)])
    return gap.text


def worth_telling(contributions: tuple[Contribution, ...], reading: Reading) -> Iterator[Contribution]:
    """Yield what may be a gap: facts, unless hardly anybody has them on file, and words that stories are about."""
    for at, part in enumerate(contributions):
        unusual = part.told is Told.UNKNOWN and at < len(reading.coverage) and reading.coverage[at] < USUAL
        if not unusual and (not is_story(part) or field_of(part) in TOLD_IN_SENTENCES):
            yield part


def most_telling(contributions: tuple[Contribution, ...], reading: Reading) -> Iterator[tuple[Contribution, float]]:
    """Yield candidates with what they score above the mean of all references: what everybody has comes last.

    Words found are no reason of their own where a fact already says the same.
    """
    said = {part.signal for part in contributions if part.told is Told.MATCH and not is_story(part)}
    telling = [
        part.points - usual for part, usual in zip(contributions, usual_points(contributions, reading), strict=True)
    ]
    for at in sorted(range(len(contributions)), key=lambda at: (-telling[at], at)):
        part = contributions[at]
        if part.told in (Told.MATCH, Told.NEAR) and not (is_story(part) and field_of(part) in said):
            yield part, telling[at]


def counts(part: Contribution, scored: Scored, reading: Reading) -> bool:
    """Return whether a contribution is large enough, says enough and would be missed in the score."""
    least = reading.weights.least_story_reason if is_story(part) else reading.weights.least_reason
    if part.cites is None or part.points < least:
        return False
    unit = scored.place_of(part.cites)
    if (
        part.passage_id
        and field_of(part) in TOLD_IN_SENTENCES
        and not wording.says_enough(scored.document.units[unit], reading.wanted_in(field_of(part)))
    ):
        return False
    return scored.score - without(scored, unit, reading) > NOTHING


def spoken(part: Contribution, scored: Scored, reading: Reading) -> Contribution:
    """Give a chosen reason its words; quotes are too dear to look for in every contribution."""
    if not is_story(part) or part.cites is None:
        return part
    unit = scored.document.units[scored.place_of(part.cites)]
    return replace(part, text=wording.of_unit(unit, reading.wanted_in(field_of(part))))


def usual_points(contributions: tuple[Contribution, ...], reading: Reading) -> list[float]:
    """Return the mean points of every contribution over all references, in the same order."""
    facts = [ask.points * share for ask, share in zip(reading.asks, reading.usual_facts, strict=True)]
    story = [part.possible * reading.usual_story for part in contributions[len(facts) :]]
    return facts + story


def short_by(part: Contribution) -> float:
    return part.possible - part.points


def is_story(part: Contribution) -> bool:
    return part.signal.endswith(STORY)


def field_of(part: Contribution) -> str:
    return part.signal.removesuffix(STORY)
