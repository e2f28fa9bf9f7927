"""What references can be narrowed by, and counts of them that give nobody away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goodword.matching.shapes import Fact, FactKind, Reference

KINDS: Mapping[str, FactKind] = {
    "industry": FactKind.INDUSTRY,
    "size": FactKind.SIZE,
    "region": FactKind.REGION,
    "product": FactKind.PRODUCT,
    "replaced": FactKind.REPLACED,
    "role": FactKind.ROLE,
}
LANGUAGE = "language"
ROLE_FAMILY = ":role_family"
"""Ends the id of the fact that says what kind of role somebody has; their exact title is no box."""
ENOUGH = 3

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Sayings:
    """Who says what for one group of boxes: document `holders[i]` says `values[value_of[i]]`, for every i."""

    holders: Numbers
    value_of: Numbers
    values: tuple[str, ...]

    @classmethod
    def of(cls, rows: Sequence[tuple[int, str]]) -> Sayings:
        numbers: dict[str, int] = {}
        value_of = np.array([numbers.setdefault(value, len(numbers)) for _, value in rows], np.int64)
        return cls(np.array([holder for holder, _ in rows], np.int64), value_of, tuple(numbers))


def values_of(facts: Iterable[Fact], group: str) -> frozenset[str]:
    """Return what the facts of one reference say for one group of boxes."""
    saying = (fact for fact in facts if fact.kind == KINDS[group])
    return frozenset(fact.value for fact in saying if group != "role" or fact.id.endswith(ROLE_FAMILY))


def with_described(named: int) -> bool:
    """Say whether private references may be among as many that are named.

    Of fewer than three they are not: who may not know a name can't single it out by ticking boxes.
    """
    return named >= ENOUGH


def sayings_of(references: Collection[Reference]) -> dict[str, Sayings]:
    """Return for each group of boxes which documents say what."""
    return {group: Sayings.of(list(_said(references, group))) for group in (*KINDS, LANGUAGE)}


def _said(references: Collection[Reference], group: str) -> Iterator[tuple[int, str]]:
    for place, reference in enumerate(references):
        values = reference.languages if group == LANGUAGE else values_of(reference.facts, group)
        yield from ((place, value) for value in sorted(values))


def holders_of(said: Sayings, chosen: Collection[str], size: int) -> Mask:
    """Return the documents that say one of these values."""
    wanted = np.array([value in chosen for value in said.values], bool)
    held = np.zeros(size, bool)
    held[said.holders[wanted[said.value_of]]] = True
    return held


def counts_of(said: Sayings, kept: Mask, cards: Numbers, named: Mask) -> dict[str, int]:
    """Return how many cards each value would leave of the documents that are kept.

    `cards`: the card each document is shown on. Private references are counted where enough are named beside them.
    """
    everybody = _cards_by_value(said, kept, cards)
    known = _cards_by_value(said, kept & named, cards)
    told = np.where(known < ENOUGH, known, everybody)
    return {value: int(count) for value, count in zip(said.values, told, strict=True) if count}


def _cards_by_value(said: Sayings, kept: Mask, cards: Numbers) -> Numbers:
    there = kept[said.holders]
    width = int(cards.max(initial=0)) + 1
    once = np.unique(said.value_of[there] * width + cards[said.holders[there]])
    return np.bincount(once // width, minlength=len(said.values))
