"""Rank the open workspace's references for a deal, over what the viewer may see and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import numpy as np
from django.db.models import Model, QuerySet
from numpy.typing import NDArray

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.statements import Kept
from goodword.matching.index import ENOUGH, Index
from goodword.matching.queries.held import Held, index_of
from goodword.matching.queries.reading import Entry, Grain, standing_on
from goodword.matching.shapes import Deal, Match, Reference
from goodword.members.policy import Permission, must
from goodword.proof.models import Story
from goodword.proof.policy import visible_stories
from goodword.references.models import Advocate, ReferenceProfile
from goodword.references.policy import visible_advocates, visible_profiles

CARDS = 20
LOOKED_AT = 200
"""Documents for which it is read at first whether the viewer may see them."""
Rows = Container[UUID]


class Indexed(Protocol):
    """An index, and where each of its documents comes from."""

    @property
    def index(self) -> Index: ...

    @property
    def entries(self) -> Mapping[str, Entry]: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """One card's content: the match, and the rows behind it. `known` is False where the viewer sees a description.

    A candidate without an advocate is a published story or a company: it can be told, nobody can be asked yet.
    """

    match: Match
    reference: Reference
    profile: ReferenceProfile
    advocate: Advocate | None
    story: Story | None
    known: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows one document was read from."""

    entry: Entry
    profile: ReferenceProfile
    advocate: Advocate | None
    story: Story | None

    @property
    def known(self) -> bool:
        return self.entry.named


@dataclass(frozen=True, slots=True)
class Sight:
    """What a viewer may see by name, read from the tables as they are now, and who helps at all.

    Of account and advocate the stricter visibility wins, so whoever may know an advocate may know the account: profiles
    are those of references without one.
    """

    profiles: frozenset[UUID]
    stories: frozenset[UUID]
    advocates: frozenset[UUID]
    active: frozenset[UUID]

    def shows(self, entry: Entry) -> bool:
        """Say whether this form of a reference is the one for this viewer: by name where known, described where not."""
        if entry.advocate_id is not None:
            return entry.advocate_id in self.active and (entry.advocate_id in self.advocates) == entry.named
        return entry.profile_id in self.profiles and (entry.story_id is None or entry.story_id in self.stories)


def rank_for(deal: Deal, *, viewer: Actor, top: int = CARDS, among: Container[UUID] | None = None) -> list[Candidate]:
    """Return the best candidates for a deal, best first: one for each person, or for each company without people.

    `deal` comes from `deal_of`. Visibility is read from the tables in this transaction, whatever the index in memory
    still holds: four queries, and four more each time so many of the best are hidden from them that too few are left.
    Raises NotAllowed for those who don't look for references.
    """
    must(viewer, Permission.REFERENCE_FIND)
    held = index_of(Grain.CARD)
    reading, scores = held.index.weighed(deal, None)
    best = best_for(viewer, scores, held, among, max(0, top))
    matches = {match.reference_id: match for match in held.index.explained(reading, best)}
    return candidates((matches[key] for key in best), held)


def best_for(
    viewer: Actor, scores: NDArray[np.float64], held: Held, among: Container[UUID] | None, top: int
) -> list[str]:
    """Return the best documents that are for this viewer, best first, one of each company's stories.

    What they may see is read for those that fit best, and for more of them only while that is too few.
    """
    wanted = None if among is None else [key for key, entry in held.entries.items() if entry.advocate_id in among]
    looked_at = LOOKED_AT
    while True:
        near = [held.index.ids[place] for place in held.index.best_places(scores, wanted, looked_at)]
        sight = sight_of(viewer, [held.entries[key] for key in near])
        best = best_of_each(scores, [key for key in near if sight.shows(held.entries[key])], held)
        if len(best) >= top or len(near) < looked_at:
            return in_order(best, held)[:top]
        looked_at *= 4


def in_order(best: Mapping[str, float], held: Held) -> list[str]:
    """Order documents by their scores, equal ones by the name they go by: an id is chance, and nobody could repeat it."""
    return sorted(best, key=lambda key: (-round(best[key] / ENOUGH), held.entries[key].names, key))


def rank_records(deal: Deal, *, program: str = "", top: int = CARDS) -> list[tuple[str, Match]]:
    """Return (record id, match) of the best imported stories, whether anybody there can be asked or not.

    Where the workspace holds records of several vendors' programs, `program` keeps to one. Private customers are ranked
    too: for those who run the program.
    """
    held = index_of(Grain.STORY)
    return [(held.entries[match.reference_id].record, match) for match in held.records_of(program).rank(deal, top=top)]


_KNOWN = Kept[UUID](
    lambda viewer, wanted: _ids(visible_advocates(viewer).active().filter(pk__in=wanted)),
)
_ACTIVE = Kept[UUID](lambda wanted: _ids(Advocate.objects.active().filter(pk__in=wanted)))
_COMPANIES = Kept[UUID](lambda viewer, wanted: _ids(visible_profiles(viewer).filter(pk__in=wanted)))
_TOLD = Kept[UUID](
    lambda viewer, wanted, today: _ids(visible_stories(viewer).filter(standing_on(today), pk__in=wanted))
)


def sight_of(viewer: Actor, among: Collection[Entry]) -> Sight:
    """Read what the viewer may see of these: four queries for ids at most."""
    people = {entry.advocate_id for entry in among if entry.advocate_id}
    known = frozenset(_KNOWN(viewer=viewer, wanted=people) if people else ())
    others = people - known
    active = known.union(_ACTIVE(wanted=others)) if others else known
    return Sight(*published_in_sight(viewer, among), known, active)


def published_in_sight(viewer: Actor, among: Iterable[Entry]) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Read which companies and stories of those without a person the viewer may see: two queries at most."""
    published = [entry for entry in among if not entry.advocate_id]
    companies = {entry.profile_id for entry in published}
    stories = {entry.story_id for entry in published if entry.story_id}
    return (
        frozenset(_COMPANIES(viewer=viewer, wanted=companies) if companies else ()),
        frozenset(_TOLD(viewer=viewer, wanted=stories, today=clock.now().date()) if stories else ()),
    )


def _ids(rows: QuerySet[Model]) -> QuerySet[Any, UUID]:
    return rows.order_by().values_list("pk", flat=True)


def best_of_each(
    scores: NDArray[np.float64], allowed: Collection[str], held: Indexed, most: int | None = None
) -> dict[str, float]:
    """Return the allowed documents with their scores, best first, at most so many; of each company's stories the best.

    So that a company is shown once. `scores` are the index's for the deal.
    """
    shown: set[tuple[UUID, UUID | None]] = set()
    best: dict[str, float] = {}
    for place in held.index.best_places(scores, allowed, len(allowed)):
        if len(best) == most:
            break
        key = held.index.ids[place]
        who = (held.entries[key].profile_id, held.entries[key].advocate_id)
        if who not in shown:
            shown.add(who)
            best[key] = float(scores[place])
    return best


def candidates(matches: Iterable[Match], held: Held) -> list[Candidate]:
    """Fetch the rows behind the matches; one whose row went meanwhile is left out."""
    found = {match.reference_id: match for match in matches}
    return [
        Candidate(found[row.entry.reference.id], row.entry.reference, row.profile, row.advocate, row.story, row.known)
        for row in rows_behind([held.entries[key] for key in found])
    ]


_PROFILES = Kept[ReferenceProfile](
    lambda wanted: ReferenceProfile.objects.filter(pk__in=wanted).select_related(
        "account__owner", "account__deputy", "account__informed", "account__group"
    )
)
_PEOPLE = Kept[Advocate](
    lambda wanted: (
        Advocate.objects.active()
        .filter(pk__in=wanted)
        .select_related("contact", "profile__account__owner", "profile__account__deputy")
    )
)

_STORIES = Kept[Story](lambda wanted, today: Story.objects.filter(standing_on(today), pk__in=wanted))


def rows_behind(entries: Collection[Entry]) -> list[Behind]:
    """Fetch the rows that documents were read from, in the same order; one whose row went meanwhile is left out.

    Three queries.
    """
    if not entries:
        return []
    people = [entry.advocate_id for entry in entries if entry.advocate_id]
    profiles = {row.pk: row for row in _PROFILES(wanted=[entry.profile_id for entry in entries])}
    advocates = {row.pk: row for row in _PEOPLE(wanted=people)} if people else {}
    told = [entry.story_id for entry in entries if entry.story_id]
    stories = {row.pk: row for row in _STORIES(wanted=told, today=clock.now().date())} if told else {}
    return [
        Behind(
            entry,
            profiles[entry.profile_id],
            advocates[entry.advocate_id] if entry.advocate_id else None,
            stories[entry.story_id] if entry.story_id else None,
        )
        for entry in entries
        if stands(entry, profiles, advocates, stories)
    ]


def stands(entry: Entry, profiles: Rows, advocates: Rows, stories: Rows) -> bool:
    return (
        entry.profile_id in profiles
        and (entry.advocate_id is None or entry.advocate_id in advocates)
        and (entry.story_id is None or entry.story_id in stories)
    )
