"""Find a reference: whom a deal could ask and what published references say, as one viewer may see them.

Everything found is scored and counted; only what a page shows is explained and fetched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from uuid import UUID

import numpy as np
from django.db.models import Count, Q
from django.utils.crypto import salted_hmac
from numpy.typing import NDArray

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.statements import Kept
from goodword.desk.models import ReferenceRequest
from goodword.desk.queries.plan import FITTING
from goodword.desk.queries.promises import program_reviews_all, promise_for
from goodword.desk.queries.terms import Terms, terms_of
from goodword.desk.rules.kinds import ARRANGED
from goodword.desk.rules.promise import Measured, Promise
from goodword.directory.models import Opportunity
from goodword.directory.queries import merged_into
from goodword.matching.index import Index
from goodword.matching.queries import BEST_FIRST, Reading, word_for
from goodword.matching.queries.deals import deal_of
from goodword.matching.queries.held import Held, index_of
from goodword.matching.queries.ranking import Sight, best_of_each, candidates, published_in_sight
from goodword.matching.queries.reading import Entry, Grain
from goodword.matching.shapes import Fit, Match, Reference
from goodword.matching.text import fold
from goodword.members.models import Member
from goodword.members.policy import Permission, is_manager, must
from goodword.proof.models import Story
from goodword.protection import queries as protection
from goodword.protection.models import LedgerEntry
from goodword.protection.queries import Rest, Verdict
from goodword.references.models import Advocate, HelpKind, ReferenceProfile
from goodword.references.policy import may_know
from goodword.references.queries import Face, advocates_by_id, face

CONFLICTS = frozenset({"itself", "same_group", "competitor"})
OTHER_KIND = frozenset({"no_consent", "not_offered"})
GATE = frozenset({"gate_stage", "gate_amount"})
LOOKED_AT, AT_LEAST = 100, 60
"""References that are looked at one by one: all that fit, up to so many best; where few fit, at least so many."""
UNDATED = {"asked": "Being asked", "paused": "Paused", "held": "On hold"}


class Standing(StrEnum):
    """What can be done about a reference today."""

    ASKABLE = "askable"
    GATED = "gated"  # the deal is too early or too small for a call without the program's leave
    LATER = "later"
    OTHER_KIND = "other_kind"  # they help, but not with this
    NOBODY = "nobody"  # published, and no person there to ask


@dataclass(frozen=True, slots=True)
class Looking:
    """What the viewer looks for: topics to hear, their own words, chips switched off, kinds of help (none: any)."""

    topics: tuple[str, ...] = ()
    own_words: str = ""
    ignored: frozenset[str] = frozenset()
    kinds: tuple[str, ...] = (HelpKind.CALL,)


@dataclass(frozen=True, slots=True)
class ShownRest:
    """The rest meter as this viewer may see it: of a private reference the word only, and no date in it."""

    level: int
    word: str
    reason: str


@dataclass(frozen=True)
class Found:
    """One reference and what can be done about it.

    `key` names the person in a link: their id, or for a private one a word that says nothing. `help_kind` is what they
    would be asked for, `kinds` what they agreed to. Without a person `advocate`, `face` and `verdict` are None.
    """

    reference: Reference
    score: float
    word: Fit
    known: bool
    story_id: UUID | None = None
    advocate: Advocate | None = None
    key: str = ""
    face: Face | None = None
    kinds: frozenset[str] = frozenset()
    help_kind: str = ""
    verdict: Verdict | None = None
    helped: int = 0

    @cached_property
    def standing(self) -> Standing:
        if self.verdict is None:
            return Standing.NOBODY
        codes = {reason.code for reason in self.verdict.reasons}
        if not codes:
            return Standing.ASKABLE
        if codes & OTHER_KIND:
            return Standing.OTHER_KIND
        return Standing.GATED if codes <= GATE else Standing.LATER

    @property
    def fits(self) -> bool:
        return self.word in FITTING

    @property
    def masked(self) -> bool:
        """Say whether this reference is private, also to those who may know the name."""
        return self.advocate is not None and self.advocate.is_masked

    @property
    def rest(self) -> ShownRest | None:
        return shown_rest(self.verdict.rest, known=self.known) if self.verdict is not None else None

    @property
    def free_on(self) -> date | None:
        """Return when they can be asked again, where that is known and may be told."""
        return self.verdict.next_free_on if self.verdict is not None and self.known else None


@dataclass(frozen=True, slots=True)
class Told:
    """One found reference with its reasons and gap, and the rows behind it."""

    found: Found
    match: Match
    profile: ReferenceProfile
    story: Story | None


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """What there is for a deal: people in the order of the cards, then published references, best first.

    `whole`: all that fit are among them, not only the `LOOKED_AT` best.
    """

    held: Held = field(repr=False)
    reading: Reading = field(repr=False)
    found: Sequence[Found]
    whole: bool

    def told(self, ones: Iterable[Found]) -> list[Told]:
        """Explain these, in the order given. Three queries; one whose row went meanwhile is left out."""
        wanted = {one.reference.id: one for one in ones}
        matches = {match.reference_id: match for match in self.held.index.explained(self.reading, wanted)}
        published = candidates((matches[key] for key, one in wanted.items() if one.advocate is None), self.held)
        rows = {row.match.reference_id: (row.profile, row.story) for row in published}
        rows |= {key: (one.advocate.profile, None) for key, one in wanted.items() if one.advocate is not None}
        return [Told(one, matches[key], *rows[key]) for key, one in wanted.items() if key in rows]


def finding_for(opportunity: Opportunity, viewer: Actor, looking: Looking, *, also: Collection[str] = ()) -> Finding:
    """Look for references for a deal; `also`: ids of some that are looked at however they fit.

    A fixed number of queries for each kind of help looked for. A private reference that a wall keeps from this deal is
    left out for who may not know its name. Raises NotAllowed for those who don't look for references.
    """
    must(viewer, Permission.REFERENCE_FIND)
    deal = deal_of(opportunity, ignored=looking.ignored, topics=looking.topics, must_settle=looking.own_words)
    held = index_of(Grain.CARD)
    index, entries = held.index, held.entries
    reading, scores = index.weighed(deal, None)
    best_fit = _to_look_at(index, scores, reading)
    near = list(dict.fromkeys((*best_fit, *(key for key in also if key in entries))))
    advocates = advocates_by_id({pk for key in near if (pk := entries[key].advocate_id)}, active=True, keepers=True)
    sight = _sight([entries[key] for key in near], advocates, viewer)
    best = best_of_each(scores, [key for key in near if sight.shows(entries[key])], held)
    scored = [(entries[key], _scored(entries[key], score, reading)) for key, score in best.items()]
    theirs = [(advocates[entry.advocate_id], one) for entry, one in scored if entry.advocate_id is not None]
    people = _people(theirs, opportunity, viewer, looking)
    published = [one for entry, one in scored if entry.advocate_id is None]
    return Finding(held, reading, [*sorted(people, key=_card_order), *published], whole=len(best_fit) < LOOKED_AT)


def shown_rest(rest: Rest, *, known: bool) -> ShownRest:
    """Return how rested somebody is as far as it may be told."""
    if known:
        return ShownRest(rest.level, rest.word, rest.reason)
    return ShownRest(rest.level, rest.word if rest.level else UNDATED.get(rest.zero_from or "", "Resting"), "")


def promise_today(
    opportunity: Opportunity,
    requester: Member,
    advocate: Advocate | None,
    *,
    help_kind: str,
    need_by: date | None = None,
    measured: Mapping[str, Measured] | None = None,
    verdict: Verdict | None = None,
) -> Promise:
    """Return what could be promised for a request sent now; nothing is written.

    `verdict`: protection's word on them for this kind of help, where it was asked for already.
    """
    need = ReferenceRequest(opportunity=opportunity, requester=requester, help_kind=help_kind, need_by=need_by)
    by_program = advocate is None or advocate.is_masked or program_reviews_all()
    return promise_for(need, advocate, by_program=by_program, measured=measured, verdict=verdict)


def best_of(found: Iterable[Found]) -> Found | None:
    """Return the card a request today would start with."""
    return next((one for one in found if one.standing is Standing.ASKABLE and one.fits), None)


def standbys_for(found: Iterable[Found], chosen: Found | None, *, most: int = 2) -> list[Found]:
    """Return who is next in line today; private ones only the program proposes."""
    fitting = [one for one in found if one.standing is Standing.ASKABLE and one.fits and not one.masked]
    return [one for one in fitting if chosen is None or one.key != chosen.key][:most]


def key_of(advocate: Advocate, opportunity: Opportunity, viewer: Actor, *, known: bool) -> str:
    """Return what names a person in a link. A private one's differs for every deal and viewer and can't be undone."""
    if known:
        return str(advocate.pk)
    said = f"{opportunity.pk}:{advocate.pk}:{viewer.id}"
    return salted_hmac("goodword.desk.finding", said, algorithm="sha256").hexdigest()[:32]


def _to_look_at(index: Index, scores: NDArray[np.float64], reading: Reading) -> list[str]:
    """Return the ids of those that fit, best first; and of some that don't, where few do."""
    best = index.best_places(scores, None, LOOKED_AT)
    fit = sum(_word(scores[place], reading) in FITTING for place in best)
    return [index.ids[place] for place in best[: max(fit, AT_LEAST)]]


def _scored(entry: Entry, score: float, reading: Reading) -> Found:
    """Return a reference with its score and fit word."""
    return Found(entry.reference, score, _word(score, reading), entry.named, entry.story_id)


def _word(score: float, reading: Reading) -> Fit:
    return word_for(min(1.0, score / reading.possible) if reading.possible else 0.0, reading)


def _sight(entries: Sequence[Entry], advocates: Mapping[UUID, Advocate], viewer: Actor) -> Sight:
    """Return what a viewer may see of these by name; of people, all of whom were read, by the same rule in Python."""
    profiles, stories = published_in_sight(viewer, entries)
    known = frozenset(pk for pk, one in advocates.items() if may_know(viewer, one))
    return Sight(profiles, stories, advocates=known, active=frozenset(advocates))


def _people(
    scored: Sequence[tuple[Advocate, Found]], opportunity: Opportunity, viewer: Actor, looking: Looking
) -> list[Found]:
    advocates = [advocate for advocate, _ in scored]
    standing = protection.known(advocates, clock.now(), as_read=True)
    agreed = {pk: one.standing.given | one.standing.claimed for pk, one in standing.items()}
    offered = {kind for kinds in agreed.values() for kind in kinds}
    kinds = looking.kinds or tuple(kind for kind in ARRANGED if kind in offered) or (HelpKind.CALL,)
    terms = terms_of(opportunity)
    verdicts = {kind: _verdicts(standing, terms, viewer, kind) for kind in kinds}
    helped = _helped(advocates)
    people = []
    for advocate, one in scored:
        theirs = {kind: answers[advocate.pk] for kind, answers in verdicts.items()}
        kind = _kind_to_ask(theirs, agreed[advocate.pk])
        if not one.known and CONFLICTS & {reason.code for reason in theirs[kind].reasons}:
            continue
        people.append(
            replace(
                one,
                advocate=advocate,
                key=key_of(advocate, opportunity, viewer, known=one.known),
                face=face(advocate, viewer),
                kinds=agreed[advocate.pk],
                help_kind=kind,
                verdict=theirs[kind],
                # Their place among equals would tell how often a private one helped.
                helped=helped.get(advocate.contact_id, 0) if one.known else 0,
            )
        )
    return people


def _verdicts(
    people: Mapping[UUID, protection.Known], terms: Terms, viewer: Actor, kind: str
) -> Mapping[UUID, Verdict]:
    wish = protection.wish(kind, **terms)
    return protection.verdicts_on(people, wish, clock.now(), leave=is_manager(viewer))


def _kind_to_ask(verdicts: Mapping[str, Verdict], agreed: Collection[str]) -> str:
    """Return the first kind they may be asked for now, else the first they agreed to, else the first looked for."""
    allowed = [kind for kind, verdict in verdicts.items() if verdict.allowed]
    return [*allowed, *(kind for kind in verdicts if kind in agreed), *verdicts][0]


_USES = Kept[tuple[UUID, int]](
    lambda people: (
        LedgerEntry.objects.filter(contact__in=people)
        .order_by()
        .values("contact_id")
        .annotate(
            uses=Count("pk", filter=Q(kind=LedgerEntry.Kind.USE)) - Count("pk", filter=Q(kind=LedgerEntry.Kind.CREDIT))
        )
        .values_list("contact_id", "uses")
    )
)


def _helped(advocates: Iterable[Advocate]) -> dict[UUID, int]:
    """Return how often each person helped, by contact. One query."""
    people = {advocate.contact_id for advocate in advocates}
    now, times = merged_into(people), Counter[UUID]()
    for person, count in _USES(people=[*people, *now]):
        times[now.get(person, person)] += count
    return times


def _card_order(one: Found) -> tuple[int, int, int, str, str, str]:
    """Order cards by fit word, then rest, then times helped (fewer first), then name; of a private one as described."""
    level = one.verdict.rest.level if one.verdict is not None else 0
    person = one.advocate.contact.sort_key if one.advocate is not None and one.known else ""
    return (BEST_FIRST[one.word], -level, one.helped, fold(one.reference.name), person, one.reference.id)
