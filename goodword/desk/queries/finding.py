"""Find a reference: whom a deal could ask and what published references say, as one viewer may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Q
from django.utils.crypto import salted_hmac

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.models import Program
from goodword.desk.models import ReferenceRequest
from goodword.desk.queries.plan import FITTING
from goodword.desk.queries.promises import promise_for
from goodword.desk.rules.promise import Promise
from goodword.directory.models import Opportunity, Stage
from goodword.matching import queries as matching
from goodword.matching.rules import in_card_order
from goodword.matching.shapes import Fit, Match, Reference
from goodword.members.models import Member
from goodword.members.policy import is_manager
from goodword.proof.models import Story
from goodword.protection import queries as protection
from goodword.protection.models import LedgerEntry
from goodword.protection.rules import Verdict
from goodword.references.models import Advocate, HelpKind, ReferenceProfile
from goodword.references.queries import Face, face, live_consents_for

LOOKED_THROUGH = 1000
"""References read for one page, best first; every count on it is of these."""
CONFLICTS = frozenset({"itself", "same_group", "competitor"})
OTHER_KIND = frozenset({"no_consent", "not_offered"})
GATE = frozenset({"gate_stage", "gate_amount"})
WITHOUT_A_TIME = frozenset({HelpKind.WRITTEN, HelpKind.REVIEW, HelpKind.QUOTE, HelpKind.LOGO, HelpKind.CASE_STUDY})
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


@dataclass(frozen=True, slots=True)
class Found:
    """One card. `key` names the person in a link: their id, or for a private one a word that says nothing.

    `help_kind` is what they would be asked for, `kinds` what they agreed to. Without a person `face` and `verdict` are
    None.
    """

    match: Match
    reference: Reference
    profile: ReferenceProfile
    advocate: Advocate | None
    story: Story | None
    known: bool
    key: str = ""
    face: Face | None = None
    kinds: frozenset[str] = frozenset()
    help_kind: str = ""
    verdict: Verdict | None = None
    helped: int = 0

    @property
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
        return self.match.word in FITTING

    @property
    def masked(self) -> bool:
        """Say whether this reference is private, also to those who may know the name."""
        return self.advocate is not None and self.advocate.is_masked

    @property
    def rest(self) -> ShownRest | None:
        if self.verdict is None:
            return None
        rest = self.verdict.rest
        if self.known:
            return ShownRest(rest.level, rest.word, rest.reason)
        return ShownRest(rest.level, rest.word if rest.level else UNDATED.get(rest.zero_from or "", "Resting"), "")

    @property
    def free_on(self) -> date | None:
        """Return when they can be asked again, where that is known and may be told."""
        return self.verdict.next_free_on if self.verdict is not None and self.known else None


def found_for(opportunity: Opportunity, viewer: Actor, looking: Looking) -> list[Found]:
    """Return everything there is for a deal, people first in the order of the cards, then published references.

    A fixed number of queries for each kind of help looked for. A private reference that a wall keeps from this deal is
    left out for who may not know its name. Raises NotAllowed for those who don't look for references.
    """
    deal = matching.deal_of(opportunity, ignored=looking.ignored, topics=looking.topics, must_settle=looking.own_words)
    ranked = matching.rank_for(deal, viewer=viewer, top=LOOKED_THROUGH)
    people = _standing_of(
        [_found(one, opportunity, viewer) for one in ranked if one.advocate is not None], opportunity, viewer, looking
    )
    published = [_found(one, opportunity, viewer) for one in ranked if one.advocate is None]
    return _in_order(people) + published


def promise_today(
    opportunity: Opportunity,
    requester: Member,
    advocate: Advocate | None,
    *,
    help_kind: str,
    need_by: date | None = None,
) -> Promise:
    """Return what could be promised for a request sent now; nothing is written."""
    need = ReferenceRequest(opportunity=opportunity, requester=requester, help_kind=help_kind, need_by=need_by)
    by_program = advocate is None or advocate.is_masked or program_reviews_all()
    made = promise_for(need, advocate, by_program=by_program)
    if help_kind not in WITHOUT_A_TIME:
        return made
    # No time has to be found for what is written: it is there when they answer.
    steps = tuple(step for step in made.steps if step.code not in ("scheduling", "held"))
    return replace(made, call_by=made.answer_by, steps=steps, possible=True)


def program_reviews_all() -> bool:
    """Say whether the program looks at every request first, whoever was picked."""
    return bool(Program.here().rule("desk").get("program_reviews_all"))


def _found(one: matching.Candidate, opportunity: Opportunity, viewer: Actor) -> Found:
    shown = face(one.advocate, viewer) if one.advocate is not None else None
    return Found(
        match=one.match,
        reference=one.reference,
        profile=one.profile,
        advocate=one.advocate,
        story=one.story,
        known=one.known,
        key=key_of(one.advocate, opportunity, viewer, known=one.known) if one.advocate is not None else "",
        face=shown,
    )


def key_of(advocate: Advocate, opportunity: Opportunity, viewer: Actor, *, known: bool) -> str:
    """Return what names a person in a link. Of a private one it differs for every deal and viewer and can't be undone."""
    if known:
        return str(advocate.pk)
    said = f"{opportunity.pk}:{advocate.pk}:{viewer.id}"
    return salted_hmac("goodword.desk.finding", said, algorithm="sha256").hexdigest()[:32]


def _standing_of(people: Sequence[Found], opportunity: Opportunity, viewer: Actor, looking: Looking) -> list[Found]:
    advocates = [one.advocate for one in people if one.advocate is not None]
    agreed = live_consents_for([advocate.pk for advocate in advocates])
    offered = {kind for kinds in agreed.values() for kind in kinds}
    kinds = looking.kinds or tuple(kind for kind in HelpKind if kind in offered) or (HelpKind.CALL,)
    verdicts = {kind: _verdicts(advocates, opportunity, viewer, kind) for kind in kinds}
    helped = _helped(advocates)
    whole = []
    for one in people:
        assert one.advocate is not None
        pk = one.advocate.pk
        theirs = {kind: answers[pk] for kind, answers in verdicts.items() if pk in answers}
        kind = _kind_to_ask(theirs, agreed[pk])
        if kind is None or (not one.known and CONFLICTS & {reason.code for reason in theirs[kind].reasons}):
            continue
        whole.append(
            replace(
                one,
                kinds=frozenset(agreed[pk]),
                help_kind=kind,
                verdict=theirs[kind],
                helped=helped.get(one.advocate.contact_id, 0),
            )
        )
    return whole


def _verdicts(
    advocates: Iterable[Advocate], opportunity: Opportunity, viewer: Actor, kind: str
) -> Mapping[UUID, Verdict]:
    wish = protection.wish(
        kind, prospect=opportunity.account, stage=Stage.values.index(opportunity.stage), amount=opportunity.amount
    )
    return protection.verdicts(advocates, wish, clock.now(), leave=is_manager(viewer))


def _kind_to_ask(verdicts: Mapping[str, Verdict], agreed: Collection[str]) -> str | None:
    """Return the first kind they may be asked for now, else the first they agreed to, else the first looked for."""
    allowed = (kind for kind, verdict in verdicts.items() if verdict.allowed)
    offered = (kind for kind in verdicts if kind in agreed)
    return next(allowed, None) or next(offered, None) or next(iter(verdicts), None)


def _helped(advocates: Iterable[Advocate]) -> dict[UUID, int]:
    """Return how often each person helped, by contact. One query."""
    entries = LedgerEntry.objects.filter(contact__in=[advocate.contact_id for advocate in advocates])
    uses = Count("pk", filter=Q(kind=LedgerEntry.Kind.USE)) - Count("pk", filter=Q(kind=LedgerEntry.Kind.CREDIT))
    return dict(entries.order_by().values("contact_id").annotate(uses=uses).values_list("contact_id", "uses"))


def _in_order(people: Sequence[Found]) -> list[Found]:
    by_id = {one.match.reference_id: one for one in people}
    rested = {key: _rested(one) for key, one in by_id.items()}
    return [by_id[match.reference_id] for match in in_card_order([one.match for one in people], rested)]


def _rested(one: Found) -> Reference:
    level = one.verdict.rest.level if one.verdict is not None else 0
    return replace(one.reference, rest=level, helped=one.helped)


def best_of(found: Iterable[Found]) -> Found | None:
    """Return the card a request today would start with."""
    return next((one for one in found if one.standing is Standing.ASKABLE and one.match.word is not Fit.WEAK), None)


def standbys_for(found: Iterable[Found], chosen: Found | None, *, most: int = 2) -> list[Found]:
    """Return who is next in line today; private ones only the program proposes."""
    fitting = [one for one in found if one.standing is Standing.ASKABLE and one.fits and not one.masked]
    return [one for one in fitting if chosen is None or one.key != chosen.key][:most]
