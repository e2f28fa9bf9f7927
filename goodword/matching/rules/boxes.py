"""What references can be narrowed by, and counts of them that give nobody away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goodword.matching.rules.places import Moves
from goodword.matching.shapes import Fact, FactKind, Reference

KINDS: Mapping[str, FactKind] = {
    "industry": FactKind.INDUSTRY,
    "size": FactKind.SIZE,
    "region": FactKind.REGION,
    "product": FactKind.PRODUCT,
    "replaced": FactKind.REPLACED,
    "role": FactKind.ROLE,
}
GROUPS: Mapping[str, str] = {kind: group for group, kind in KINDS.items()}
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

    def changed(self, moves: Moves, rows: Sequence[tuple[int, str]], were: int) -> Sayings:
        """Return what they say after some of those there `were` went and others came, who say `rows`."""
        now = moves.place_of_each(were)[self.holders]
        stays = now >= 0
        numbers = {value: number for number, value in enumerate(self.values)}
        new = np.array([numbers.setdefault(value, len(numbers)) for _, value in rows], np.int64)
        return Sayings(
            np.concatenate([now[stays], np.array([holder for holder, _ in rows], np.int64)]),
            np.concatenate([self.value_of[stays], new]),
            tuple(numbers),
        )


def values_of(facts: Iterable[Fact], group: str) -> frozenset[str]:
    """Return what the facts of one reference say for one group of boxes."""
    return frozenset(fact.value for fact in facts if fact.kind == KINDS[group] and _counts(fact))


def _counts(fact: Fact) -> bool:
    return fact.kind != FactKind.ROLE or fact.id.endswith(ROLE_FAMILY)


def with_described(named: int) -> bool:
    """Say whether private references may be among as many that are named.

    Of fewer than three they are not: who may not know a name can't single it out by ticking boxes.
    """
    return named >= ENOUGH


def sayings_of(references: Sequence[Reference], places: Iterable[int]) -> dict[str, list[tuple[int, str]]]:
    """Return for each group of boxes what the references say, each after its place."""
    rows: dict[str, list[tuple[int, str]]] = {group: [] for group in (*KINDS, LANGUAGE)}
    for place, reference in zip(places, references, strict=True):
        said = {(group, fact.value) for fact in reference.facts if (group := GROUPS.get(fact.kind)) and _counts(fact)}
        for group, value in sorted(said):
            rows[group].append((place, value))
        rows[LANGUAGE].extend((place, language) for language in sorted(reference.languages))
    return rows


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
