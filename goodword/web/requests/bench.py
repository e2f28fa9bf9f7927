"""S07 Match workbench: who could be asked, best first, and what everybody would see."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from goodword.desk.models import Ask
from goodword.desk.policy import may_change_kind
from goodword.desk.queries.next_move import After, after_a_no_of
from goodword.desk.queries.noes import No, Noes, noes_for
from goodword.desk.queries.plan import FITTING, PROGRAM, Candidate, candidates, line_of, writers_for
from goodword.desk.queries.request_page import RequestPage
from goodword.desk.queries.weeks import settings_here
from goodword.desk.rules.next_best import may_ask_owner
from goodword.desk.rules.states import AskState, RequestState
from goodword.matching import queries as matching
from goodword.members.models import Member
from goodword.references.models import Advocate, ReferenceProfile
from goodword.references.queries import description_fit
from goodword.web.members.http import MemberRequest

GATE = frozenset({"gate_stage", "gate_amount"})
SHOWN_FIRST = 4
MOST_TO_RECRUIT = 3
WORKING_DAY = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Choice:
    """One who could be asked. `askable` today; `overridable` by a manager's reason; `why` when neither."""

    candidate: Candidate
    owner: Member | None
    askable: bool
    overridable: bool
    why: str
    by_leave: bool

    @property
    def fits(self) -> bool:
        return self.candidate.fit in FITTING

    @property
    def free_on(self) -> date | None:
        verdict = self.candidate.verdict
        return verdict.next_free_on if verdict is not None else None

    @property
    def reasons(self) -> list[str]:
        return [str(one["text"]) for one in self.candidate.reasons if not one.get("gap")]

    @property
    def gap(self) -> str:
        return next((str(one["text"]) for one in self.candidate.reasons if one.get("gap")), "")


@dataclass(frozen=True, slots=True)
class Described:
    """How many customers a private one's description fits, and whether that is enough to hide among."""

    count: int
    enough: bool


@dataclass(frozen=True, slots=True)
class Free:
    """Who of the fitting can be asked again first, and when; `in_time`: before the help is needed."""

    name: str
    on: date
    in_time: bool


@dataclass(frozen=True, slots=True)
class Better:
    """Somebody who fits better than the first in line and is free now. `than`: whom the plan has first, and since when."""

    than: UUID
    chosen_at: datetime
    advocate: Advocate


@dataclass(frozen=True, slots=True)
class Bench:
    """The workbench as it is drawn: the ranked, the one that is picked, who comes after, what everybody sees.

    `said_no`: who isn't asked again for this, and what was said; nobody can ask them here.
    """

    choices: list[Choice]
    total: int
    picked: Choice | None
    said_no: list[No]
    after: After | None
    better: Better | None
    customer_days: int
    described: Described | None
    full: bool
    resting: list[Choice]
    written: list[Candidate]
    recruits: list[ReferenceProfile]
    free_first: Free | None
    may_be_later: bool
    may_be_proof: bool

    @property
    def any_askable(self) -> bool:
        return any(choice.askable and choice.fits for choice in self.choices)


def bench_of(request: MemberRequest, page: RequestPage) -> Bench | None:
    """Return the workbench of a request that may still need somebody; None when it doesn't."""
    if page.need.state not in (RequestState.TO_MATCH, RequestState.WITH_OWNER, RequestState.WITH_CUSTOMER):
        return None
    noes, every = noes_for(page.need, page.asks), candidates(page.need)
    asked = {ask.advocate_id for ask in page.asks if ask.state != AskState.PLANNED}
    found = [one for one in every if one.advocate.pk not in asked and noes.of(one.advocate) is None]
    line = line_of(found, page.asks)
    ranked = _in_order(found, line)
    fitting = [choice for choice in ranked if choice.fits]
    picked = _picked(request, ranked)
    better = _better(line, found, page.asks)
    shown = fitting if "all" in request.GET else fitting[:SHOWN_FIRST]
    told = [
        choice for choice in ranked if choice == picked or (better and choice.candidate.advocate == better.advocate)
    ]
    shown = [*shown, *(choice for choice in told if choice not in shown)]
    none_askable = not any(choice.askable for choice in fitting)
    return Bench(
        choices=shown,
        total=len(fitting),
        picked=picked,
        said_no=[*noes.of_asked(), *_kept_back_with_them(noes, every, asked)],
        after=after_a_no_of(picked.candidate, page.need, page.asks, found) if picked is not None else None,
        better=better,
        customer_days=max(1, round(settings_here().customer / WORKING_DAY)),
        described=_described(picked),
        full=not may_ask_owner([ask.state for ask in page.asks]),
        resting=[choice for choice in fitting if choice.overridable][:SHOWN_FIRST] if none_askable else [],
        written=writers_for(page.need)[:MOST_TO_RECRUIT] if none_askable and may_change_kind(page.need) else [],
        recruits=_to_recruit(page) if none_askable else [],
        free_first=_free_first(page, fitting) if none_askable else None,
        may_be_later=page.may_change,
        may_be_proof=page.may_close_with_proof,
    )


def _kept_back_with_them(noes: Noes, every: Sequence[Candidate], asked: Collection[UUID]) -> Iterator[No]:
    """Yield who fits and was not asked, but is not asked either: their owner or they themselves said no already."""
    for one in every:
        no = noes.of(one.advocate)
        if no is not None and one.fit in FITTING and one.advocate.pk not in asked:
            yield no


def _in_order(found: Sequence[Candidate], line: Sequence[Candidate]) -> list[Choice]:
    """Return everyone found as a choice: who is in line, who may be asked all the same, then who can't be today."""
    places = {one.advocate.pk: nth for nth, one in enumerate(line)}
    choices = [choice_of(one) for one in found]
    return sorted(
        choices, key=lambda choice: (places.get(choice.candidate.advocate.pk, len(places)), not choice.askable)
    )


def choice_of(one: Candidate) -> Choice:
    verdict = one.verdict
    codes = {reason.code for reason in verdict.reasons} if verdict is not None else set()
    # The gate of stage and amount is the program's own to open.
    beyond = codes - GATE
    blocking = [reason.sentence for reason in verdict.reasons if reason.code not in GATE] if verdict is not None else []
    return Choice(
        candidate=one,
        owner=one.advocate.profile.account.owner,
        askable=verdict is not None and not beyond,
        overridable=verdict is not None and bool(beyond) and verdict.overridable,
        why=blocking[0] if blocking else "",
        by_leave=bool(codes) and not beyond,
    )


def _picked(request: MemberRequest, ranked: Sequence[Choice]) -> Choice | None:
    wanted = request.POST.get("advocate") or request.GET.get("pick", "")
    chosen = next((choice for choice in ranked if str(choice.candidate.advocate.pk) == wanted), None)
    if chosen is not None:
        return chosen
    return next((choice for choice in ranked if choice.askable and choice.fits), None)


def _better(line: Sequence[Candidate], found: Sequence[Candidate], asks: Sequence[Ask]) -> Better | None:
    """Return who fits better by now than the first of the plan and may be asked too; None where the plan still holds."""
    first = line[0] if line else None
    planned = next((ask for ask in asks if first is not None and ask.advocate_id == first.advocate.pk), None)
    if first is None or planned is None:
        return None
    stronger = [one for one in found if one.passes and FITTING.index(one.fit) < FITTING.index(first.fit)]
    # Who may be named goes before a private one, as in the line.
    named = [one for one in stronger if one.passes_by_themselves]
    better = next(iter(named or (stronger if first.advocate.is_masked else [])), None)
    return Better(planned.advocate_id, planned.created_at, better.advocate) if better is not None else None


def _free_first(page: RequestPage, fitting: Sequence[Choice]) -> Free | None:
    """Return whose rest is over first, where a day is known and nothing but rest stands against them."""
    resting = [choice for choice in fitting if choice.overridable and choice.free_on is not None]
    first = min(resting, key=lambda choice: choice.free_on or date.max, default=None)
    if first is None or first.free_on is None:
        return None
    need_by = page.need.need_by
    return Free(first.candidate.advocate.contact.name, first.free_on, need_by is None or first.free_on < need_by)


def _described(picked: Choice | None) -> Described | None:
    if picked is None or not picked.candidate.advocate.is_masked:
        return None
    profile = picked.candidate.advocate.profile
    found = description_fit(profile.account, profile.described_by)
    return Described(found.count, found.enough)


def _to_recruit(page: RequestPage) -> list[ReferenceProfile]:
    """Return customers that fit and where nobody helps yet: whom an owner could nominate somebody from."""
    need = page.need
    deal = matching.deal_of(
        need.opportunity, ignored=need.ignored_facts, must_settle=need.must_settle, help_kind=need.help_kind
    )
    ranked = matching.rank_for(deal, viewer=PROGRAM, top=200)
    nobody = [one for one in ranked if one.advocate is None and one.match.word in FITTING]
    return [one.profile for one in nobody if one.profile.account.owner_id is not None][:MOST_TO_RECRUIT]
