"""Show why something was found: the facts and passages that say it, quoted exactly and short."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from goodword.matching.rules import wording
from goodword.matching.rules.document import Document, Unit, text_of
from goodword.matching.rules.search.hits import Sign, stands_in
from goodword.matching.shapes import Passage
from goodword.matching.text import WORD, fold, runs_of, stem, words

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


def matched_in(document: Document, weights: Mapping[Sign, float], most: int = MOST) -> list[Matched]:
    """Return the units that say most of what is weighed: the best, then what others add to it."""
    holding = {unit: signs_in(text_of(unit), weights) for unit in document.units} if weights else {}
    shown: list[Matched] = []
    told: set[Sign] = set()
    while len(shown) < most:
        adds = {unit: sum(weights[one] for one in signs - told) for unit, signs in holding.items()}
        unit = max(adds, key=adds.__getitem__, default=None)
        if unit is None or adds[unit] <= 0:
            break
        told |= holding[unit]
        shown.append(Matched(unit, pieces_of(said_by(unit, weights), lambda said: places_of(said, weights))))
    return shown


def named_in(names: Iterable[str], found: Collection[str]) -> tuple[Piece, ...]:
    """Return the name with the most of the words that were found in names, in pieces; none where none has any."""
    told = [pieces_of(name, lambda said: ((at, at) for at, word in enumerate(said) if word in found)) for name in names]
    best = max(told, key=lambda pieces: sum(piece.told for piece in pieces), default=())
    return best if any(piece.told for piece in best) else ()


def said_by(unit: Unit, weights: Mapping[Sign, float]) -> str:
    """Return as much of a unit as says it: a short fact whole, by its list's word where its own says nothing of it."""

    def worth(text: str) -> float:
        return sum(weights[one] for one in signs_in(text, weights))

    if isinstance(unit, Passage):
        return wording.telling_part(unit.text, worth)
    text = max(unit.text, unit.value, key=worth)
    return text if len(text) <= wording.LONGEST_FACT else wording.telling_part(text, worth)


def signs_in(text: str, weights: Mapping[Sign, float]) -> frozenset[Sign]:
    stems = {stem(word) for word in words(text)}
    return frozenset(one for one in weights if (one in stems if isinstance(one, str) else stands_in(one, text)))


def places_of(said: Sequence[str], weights: Mapping[Sign, float]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last word of everything that is weighed."""
    yield from ((at, at) for at, word in enumerate(said) if stem(word) in weights)
    for phrase in weights:
        if not isinstance(phrase, str):
            yield from ((at, at + len(phrase) - 1) for at in runs_of(phrase, said))


def pieces_of(text: str, told: Callable[[Sequence[str]], Iterable[tuple[int, int]]]) -> tuple[Piece, ...]:
    """Return a text in pieces, what is told of its folded words apart."""
    found = list(WORD.finditer(text))
    pieces, last = [], 0
    for first, end in sorted(told([fold(word.group()) for word in found]), key=lambda span: (span[0], -span[1])):
        start, stop = max(last, found[first].start()), found[end].end()
        if start < stop:
            pieces += [Piece(text[last:start], told=False), Piece(text[start:stop], told=True)]
            last = stop
    return tuple(piece for piece in (*pieces, Piece(text[last:], told=False)) if piece.text)
