"""Show why something was found: the facts and passages that say it, quoted exactly and short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from goodword.matching.rules import wording
from goodword.matching.rules.document import Document, Unit, text_of
from goodword.matching.shapes import Passage
from goodword.matching.text import WORD, fold, stem

MOST = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a quote; `told`: it is one of the words that were looked for."""

    text: str
    told: bool


@dataclass(frozen=True, slots=True)
class Matched:
    """One fact or passage that says what was looked for, as much of it as says so."""

    unit: Unit
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def matched_in(document: Document, weights: Mapping[str, float], most: int = MOST) -> list[Matched]:
    """Return the units that say most of the weighted stems: the best, then what others add to it."""
    holding = {unit: wording.stems_in(text_of(unit)) & weights.keys() for unit in document.units}
    shown: list[Matched] = []
    told: set[str] = set()
    while len(shown) < most:
        adds = {unit: sum(weights[one] for one in stems - told) for unit, stems in holding.items()}
        unit = max(adds, key=adds.__getitem__, default=None)
        if unit is None or adds[unit] <= 0:
            break
        told |= holding[unit]
        shown.append(Matched(unit, tuple(pieces_of(said_by(unit, weights), weights))))
    return shown


def said_by(unit: Unit, weights: Mapping[str, float]) -> str:
    if isinstance(unit, Passage):
        return wording.quote(unit.text, weights)
    return wording.clipped(unit.text, 0, wording.LONGEST_FACT)


def pieces_of(text: str, weights: Mapping[str, float]) -> Iterator[Piece]:
    """Yield a text in pieces, the words that were looked for apart."""
    last = 0
    for word in WORD.finditer(text):
        if stem(fold(word.group())) in weights:
            if word.start() > last:
                yield Piece(text[last : word.start()], told=False)
            yield Piece(word.group(), told=True)
            last = word.end()
    if last < len(text):
        yield Piece(text[last:], told=False)
