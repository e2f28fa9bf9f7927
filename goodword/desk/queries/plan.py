"""Who could be asked for a request, best first, with protection's word on each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.desk.models import ReferenceRequest
from goodword.desk.queries.lending import accounts_kept_back
from goodword.desk.queries.terms import terms_for
from goodword.matching import queries as matching
from goodword.matching.shapes import Fit, Match
from goodword.matching.weights import WEIGHTS
from goodword.protection import queries as protection
from goodword.protection.queries import Reason, Verdict
from goodword.references.models import Advocate

# The program sees everyone; what a viewer may read of them is decided where it is shown.
PROGRAM = Actor.system("desk")
FITTING = (Fit.STRONG, Fit.GOOD, Fit.PARTIAL)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One advocate for one request: how they fit, why, and whether they may be asked today.

    `kept_back`: the owner of their account said "not now" to this request.
    """

    advocate: Advocate
    fit: str
    score: float
    reasons: list[Mapping[str, Any]]
    verdict: Verdict | None
    kept_back: bool = False
    policy_version: str = field(default=str(WEIGHTS.version))

    @property
    def passes(self) -> bool:
        """Say whether next-best may take them by itself: they fit, and nothing stands against asking today."""
        return not self.kept_back and self.verdict is not None and self.verdict.allowed and self.fit in FITTING

    @property
    def declined(self) -> Reason | None:
        """Return why they are not even planned: they said no for this deal."""
        reasons = self.verdict.reasons if self.verdict is not None else ()
        return next((reason for reason in reasons if reason.code == "declined"), None)


def candidates(need: ReferenceRequest, *, among: Collection[UUID] | None = None) -> list[Candidate]:
    """Return the advocates who could be asked for this request, best first; `among` narrows to some of them."""
    found = _matches(need)
    if among is not None:
        found = {key: pair for key, pair in found.items() if key in among}
    verdicts, kept = verdicts_for(need, [advocate for advocate, _ in found.values()]), accounts_kept_back(need)
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


def candidate_for(need: ReferenceRequest, advocate: Advocate) -> Candidate:
    """Return one advocate as a candidate, also where matching found nothing to say for them."""
    for one in candidates(need, among=[advocate.pk]):
        return one
    verdict = verdicts_for(need, [advocate]).get(advocate.pk)
    return Candidate(advocate, Fit.WEAK, 0.0, [], verdict)


def verdicts_for(need: ReferenceRequest, advocates: list[Advocate]) -> dict[UUID, Verdict]:
    """Return protection's word on each of these for this request, today."""
    wish = protection.wish(need.help_kind, **terms_for(need))
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


def _matches(need: ReferenceRequest) -> dict[UUID, tuple[Advocate, Match]]:
    deal = matching.deal_of(
        need.opportunity,
        ignored=need.ignored_facts,
        topics=[row.term.name for row in need.topic_rows.select_related("term")] or None,
        must_settle=need.must_settle,
        help_kind=need.help_kind,
    )
    ranked = matching.rank_for(deal, viewer=PROGRAM, top=200)
    return {one.advocate.pk: (one.advocate, one.match) for one in ranked if one.advocate is not None}
