"""Who could be asked for a request, best first, with protection's word on each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.statements import Kept
from goodword.desk.models import Ask, ReferenceRequest, RequestTopic
from goodword.desk.queries.asked import planned
from goodword.desk.queries.lending import accounts_kept_back
from goodword.desk.queries.terms import terms_for
from goodword.desk.rules.states import AskState
from goodword.matching import queries as matching
from goodword.matching.shapes import Fit, Match
from goodword.protection import queries as protection
from goodword.protection.queries import Reason, Verdict
from goodword.references.models import Advocate, HelpKind

# The program sees everyone; what a viewer may read of them is decided where it is shown.
PROGRAM = Actor.system("desk")
FITTING = (Fit.STRONG, Fit.GOOD, Fit.PARTIAL)
# The best so many are looked at first, and everyone only where those are not enough.
FIRST_LOOK, EVERYONE = 12, 200

_TOPICS = Kept[str](lambda need: RequestTopic.objects.filter(need=need).values_list("term__name", flat=True))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One advocate for one request: how they fit, why, and whether they may be asked today.

    `kept_back`: the owner of their account said "not now" to this request, or nothing.
    """

    advocate: Advocate
    fit: str
    score: float
    reasons: list[Mapping[str, Any]]
    verdict: Verdict | None
    kept_back: bool = False
    policy_version: str = field(default_factory=lambda: matching.weights_here().version)

    @property
    def passes(self) -> bool:
        """Say whether next-best may take them by itself: they fit, and nothing stands against asking today."""
        return not self.kept_back and self.verdict is not None and self.verdict.allowed and self.fit in FITTING

    @property
    def passes_by_themselves(self) -> bool:
        """Say whether they may be asked without anybody's press: a private one only the program proposes."""
        return self.passes and not self.advocate.is_masked

    @property
    def declined(self) -> Reason | None:
        """Return why they are not even planned: they said no for this deal."""
        reasons = self.verdict.reasons if self.verdict is not None else ()
        return next((reason for reason in reasons if reason.code == "declined"), None)


def candidates(
    need: ReferenceRequest, *, among: Collection[UUID] | None = None, kind: str = "", top: int = EVERYONE
) -> list[Candidate]:
    """Return the advocates who could be asked for this request, best first; `among` narrows to some of them.

    `kind`: as if this kind of help were asked for instead.
    """
    if among is not None and not among:
        return []
    found = _matches(need, kind or need.help_kind, among, top)
    verdicts = verdicts_for(need, [advocate for advocate, _ in found.values()], kind=kind)
    kept = accounts_kept_back(need)
    return [
        Candidate(
            advocate,
            match.word,
            match.score,
            reasons_of(match),
            verdicts.get(advocate.pk),
            kept_back=advocate.profile.account_id in kept,
        )
        for advocate, match in found.values()
    ]


def writers_for(need: ReferenceRequest) -> list[Candidate]:
    """Return who fits and could be asked to answer in writing today instead, best first; nobody who was asked."""
    if need.writes:
        return []
    asked = {ask.advocate_id for ask in need.asks.all() if ask.state != AskState.PLANNED}
    return [one for one in candidates(need, kind=HelpKind.WRITTEN) if one.passes and one.advocate.pk not in asked]


def line_of(found: Iterable[Candidate], asks: Iterable[Ask]) -> list[Candidate]:
    """Return who of those found, best first, may be asked next, in the order they are: the plan's own, then the best.

    The workbench, the board and what happens by itself all follow it. A private one stands in it by its place in the
    plan, where a rep chose it; unplanned, behind everybody who may be named.
    """
    places = {ask.advocate_id: nth for nth, ask in enumerate(planned(asks))}
    passing = (one for one in found if one.passes)
    return sorted(passing, key=lambda one: _place(one, places))


def best_passing(
    need: ReferenceRequest, count: int, *, tried: Collection[UUID], shown: Sequence[UUID] = ()
) -> list[Candidate]:
    """Return up to so many of the best who pass today and were not tried; private ones only the program proposes.

    `shown`: who goes before the others, in this order, where they pass.
    """
    found: list[Candidate] = []
    for top, among in ((FIRST_LOOK, shown), (FIRST_LOOK, None), (EVERYONE, None)):
        if len(found) >= count:
            break
        known = {*tried, *(one.advocate.pk for one in found)}
        looked = [one for one in candidates(need, top=top, among=among) if one.passes_by_themselves]
        found += [one for one in looked if one.advocate.pk not in known]
        if among:
            found.sort(key=lambda one: among.index(one.advocate.pk))
    return found[:count]


def candidate_for(need: ReferenceRequest, advocate: Advocate) -> Candidate:
    """Return one advocate as a candidate, also where matching found nothing to say for them."""
    for one in candidates(need, among=[advocate.pk]):
        return one
    verdict = verdicts_for(need, [advocate]).get(advocate.pk)
    return Candidate(advocate, Fit.WEAK, 0.0, [], verdict)


def verdicts_for(need: ReferenceRequest, advocates: list[Advocate], *, kind: str = "") -> dict[UUID, Verdict]:
    """Return protection's word on each of these for this request, today; `kind`: as if that were asked for."""
    wish = protection.wish(kind or need.help_kind, **terms_for(need))
    return protection.verdicts(advocates, wish, clock.now(), thread=need.pk)


def reasons_of(match: Match) -> list[Mapping[str, Any]]:
    """Return a match's reasons and its gap as they are kept with the ask: the sentence and what it cites."""
    told = [(contribution, False) for contribution in match.reasons]
    told += [(match.gap, True)] if match.gap else []
    return [
        {
            "text": contribution.text,
            "fact": contribution.fact_id,
            "passage": contribution.passage_id,
            "on": contribution.dated_on.isoformat() if contribution.dated_on else None,
            "gap": gap,
        }
        for contribution, gap in told
    ]


def _place(one: Candidate, places: Mapping[UUID, int]) -> tuple[int, bool]:
    nth = places.get(one.advocate.pk)
    return (nth, False) if nth is not None else (len(places), one.advocate.is_masked)


def _matches(
    need: ReferenceRequest, kind: str, among: Collection[UUID] | None, top: int
) -> dict[UUID, tuple[Advocate, Match]]:
    deal = matching.deal_of(
        need.opportunity,
        ignored=need.ignored_facts,
        topics=_TOPICS(need=need.pk) or None,
        must_settle=need.must_settle,
        help_kind=kind,
    )
    ranked = matching.rank_for(deal, viewer=PROGRAM, top=top, among=among)
    return {one.advocate.pk: (one.advocate, one.match) for one in ranked if one.advocate is not None}
