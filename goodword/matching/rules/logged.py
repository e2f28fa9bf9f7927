"""What is kept of a list that was shown, so that it can be ordered again under other weights without reading anything anew.

Everything is kept in units of its weight: a card told `told["industry"]` of `asked["industry"]` industries. The points under
any weights are then a sum of products.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from goodword.matching.rules.reasons import STORY
from goodword.matching.rules.weighing import SETTINGS
from goodword.matching.shapes import Fit, Match
from goodword.matching.weights import Weights, value_at

EXACT = 4  # decimals
BEST_FIRST = tuple(Fit)


@dataclass(frozen=True, slots=True)
class Card:
    """One reference of a shown list: who, what they told of what was asked, and what else put them in their place."""

    key: str
    told: Mapping[str, float]
    rest: int
    helped: int

    def as_data(self) -> dict[str, Any]:
        return {"key": self.key, "told": dict(self.told), "rest": self.rest, "helped": self.helped}

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Card:
        return cls(data["key"], data["told"], data["rest"], data["helped"])


def told_by(match: Match, weights: Weights) -> tuple[dict[str, float], dict[str, float]]:
    """Return what a match told and what was asked, by the key of the weight, each in units of it.

    What a workspace gave no weight was not counted, and is not known: it is left out.
    """
    told: dict[str, float] = {}
    asked: dict[str, float] = {}
    for part in match.contributions:
        key = "story" if part.signal.endswith(STORY) else f"facts.{part.signal}"
        weight = value_at(weights, key) if key in SETTINGS else 0.0
        if weight:
            told[key] = told.get(key, 0.0) + part.points / weight
            asked[key] = asked.get(key, 0.0) + part.possible / weight
    return rounded(told), rounded(asked)


def ordered(cards: Iterable[Card], asked: Mapping[str, float], weights: Weights) -> list[str]:
    """Return the keys in the order the cards would have had: by fit word, then rest, then times helped, as on the page."""

    def place(at: int, card: Card) -> tuple[int, int, int, int]:
        possible = sum(value_at(weights, key) * units for key, units in asked.items())
        points = sum(value_at(weights, key) * units for key, units in card.told.items())
        limits = weights.facts_only.towards(weights.with_story, min(1.0, asked.get("story", 0.0)))
        word = limits.word(min(1.0, points / possible) if possible else 0.0)
        return BEST_FIRST.index(word), -card.rest, card.helped, at

    placed = sorted((place(at, card), card.key) for at, card in enumerate(cards))
    return [key for _, key in placed]


def rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {key: round(value, EXACT) for key, value in values.items()}
