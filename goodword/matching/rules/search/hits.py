"""Find what holds the words somebody typed: names first, then texts by BM25, then letters amid a name.

Each word is taken as it stands: for a text that says it, or a name that has it. Where no text in sight does, it is taken
for the beginning of a word; then for one that means nearly the same; then for one spelt nearly the same. So what is out
of a viewer's sight changes nothing, and a word nobody has is told from a word of a private reference by nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from goodword.matching.rules.document import Document, Unit, text_of
from goodword.matching.rules.postings import saturated
from goodword.matching.rules.search.catalogue import Catalogue, Mask
from goodword.matching.rules.search.sought import Sought
from goodword.matching.rules.search.told import Places
from goodword.matching.taxonomy import plain_words
from goodword.matching.text import ENDINGS, has_no_spaces, runs_of, stem, stems_of, undoubled, words

Floats = NDArray[np.float64]
NAMED, NAME_BEGINS = 60.0, 50.0
"""Points for a word of a name, and for how one begins: more than any text can give."""
NAME_HOLDS = 1e-6
"""Points for letters amid a word of a name: less than any text gives."""
ANYWHERE = 3
"""From this many letters on, a word is found anywhere in a name; shorter ones where a word begins. As lists do."""
LEAST_BEGUN = 2
SHORTEST_ROOT = 3
Sign = str | tuple[str, ...]
"""What a text is known by: a stem it says, or words that stand in it side by side."""


class How(StrEnum):
    """How a word was taken. `UNREAD`: not at all, since more were typed than are looked for."""

    SAID = "said"
    BEGUN = "begun"
    KIN = "kin"
    SPELT = "spelt"
    NOWHERE = "nowhere"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Taken:
    """One thing that was typed, and as what it was found: signs of texts, words of names."""

    asked: str
    how: How
    signs: frozenset[Sign] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Documents that hold what was asked, best first. `whole`: each of them all of it; else the most that any holds.

    `weights`: what was found in texts, each by its rarity.
    """

    places: Places
    taken: tuple[Taken, ...]
    whole: bool
    weights: Mapping[Sign, float]

    @property
    def names(self) -> frozenset[str]:
        """Return the words of names that were found."""
        return frozenset().union(*(one.names for one in self.taken))


def hits_of(sought: Sought, catalogue: Catalogue, seen: Mask) -> Hits:
    """Search the documents in sight; without anything asked all of them, by name."""
    if not sought:
        places = np.flatnonzero(seen)
        return Hits(places[np.argsort(catalogue.by_name[places], kind="stable")], (), whole=True, weights={})
    search = _Search(catalogue, seen)
    found = [search.phrase(phrase) for phrase in sought.phrases] + [search.word(word) for word in sought.words]
    points, held = np.zeros(len(seen)), np.zeros(len(seen), np.int64)
    for gain, _ in found:
        points += gain
        held += gain > 0
    most = int(held.max(initial=0))
    places = np.flatnonzero(held == most) if most else np.empty(0, np.int64)
    taken = (*(one for _, one in found), *(Taken(word, How.UNREAD) for word in sought.unread))
    return Hits(
        places[np.lexsort((catalogue.by_name[places], -points[places]))],
        taken,
        whole=most == len(taken),
        weights={sign: _rarity(sign, catalogue) for one in taken for sign in one.signs},
    )


def _rarity(sign: Sign, catalogue: Catalogue) -> float:
    stems = [sign] if isinstance(sign, str) else stems_of(sign)
    return sum(map(catalogue.index.postings.rarity_of, stems))


@dataclass(frozen=True, slots=True)
class _Search:
    """One catalogue as one viewer sees it."""

    catalogue: Catalogue
    seen: Mask

    def word(self, word: str) -> tuple[Floats, Taken]:
        """Return what each document gains by a word, and as what it was taken."""
        for how, stems, names in self._readings(word):
            said, borne = self._said(stems), self._borne(names)
            if said or borne:
                gain = np.maximum(self._by_text(said), self._by_name(word, borne))
                return gain, Taken(word, how, frozenset[Sign](said), borne)
        return np.zeros(len(self.seen)), Taken(word, How.NOWHERE)

    def phrase(self, phrase: tuple[str, ...]) -> tuple[Floats, Taken]:
        """Return what each document gains by words side by side in one of its texts, or in a name.

        Texts are found by its telling words: one of small words alone is looked for in names.
        """
        gain, stems = np.zeros(len(self.seen)), stems_of(phrase)
        texts = [place for place in self._with_all(stems) if self._says(place, phrase, stems)]
        gain[texts] = sum(self._by_text(frozenset([one]))[texts] for one in stems)
        names = [place for place in self._named_all(phrase) if self._is_called(place, phrase)]
        gain[names] = NAMED
        if not (texts or names):
            return gain, Taken(" ".join(phrase), How.NOWHERE)
        signs = frozenset[Sign]([phrase] if texts else ())
        return gain, Taken(" ".join(phrase), How.SAID, signs, frozenset(phrase if names else ()))

    def _readings(self, word: str) -> Iterator[tuple[How, Iterable[str], Iterable[str]]]:
        """Yield as what a word may be taken, the plainest first: stems of texts and words of names."""
        own, names = self._said([stem(word)]), self._names_with(word)
        yield How.SAID, own, names if own else ()
        yield How.BEGUN, self._begun(word) if len(word) >= LEAST_BEGUN else (), names
        yield How.KIN, plain_words.akin_to(stem(word)), ()
        yield How.SPELT, *self._spelt(word)

    def _names_with(self, word: str) -> Collection[str]:
        known = self.catalogue.told.words
        return known.holding(word) if len(word) >= ANYWHERE or has_no_spaces(word) else known.beginning(word)

    def _begun(self, word: str) -> Iterator[str]:
        """Yield the stems of words that begin so: "migratio" is on its way to "migration", whose stem is shorter."""
        yield from self.catalogue.stems.beginning(word)
        if has_no_spaces(word):
            yield from self.catalogue.stems.holding(word)
        for cut in range(SHORTEST_ROOT, len(word)):
            if any(ending.startswith(word[cut:]) for ending, _ in ENDINGS):
                yield word[:cut]
                yield undoubled(word[:cut])

    def _spelt(self, word: str) -> tuple[list[str], list[str]]:
        """Return the stems and the words of names that are in sight with the fewest slips."""
        stems = {one: slips for slips, one in self.catalogue.stems.near(stem(word))}
        names = {one: slips for slips, one in self.catalogue.told.words.near(word)}
        said, borne = self._said(stems), self._borne(names)
        fewest = min([*(stems[one] for one in said), *(names[one] for one in borne)], default=0)
        return [one for one in said if stems[one] == fewest], [one for one in borne if names[one] == fewest]

    def _said(self, stems: Iterable[str]) -> frozenset[str]:
        """Return those that a text in sight says."""
        return frozenset(one for one in stems if self.seen[self.catalogue.saying(one)[0]].any())

    def _borne(self, names: Iterable[str]) -> frozenset[str]:
        """Return those that a name in sight has."""
        return frozenset(one for one in names if self.seen[self.catalogue.named(one)].any())

    def _by_text(self, stems: frozenset[str]) -> Floats:
        """Return what texts that say one of the stems gain: BM25, the stems counted together as one word."""
        postings, counts = self.catalogue.index.postings, np.zeros(len(self.seen))
        for one in stems:
            held, often = self.catalogue.saying(one)
            counts[held] += often
        rarity = min((postings.rarity_of(one) for one in stems), default=0.0)
        return rarity * saturated(counts, postings.heavy, postings.table) * self.seen

    def _by_name(self, word: str, names: frozenset[str]) -> Floats:
        gain = np.zeros(len(self.seen))
        for one in names:
            held = self.catalogue.named(one)
            gain[held] = np.maximum(gain[held], points_for(word, one))
        return gain * self.seen

    def _with_all(self, stems: Collection[str]) -> list[int]:
        held = self.seen.copy() if stems else np.zeros(len(self.seen), bool)
        for one in stems:
            held &= self._by_text(frozenset([one]) & self._said([one])) > 0
        return [int(place) for place in np.flatnonzero(held)]

    def _named_all(self, names: Collection[str]) -> list[int]:
        held = self.seen.copy()
        for one in names:
            there = np.zeros(len(held), bool)
            there[self.catalogue.named(one)] = True
            held &= there
        return [int(place) for place in np.flatnonzero(held)]

    def _says(self, place: int, phrase: tuple[str, ...], stems: Collection[str]) -> bool:
        document = self.catalogue.index.documents[self.catalogue.index.ids[place]]
        return any(stands_in(phrase, text_of(unit)) for unit in units_with(document, stems))

    def _is_called(self, place: int, phrase: tuple[str, ...]) -> bool:
        return any(stands_in(phrase, name) for name in self.catalogue.names(place))


def stands_in(phrase: tuple[str, ...], text: str) -> bool:
    return next(runs_of(phrase, words(text)), None) is not None


def points_for(word: str, name: str) -> float:
    """Return what a word of a name is worth that has in it what was typed, or is spelt nearly so."""
    if name == word:
        return NAMED
    return NAME_HOLDS if word in name and not (name.startswith(word) or has_no_spaces(word)) else NAME_BEGINS


def units_with(document: Document, stems: Collection[str]) -> list[Unit]:
    """Return the facts and passages with these stems one after another, small words between them aside."""
    numbers = [document.stems.index(one) for one in stems]
    at = np.flatnonzero(document.stem_of == numbers[0])
    for step, number in enumerate(numbers[1:], 1):
        at = at[at + step < document.length]
        at = at[(document.stem_of[at + step] == number) & (document.unit_of[at + step] == document.unit_of[at])]
    return [document.units[unit] for unit in np.unique(document.unit_of[at])]
