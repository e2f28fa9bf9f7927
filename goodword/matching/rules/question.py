"""Read a deal: what it asks of facts, and what it asks of stories, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from goodword.matching.shapes import Deal, FactKind
from goodword.matching.taxonomy import (
    industries,
    names,
    plain_words,
    regions,
    roles,
    sizes,
)
from goodword.matching.text import stem, stems, words
from goodword.matching.weights import Weights

Nearness = Callable[[str, str], float | None]
Stems = Mapping[str, float]
TOLD_IN_SENTENCES = ("use_case", "concerns", "topics")
"""Fields of a deal that people fill with sentences, where one idea has many words."""
KINDS: Mapping[str, tuple[str, ...]] = {
    "industry": (FactKind.INDUSTRY,),
    "region": (FactKind.COUNTRY, FactKind.REGION),
    "size": (FactKind.SIZE,),
    "persona": (FactKind.ROLE,),
    "replaces": (FactKind.REPLACED,),
    "products": (FactKind.PRODUCT, FactKind.FEATURE),
    "topics": (FactKind.TOPIC, FactKind.HELPED_WITH, FactKind.USE_CASE),
}
"""The kinds of fact that answer what is asked, the nearest first."""


@dataclass(frozen=True, slots=True)
class FactAsk:
    """One thing the deal asks of a reference's facts; `asked` holds one or more names for it."""

    signal: str
    asked: tuple[str, ...]
    kinds: tuple[str, ...]
    points: float
    nearness: Nearness


@dataclass(frozen=True, slots=True)
class Question:
    """A deal as matching reads it: asks of facts, and stems with weights by field of the deal.

    `own` holds the deal's own words, `wanted` those and what the built-in trees add to industry and region; `kin` the
    stems that may stand for one of the deal's own, each with its share of it. `spelling` gives each own stem back as the
    deal wrote it.
    """

    fact_asks: tuple[FactAsk, ...]
    own: Mapping[str, Stems]
    wanted: Mapping[str, Stems]
    kin: Mapping[str, Stems]
    spelling: Mapping[str, str]


def question_of(deal: Deal, weights: Weights) -> Question:
    """Return what a deal asks, less what the rep switched off."""
    kept = heeded(deal)
    own = own_stems(kept, weights)
    return Question(
        tuple(fact_asks(kept, weights)),
        own,
        with_vocabulary(kept, own, weights),
        kin_of(kept, own, weights),
        spelling(kept),
    )


def heeded(deal: Deal) -> Deal:
    """Return the deal without its ignored fields ("region") and values ("products:Payments")."""
    off = deal.ignored
    if not off:
        return deal

    def text(name: str, switch: str = "") -> str:
        value: str = getattr(deal, name)
        return "" if (switch or name) in off else value

    def several(name: str, switch: str = "") -> tuple[str, ...]:
        values: tuple[str, ...] = getattr(deal, name)
        return () if (switch or name) in off else tuple(value for value in values if f"{name}:{value}" not in off)

    return replace(
        deal,
        industry=text("industry"),
        industry_terms=several("industry_terms", "industry"),
        region=text("region"),
        region_terms=several("region_terms", "region"),
        size=text("size"),
        products=several("products"),
        persona=text("persona"),
        replaces=text("replaces"),
        use_case=text("use_case"),
        concerns=text("concerns"),
        topics=several("topics"),
    )


@dataclass(frozen=True, slots=True)
class NearInGroups:
    """Nearness of industries, where one found through a group above it is another branch of that group at most."""

    groups: frozenset[str]

    def __call__(self, asked: str, told: str) -> float | None:
        near = industries.nearness(asked, told)
        return near if near is None or asked not in self.groups else min(near, industries.SAME_SECTOR)


def industries_of(deal: Deal) -> tuple[str, ...]:
    """Return what a deal calls its industry; the groups above it, too, where the built-in tree knows none of that."""
    own = distinct(deal.industry, *deal.industry_terms[:1])
    if any(industries.places_of(name) for name in own):
        return own
    return distinct(*own, *deal.industry_terms[1:])


def fact_asks(deal: Deal, weights: Weights) -> Iterator[FactAsk]:
    """Yield what the deal asks of facts; a field that is empty asks nothing."""
    points = weights.facts
    if industry := industries_of(deal):
        near = NearInGroups(frozenset(industry[1:]) & frozenset(deal.industry_terms[1:]))
        yield FactAsk("industry", industry, KINDS["industry"], points["industry"], near)
    if region := distinct(deal.region, *deal.region_terms)[:1]:
        yield FactAsk(
            "region",
            region,
            KINDS["region"],
            points["region"],
            regions.nearness,
        )
    if deal.size:
        yield FactAsk("size", (deal.size,), KINDS["size"], points["size"], sizes.nearness)
    if deal.persona:
        yield FactAsk(
            "persona",
            (deal.persona,),
            KINDS["persona"],
            points["persona"],
            roles.nearness,
        )
    if deal.replaces:
        yield FactAsk(
            "replaces",
            (deal.replaces,),
            KINDS["replaces"],
            points["replaces"],
            names.nearness,
        )
    products = distinct(*deal.products)
    each = min(points["products"], weights.products_at_most / max(1, len(products)))
    for product in products:
        yield FactAsk(
            "products",
            (product,),
            KINDS["products"],
            each,
            names.nearness,
        )
    for topic in distinct(*deal.topics):
        yield FactAsk(
            "topics",
            (topic,),
            KINDS["topics"],
            points["topics"],
            names.nearness,
        )


def own_stems(deal: Deal, weights: Weights) -> dict[str, Stems]:
    """Return the weighted stems of every field that has any."""
    found = {name: dict.fromkeys(stems(text), weights.words[name]) for name, text in texts_of(deal).items()}
    return {name: weighted for name, weighted in found.items() if weighted}


def texts_of(deal: Deal) -> dict[str, str]:
    return {
        "use_case": deal.use_case,
        "concerns": deal.concerns,
        "topics": " ; ".join(deal.topics),
        "products": " ; ".join(deal.products),
        "replaces": deal.replaces,
        "persona": deal.persona,
        "industry": " ; ".join(distinct(deal.industry, *deal.industry_terms)[:1]),
        "region": " ; ".join(distinct(deal.region, *deal.region_terms)[:1]),
    }


def spelling(deal: Deal) -> dict[str, str]:
    """Return for every stem the word it stands for, as first written."""
    found: dict[str, str] = {}
    for text in texts_of(deal).values():
        for word in words(text):
            found.setdefault(stem(word), word)
    return found


def with_vocabulary(deal: Deal, own: Mapping[str, Stems], weights: Weights) -> Mapping[str, Stems]:
    """Add the industry's words to the industry and the area's countries to the region."""
    wanted = {name: dict(weighted) for name, weighted in own.items()}
    for industry in distinct(deal.industry, *deal.industry_terms):
        add(wanted, "industry", industries.words_of(industry), weights.vocabulary["industry"])
    for region in distinct(deal.region, *deal.region_terms)[:1]:
        add(wanted, "region", regions.words_of(region), weights.vocabulary["region"])
    return wanted


def kin_of(deal: Deal, own: Mapping[str, Stems], weights: Weights) -> Mapping[str, Stems]:
    """Return the kin of the words said in sentences. What the deal says itself stands for itself only."""
    said = {one for name in TOLD_IN_SENTENCES for one in own.get(name, {})}
    found: dict[str, dict[str, float]] = {one: {} for one in said}
    texts = texts_of(deal)
    for name in TOLD_IN_SENTENCES:
        for one, kin in plain_words.kin_of(texts[name]).items():
            if one in said:
                found[one] |= {
                    other: weights.vocabulary["kin"] * share for other, share in kin.items() if other not in said
                }
    return {one: kin for one, kin in found.items() if kin}


def add(wanted: dict[str, dict[str, float]], name: str, extra: Stems, weight: float) -> None:
    field = wanted.get(name, {})
    for one, share in extra.items():
        field[one] = field.get(one, 0.0) + weight * share
    if field:
        wanted[name] = field


def distinct(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text.strip()))
