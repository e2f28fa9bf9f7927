"""Compare what a deal asks with the facts of every reference, and with those of one in detail."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goodword.matching.rules.columns import Column
from goodword.matching.rules.question import FactAsk
from goodword.matching.shapes import Fact, FactKind, Reference, Told
from goodword.matching.taxonomy import names
from goodword.matching.weights import Weights

Floats = NDArray[np.float64]
GOOD_AS_SAME = 0.8
"""Nearness from which a fact is called a match rather than near."""


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Each document's share of an ask's points, silent ones the unknown share; `heard` is told by standing."""

    shares: Floats
    heard: NDArray[np.bool_]
    column: Column

    def known(self) -> NDArray[np.bool_]:
        """Say of every document whether it answers at all."""
        return self.heard[self.column.standing_of]


@dataclass(frozen=True, slots=True)
class Heard:
    """What one reference's facts answer to one ask: its share of the points, and the share left without each fact.

    `beside`: a fact of the kind that is on file, where none can be compared with what is asked.
    """

    share: float
    told: Told
    best: Fact | None
    without: tuple[tuple[str, float], ...] = ()
    beside: Fact | None = None

    def known_without(self, fact_id: str) -> bool:
        """Say whether any fact would still answer if this one did not exist."""
        return any(other != fact_id for other, _ in self.without)


def answers_to(ask: FactAsk, column: Column, avoided: Column, weights: Weights) -> Answers:
    """Return what every document answers: compared once for each standing, however many documents have it."""
    size = len(column.standings)
    added, known_names = np.zeros(size), np.zeros(size)
    for name in ask.asked:
        values = nearness_of(ask, name, column.values)[column.value_of]
        known = ~np.isnan(values)
        share, heard = strongest_by_holder(column.holders[known], values[known], size, weights.corroboration)
        added += share
        known_names += heard
    share = np.where(known_names > 0, added / np.maximum(known_names, 1), weights.unknown)[column.standing_of]
    if ask.signal == "topics":
        share[avoiders(ask, avoided)] = 0.0
    return Answers(share, known_names > 0, column)


def heard_from(reference: Reference, ask: FactAsk, weights: Weights) -> Heard:
    """Compare one reference's facts with an ask, naming the best fact and what is left without each."""
    facts = [fact for fact in reference.facts if fact.kind in ask.kinds]
    near = {fact.id: [ask.nearness(name, fact.value) for name in ask.asked] for fact in facts}
    if ask.signal == "topics" and (refusal := avoidance(reference, ask)):
        return Heard(0.0, Told.MISMATCH, refusal, ((refusal.id, share_of(near, weights)),))
    share = share_of(near, weights)
    known = [fact for fact in facts if any(value is not None for value in near[fact.id])]
    if not known:
        return Heard(share, Told.UNKNOWN, None, beside=facts[0] if facts else None)
    best = max(
        known,
        key=lambda fact: (
            sum(value or 0.0 for value in near[fact.id]),
            fact.kind == ask.kinds[0],
        ),
    )
    reached = max(value or 0.0 for value in near[best.id])
    told = Told.MATCH if reached >= GOOD_AS_SAME else Told.NEAR if reached > 0 else Told.MISMATCH
    if told is Told.MISMATCH and ask.signal == "topics":
        return Heard(share, Told.UNKNOWN, None)
    without = tuple(
        (
            fact.id,
            share_of(
                {other: values for other, values in near.items() if other != fact.id},
                weights,
            ),
        )
        for fact in known
    )
    return Heard(share, told, best, without)


def share_of(near: dict[str, list[float | None]], weights: Weights) -> float:
    """Return the mean over the asked names of the strongest answers, or the unknown share when nothing is known."""
    answers = [[value for value in values if value is not None] for values in zip(*near.values(), strict=True)]
    known = [strongest(sorted(values, reverse=True), weights.corroboration) for values in answers if values]
    return sum(known) / len(known) if known else weights.unknown


def strongest(values: list[float], corroboration: float) -> float:
    """Return the best value, a little of it only when a second one says the same."""
    second = values[1] if len(values) > 1 else 0.0
    return (1 - corroboration) * values[0] + corroboration * second


def strongest_by_holder(
    holders: NDArray[np.int64], values: Floats, size: int, corroboration: float
) -> tuple[Floats, NDArray[np.bool_]]:
    """Do the same for all holders at once; also say which holders have any value."""
    order = np.lexsort((-values, holders))
    holders, values = holders[order], values[order]
    first = np.ones(len(holders), bool)
    first[1:] = holders[1:] != holders[:-1]
    second = np.zeros(len(holders), bool)
    second[1:] = ~first[1:] & first[:-1]
    share, heard = np.zeros(size), np.zeros(size, bool)
    share[holders[first]] = (1 - corroboration) * values[first]
    share[holders[second]] += corroboration * values[second]
    heard[holders] = True
    return share, heard


def nearness_of(ask: FactAsk, name: str, values: tuple[str, ...]) -> Floats:
    near = (ask.nearness(name, value) for value in values)
    return np.array([np.nan if value is None else value for value in near], np.float64)


def avoidance(reference: Reference, ask: FactAsk) -> Fact | None:
    """Return the fact that says this reference can't discuss the topic."""
    refusals = (fact for fact in reference.facts if fact.kind == FactKind.AVOIDS)
    return next((fact for fact in refusals if names.nearness(ask.asked[0], fact.value)), None)


def avoiders(ask: FactAsk, avoided: Column) -> NDArray[np.bool_]:
    """Say of every document whether it can't discuss the topic."""
    refuses = np.zeros(len(avoided.standings), bool)
    refused = np.array([bool(names.nearness(ask.asked[0], value)) for value in avoided.values], bool)
    refuses[avoided.holders[refused[avoided.value_of]]] = True
    return refuses[avoided.standing_of]
