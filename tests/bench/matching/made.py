"""Made-up references and deals, as many as one likes: the same seed makes the same. Pure, and nobody's words but ours.

Words fall as in speech (Zipf), a third of them from what the customer's industry talks about, so that some words are in
half of the stories and most in a handful. A deal is made from one reference's standing and talks of the same things.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from goodword.demo.company.vocabulary import INDUSTRIES, PRODUCTS, REPLACED, SIZES, TOPICS
from goodword.matching.shapes import Deal, Fact, FactKind, Passage, Reference
from goodword.matching.taxonomy.plain_words import IDEAS

VOCABULARY = 30_000
THEMES, WORDS_OF_A_THEME = 40, 400
THEMED = 0.35
"""Share of a text's words that its theme brings."""
PARTS = (("title", 8), ("challenge", 40), ("solution", 45), ("results", 27))
"""A story's passages, and how many words each has on average."""
COUNTRIES = ("Belgium", "Brazil", "Canada", "France", "Germany", "India", "Japan", "Kenya", "Norway", "Spain")
ROLES = ("Chief Financial Officer", "Group Controller", "IT Director", "Plant Manager", "Head of Maintenance")
TRADES = tuple(branch for branches in INDUSTRIES.values() for branch in branches)
NEWEST = date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A deal, and the number of the reference it was made from."""

    deal: Deal
    of: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What every engine is told of a reference beside its text."""

    industry: str
    country: str
    size: str
    product: str


class MadeUp:
    """Draws references and deals from a seed."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = np.random.default_rng(seed)
        self._words = np.array(list(_vocabulary(self._chance)))
        self._common, self._telling = _falling(VOCABULARY, 1.05), _falling(WORDS_OF_A_THEME, 0.8)
        rare = np.arange(200, VOCABULARY)
        themes = [self._chance.choice(rare, WORDS_OF_A_THEME, replace=False) for _ in range(THEMES)]
        self._themes = np.array(themes)

    def references(self, number: int) -> list[Reference]:
        """Return references, each with six facts and a story in four passages."""
        return [self._reference(place, self._facets()) for place in range(number)]

    def deals(self, references: Sequence[Reference], number: int) -> list[Asked]:
        """Return deals that some of the references would serve well."""
        chosen = self._chance.integers(0, len(references), number)
        return [Asked(self._deal(references[place]), int(place)) for place in chosen]

    def _facets(self) -> Facets:
        return Facets(
            self._one(TRADES, 0.9), self._one(COUNTRIES, 0.8), self._one(SIZES, 0.3), self._one(PRODUCTS, 0.7)
        )

    def _reference(self, place: int, facets: Facets) -> Reference:
        key, told = f"person:{place:07}", NEWEST - timedelta(days=int(self._chance.integers(0, 700)))
        stated = (
            (FactKind.INDUSTRY, facets.industry),
            (FactKind.COUNTRY, facets.country),
            (FactKind.SIZE, facets.size),
            (FactKind.PRODUCT, facets.product),
            (FactKind.REPLACED, self._one(REPLACED, 0.5)),
            (FactKind.TOPIC, self._one(TOPICS, 0.5)),
            (FactKind.ROLE, self._one(ROLES, 0.5)),
        )
        facts = (Fact(f"{key}/{kind}", kind, value, verified_on=told) for kind, value in stated)
        theme = self._theme_of(facets.industry)
        passages = (
            Passage(f"{key}/{field}", f"{key}/story", field, self._text(theme, length), told) for field, length in PARTS
        )
        return Reference(key, f"Customer {place}", tuple(facts), tuple(passages))

    def _deal(self, reference: Reference) -> Deal:
        said = {fact.kind: fact.value for fact in reference.facts}
        sentence = reference.passages[1].text.split()
        own = self._chance.choice(sentence, min(6, len(sentence)), replace=False)
        return Deal(
            industry=said[FactKind.INDUSTRY],
            region=said[FactKind.COUNTRY],
            size=said[FactKind.SIZE],
            products=(said[FactKind.PRODUCT],),
            persona=said[FactKind.ROLE],
            replaces=said[FactKind.REPLACED],
            use_case=" ".join(own),
            concerns=" ".join(self._spoken(4)),
            topics=(said[FactKind.TOPIC],),
        )

    def _text(self, theme: int, length: int) -> str:
        size = max(3, int(self._chance.poisson(length)))
        common = np.searchsorted(self._common, self._chance.random(size))
        telling = self._themes[theme][np.searchsorted(self._telling, self._chance.random(size))]
        return " ".join(self._words[np.where(self._chance.random(size) < THEMED, telling, common)])

    def _spoken(self, number: int) -> NDArray[np.str_]:
        """Return words that people use for a worry: those have kin."""
        return self._chance.choice(self._words[: len(_SPOKEN)], number)

    def _theme_of(self, industry: str) -> int:
        usual = TRADES.index(industry) * 3 + int(self._chance.integers(0, 3))
        return usual % THEMES if self._chance.random() < 0.7 else int(self._chance.integers(0, THEMES))

    def _one(self, values: Sequence[str], slope: float) -> str:
        return values[int(np.searchsorted(_falling(len(values), slope), self._chance.random()))]


def facets_of(reference: Reference) -> Facets:
    said = {fact.kind: fact.value for fact in reference.facts}
    return Facets(*(said[kind] for kind in (FactKind.INDUSTRY, FactKind.COUNTRY, FactKind.SIZE, FactKind.PRODUCT)))


def facets_asked(deal: Deal) -> Facets:
    return Facets(deal.industry, deal.region, deal.size, deal.products[0])


def text_of(reference: Reference) -> str:
    """Return all that is said in a reference, as one text."""
    return "\n".join([*(fact.value for fact in reference.facts), *(part.text for part in reference.passages)])


def _vocabulary(chance: np.random.Generator) -> Iterator[str]:
    """Yield the trade's own words, the commonest first, then as many of no language as it takes."""
    yield from _SPOKEN
    syllables = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
    for number in range(VOCABULARY - len(_SPOKEN)):
        yield "".join(chance.choice(syllables, 2 + number % 3)) + f"{number:x}"


@cache
def _falling(number: int, slope: float) -> NDArray[np.float64]:
    """Return Zipf's probabilities of as many things, added up from the commonest on."""
    shares = np.cumsum((np.arange(number) + 1.0) ** -slope)
    return shares / shares[-1]


_SPOKEN = sorted({word for line in IDEAS.splitlines() for word in line.replace(",", " ").split() if word.isalpha()})
