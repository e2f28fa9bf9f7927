"""One deal as every engine hears it: what a search would filter by, and all the words that our ranking looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goodword.matching.rules.question import TOLD_IN_SENTENCES, question_of
from goodword.matching.shapes import Deal
from goodword.matching.weights import WEIGHTS
from tests.bench.matching.made import Facets, facets_asked

TOP = 20


@dataclass(frozen=True, slots=True)
class Search:
    """`own` are the stems a person would type; `words` those and all that stand for them, each with its weight."""

    deal: Deal
    facets: Facets
    own: Sequence[str]
    words: Mapping[str, float]


def search_of(deal: Deal) -> Search:
    question = question_of(deal, WEIGHTS)
    words: dict[str, float] = {}
    for stems in question.wanted.values():
        for stem, weight in stems.items():
            words[stem] = words.get(stem, 0.0) + weight
            for kin, share in question.kin.get(stem, {}).items():
                words[kin] = words.get(kin, 0.0) + weight * share
    own = dict.fromkeys(stem for name in TOLD_IN_SENTENCES for stem in question.own.get(name, ()))
    return Search(deal, facets_asked(deal), tuple(own), words)
