"""Hold every explanation against the score it explains: nothing here trusts what the explanation says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from goodword.matching.evaluation.bench import Bench
from goodword.matching.index import Index
from goodword.matching.rules.reasons import short_by, worth_telling
from goodword.matching.rules.wording import LONGEST_QUOTE
from goodword.matching.shapes import Contribution, Deal, Match, Reference, Told

ROOM = 6
"""Characters a quote's marks and dots may add."""
NOTHING = 1e-9


class Fault(StrEnum):
    """What is wrong with a reason or a gap."""

    CITES_NOTHING = "cites nothing that is there"
    WOULD_NOT_BE_MISSED = "the score is as high without what it cites"
    NOT_A_QUOTE = "its quote is no exact, short piece of the passage"
    NOT_THE_GAP = "something told misses more than the gap does"
    NO_GAP = "something is missing and no gap is told"


@dataclass(frozen=True, slots=True)
class Checked:
    """How many explanations were looked at, and what was wrong with which reference for which deal."""

    pairs: int
    reasons: int
    gaps: int
    faults: tuple[tuple[str, str, Fault], ...]


def check(bench: Bench) -> Checked:
    """Explain every judged pair and hold each explanation against the scores."""
    pairs = reasons = gaps = 0
    faults: list[tuple[str, str, Fault]] = []
    for case in bench.cases:
        index = bench.indexes[case.program]
        for reference in case.grades:
            match = index.match(case.deal, reference)
            if match is not None:
                pairs, reasons, gaps = pairs + 1, reasons + len(match.reasons), gaps + (match.gap is not None)
                faults += [(case.qid, reference, fault) for fault in faults_of(match, case.deal, index)]
    return Checked(pairs, reasons, gaps, tuple(faults))


def faults_of(match: Match, deal: Deal, index: Index) -> Iterator[Fault]:
    """Yield what is wrong with one explanation."""
    reference = index.documents[match.reference_id].reference
    for reason in match.reasons:
        yield from faults_of_reason(reason, match, reference, deal, index)
    yield from faults_of_gap(match, deal, index)


def faults_of_reason(
    reason: Contribution, match: Match, reference: Reference, deal: Deal, index: Index
) -> Iterator[Fault]:
    texts = {passage.id: passage.text for passage in reference.passages}
    known = texts.keys() | {fact.id for fact in reference.facts}
    if reason.cites not in known:
        yield Fault.CITES_NOTHING
        return
    without = index.match(deal, less(reference, reason.cites))
    if without is None or without.score >= match.score - NOTHING:
        yield Fault.WOULD_NOT_BE_MISSED
    if reason.passage_id and not is_quote(reason.text, texts[reason.passage_id]):
        yield Fault.NOT_A_QUOTE


def faults_of_gap(match: Match, deal: Deal, index: Index) -> Iterator[Fault]:
    """Compare the gap with everything that failed and may be told."""
    reading = index.read(deal)
    failed = [
        short_by(part)
        for part in worth_telling(match.contributions, reading)
        if part.told is not Told.MATCH and short_by(part) >= reading.weights.least_gap
    ]
    if match.gap is None:
        if failed:
            yield Fault.NO_GAP
    elif short_by(match.gap) < max(failed, default=NOTHING) - NOTHING:
        yield Fault.NOT_THE_GAP


def less(reference: Reference, cited: str) -> Reference:
    """Return a reference without one fact or passage."""
    return replace(
        reference,
        facts=tuple(fact for fact in reference.facts if fact.id != cited),
        passages=tuple(passage for passage in reference.passages if passage.id != cited),
    )


def is_quote(said: str, text: str) -> bool:
    """Say whether a reason quotes a passage: exactly, and shortly."""
    return len(said) <= LONGEST_QUOTE + ROOM and said.strip("“”").strip("… ") in text
