"""What other weights would have shown for the requests of late: the same ranking over the same rows, nothing written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.desk.models import ReferenceRequest
from goodword.desk.policy import visible_requests
from goodword.matching.queries import Held, deal_of, index_of, weights_from, word_for
from goodword.matching.queries.ranking import best_of_each, sight_of
from goodword.matching.shapes import Deal, Fit

LOOKS_BACK = timedelta(days=90)
MOST_REQUESTS = 20
FIRST = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """Who stood first for a deal, by the name the viewer may know, how they fit, and who was among the first five."""

    name: str
    word: Fit
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reranked:
    """One request under both weights."""

    need: ReferenceRequest
    before: Shown
    after: Shown

    @property
    def another_first(self) -> bool:
        return self.before.first[:1] != self.after.first[:1]

    @property
    def newcomers(self) -> int:
        return len(set(self.after.first) - set(self.before.first))


@dataclass(frozen=True, slots=True)
class Reweighed:
    """What a change of weights would have changed on recent requests."""

    changed: Mapping[str, tuple[float, float]]
    requests: Sequence[Reranked]

    @property
    def another_first(self) -> list[Reranked]:
        return [one for one in self.requests if one.another_first]

    @property
    def other_word(self) -> int:
        return sum(one.before.word != one.after.word for one in self.requests)

    @property
    def newcomers(self) -> int:
        return sum(one.newcomers for one in self.requests)


def reweighed(before: Mapping[str, float], after: Mapping[str, float], by: Actor) -> Reweighed:
    """Return what going from these weights to those would have changed for the newest requests of 90 days."""
    changed = {key: (before[key], after[key]) for key in before if before[key] != after[key]}
    held = index_of()
    sight = sight_of(by, held.entries.values())
    seen = [key for key, entry in held.entries.items() if sight.shows(entry)]
    ways = [replace(held, index=held.index.weighed_by(weights_from(values)), parts={}) for values in (before, after)]
    needs = recent_requests(by) if changed else []
    rows = []
    for need in needs:
        deal = deal_asked(need)
        shown = [first_of(deal, way, seen) for way in ways]
        if shown[0] is not None and shown[1] is not None:
            rows.append(Reranked(need, shown[0], shown[1]))
    return Reweighed(changed, rows)


def recent_requests(by: Actor) -> list[ReferenceRequest]:
    kin = ("industry", "region", "size_band")
    recent = visible_requests(by).filter(created_at__gte=clock.now() - LOOKS_BACK).order_by("-created_at", "pk")
    fetched = recent.select_related(
        "opportunity__replaces", *(f"opportunity__account__{name}__parent" for name in kin[:2])
    )
    return list(
        fetched.select_related("opportunity__account__size_band").prefetch_related("topics", "opportunity__products")[
            :MOST_REQUESTS
        ]
    )


def deal_asked(need: ReferenceRequest) -> Deal:
    """Return the deal as it was looked for."""
    topics = [term.name for term in need.topics.all()]
    return deal_of(need.opportunity, ignored=need.ignored_facts, topics=topics, must_settle=need.must_settle)


def first_of(deal: Deal, held: Held, seen: Collection[str]) -> Shown | None:
    """Return who of those that are seen would stand first; None where there is nobody at all."""
    reading, scores = held.index.weighed(deal, None)
    first = best_of_each(scores, seen, held, most=FIRST)
    if not first:
        return None
    keys = tuple(first)
    share = min(1.0, first[keys[0]] / reading.possible) if reading.possible else 0.0
    return Shown(held.entries[keys[0]].reference.name, word_for(share, reading), keys)
