"""What references can be narrowed by, and counts of them that give nobody away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from goodword.matching.rules.facts import Column, column_of
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


def values_of(facts: Iterable[Fact], group: str) -> frozenset[str]:
    """Return what the facts of one reference say for one group of boxes."""
    saying = (fact for fact in facts if fact.kind == KINDS[group])
    return frozenset(fact.value for fact in saying if group != "role" or fact.id.endswith(ROLE_FAMILY))


def with_described(named: int) -> bool:
    """Say whether private references may be among as many that are named.

    Of fewer than three they are not: who may not know a name can't single it out by ticking boxes.
    """
    return named >= ENOUGH


def columns_of(references: Collection[Reference]) -> dict[str, Column]:
    """Return for each group of boxes which documents say what."""
    return {group: column_of(list(_said(references, group))) for group in (*KINDS, LANGUAGE)}


def _said(references: Collection[Reference], group: str) -> Iterator[tuple[int, str]]:
    for place, reference in enumerate(references):
        values = reference.languages if group == LANGUAGE else values_of(reference.facts, group)
        yield from ((place, value) for value in sorted(values))


def holders_of(column: Column, chosen: Collection[str], size: int) -> Mask:
    """Return the documents that say one of these values."""
    wanted = np.array([value in chosen for value in column.values], bool)
    held = np.zeros(size, bool)
    held[column.holders[wanted[column.value_of]]] = True
    return held


def counts_of(column: Column, kept: Mask, cards: Numbers, named: Mask) -> dict[str, int]:
    """Return how many cards each value would leave of the documents that are kept.

    `cards`: the card each document is shown on. Private references are counted where enough are named beside them.
    """
    everybody = _cards_by_value(column, kept, cards)
    known = _cards_by_value(column, kept & named, cards)
    told = np.where(known < ENOUGH, known, everybody)
    return {value: int(count) for value, count in zip(column.values, told, strict=True) if count}


def _cards_by_value(column: Column, kept: Mask, cards: Numbers) -> Numbers:
    there = kept[column.holders]
    width = int(cards.max(initial=0)) + 1
    once = np.unique(column.value_of[there] * width + cards[column.holders[there]])
    return np.bincount(once // width, minlength=len(column.values))
