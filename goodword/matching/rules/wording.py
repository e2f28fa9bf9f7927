"""Say a reason or a gap in a few concrete words; quotes are exact pieces of the passage they cite."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from goodword.matching.rules.document import Unit
from goodword.matching.rules.facts import Heard
from goodword.matching.rules.question import FactAsk
from goodword.matching.rules.score import Reading, Scored
from goodword.matching.shapes import Contribution, Fact, FactKind, Told
from goodword.matching.taxonomy import plain_words
from goodword.matching.text import STOPWORDS, WORD, fold, stem

LONGEST_QUOTE = 160
LONGEST_FACT = 90
WORDS_NAMED = 2
WORDS_IN_A_QUOTE = 2
SAME = 1.0
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]?")

MATCHES = {
    "industry": "Same industry: {told}",
    "region": "In {told}",
    "size": "Similar size: {told}",
    "products": "Uses {told}",
    "replaces": "Left {told}",
    "persona": "Same kind of role: {told}",
    "topics": "Can speak about {told}",
    FactKind.HELPED_WITH: "Helped a buyer with {told}",
}
NEAR = {
    "industry": "Related industry: {told}",
    "region": "Same part of the world: {told}",
    "size": "Next size band: {told}",
    "products": "Uses something close: {told}",
    "replaces": "Left something close: {told}",
    "persona": "Related role: {told}",
    "topics": "Can speak about something close: {told}",
    FactKind.HELPED_WITH: "Helped a buyer with something close: {told}",
}
MISMATCHES = {
    "industry": "{told}, not {asked}",
    "region": "In {told}, not {asked}",
    "size": "Another size: {told}",
    "products": "No word of {asked} on file",
    "replaces": "Left {told}, not {asked}",
    "persona": "{told}, not {asked}",
    "topics": "Can't discuss {asked}",
}
UNKNOWNS = {
    "industry": "No industry on file",
    "region": "No place on file",
    "size": "No size on file",
    "products": "No products on file",
    "replaces": "Not known what they used before",
    "persona": "No role on file",
    "topics": "Nothing on file about {asked}",
}
BESIDE = {
    "industry": "Industry on file: {told}",
    "region": "Place on file: {told}",
    "size": "Size on file: {told}",
    "persona": "Role on file: {told}",
}
"""What is on file but in no tree of ours is told as it is: neither that nothing is there, nor that it is something else."""
FIELDS = {
    "use_case": "the use case",
    "concerns": "the worries",
    "topics": "the topics",
}


def of_fact(ask: FactAsk, heard: Heard) -> str:
    table = {
        Told.MATCH: MATCHES if is_the_same(ask, heard) else NEAR,
        Told.NEAR: NEAR,
        Told.MISMATCH: MISMATCHES,
        Told.UNKNOWN: UNKNOWNS,
    }[heard.told]
    if heard.beside and ask.signal in BESIDE:
        return BESIDE[ask.signal].format(told=clipped(heard.beside.text, 0, LONGEST_FACT), asked=ask.asked[0])
    own = heard.best.kind if heard.best and heard.best.kind in table else ask.signal
    return table[own].format(
        told=clipped(heard.best.text, 0, LONGEST_FACT) if heard.best else "",
        asked=ask.asked[0],
    )


def is_the_same(ask: FactAsk, heard: Heard) -> bool:
    """Say whether a fact that counts as a match may be called the same: another branch of one sector may not."""
    best = heard.best
    return ask.signal != "industry" or best is None or any(ask.nearness(name, best.value) == SAME for name in ask.asked)


def of_distance(gap: Contribution, unit: Unit) -> str:
    """Say what is near but not the same."""
    return MISMATCHES[gap.signal].format(told=clipped(unit.text, 0, LONGEST_FACT), asked=gap.asked)


def of_unit(unit: Unit, weights: Mapping[str, float]) -> str:
    if isinstance(unit, Fact):
        return f"On file: {clipped(unit.text, 0, LONGEST_FACT)}"
    return f"“{quote(unit.text, weights)}”"


def says_enough(unit: Unit, weights: Mapping[str, float]) -> bool:
    """Return whether the sentence to be quoted holds at least two of the wanted words."""
    return len(stems_in(quote(unit.text, weights)) & weights.keys()) >= WORDS_IN_A_QUOTE


def of_silence(field: str, scored: Scored, reading: Reading) -> str:
    """Name what other references speak of and this one does not: the deal's most telling words it lacks."""
    if not scored.document.reference.passages:
        return f"No story yet about {FIELDS[field]}"
    held = set(scored.document.stems)
    told = filter(reading.postings.is_told, reading.question.own[field])
    missing = [stem for stem in told if not held & {stem, *plain_words.akin_to(stem)}]
    missing.sort(key=lambda stem: (-reading.postings.rarity_of(stem), stem))
    named = [f"“{reading.question.spelling[stem]}”" for stem in missing[:WORDS_NAMED]]
    return f"Nothing said about {' or '.join(named)}" if named else f"Little said about {FIELDS[field]}"


def of_freshness(proof_on: date | None) -> str:
    return f"Last confirmed {proof_on.day} {proof_on:%b %Y}" if proof_on else "Not known when last confirmed"


def quote(text: str, weights: Mapping[str, float]) -> str:
    """Return the sentence that holds the most of the weighted stems, or the telling part of a long one."""
    return telling_part(text, lambda part: weight_of(part, weights))


def telling_part(text: str, worth: Callable[[str], float]) -> str:
    """Return the sentence that is worth most, or the part of a long one."""
    sentences = list(SENTENCE.finditer(text)) or list(re.finditer(r".+", text, re.DOTALL))
    best = max(sentences, key=lambda found: (worth(found.group()), -found.start()))
    sentence = best.group().strip()
    if len(sentence) <= LONGEST_QUOTE:
        return sentence
    starts = [word.start() for word in WORD.finditer(sentence)]
    start = max(starts, key=lambda at: (worth(sentence[at : at + LONGEST_QUOTE]), -at))
    return clipped(sentence, start)


def clipped(text: str, start: int, longest: int = LONGEST_QUOTE) -> str:
    """Return at most `longest` characters from `start`, cut between words, with dots where something is left out."""
    piece = text[start : start + longest]
    if start + longest < len(text) and " " in piece:
        piece = piece.rsplit(" ", 1)[0]
    return f"{'… ' if start else ''}{piece.strip()}{' …' if start + len(piece) < len(text) else ''}"


def weight_of(text: str, weights: Mapping[str, float]) -> float:
    return sum(weights.get(one, 0.0) for one in stems_in(text))


def stems_in(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in WORD.findall(fold(text)) if word not in STOPWORDS)
