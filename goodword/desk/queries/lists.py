"""Requests as lists: which ones, where each stands, who has the ball. A fixed number of queries, however many rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, Prefetch, QuerySet
from django.utils.translation import gettext as _

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.undo import UNDO
from goodword.desk.models import Ask, Attendee, Call, ReferenceRequest
from goodword.desk.queries.asked import FURTHEST_FIRST, is_private, next_by_themselves, situation
from goodword.desk.queries.promises import program_name
from goodword.desk.rules.ball import Ball, BallNames, ball, ball_sentence
from goodword.desk.rules.states import LIVE, AskState, RequestState
from goodword.desk.rules.waits import TAKES_BACK, Turn, Who, ask_turns, request_turns, turn_at
from goodword.members.models import Member, Role
from goodword.members.queries import with_members
from goodword.references.queries import Face, advocates_by_id, at_one_company, face

UNANSWERED = (RequestState.TO_MATCH, RequestState.WITH_OWNER, RequestState.WITH_CUSTOMER)
LATE_STATES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(UNANSWERED, ("promised_answer_by", "promised_help_by")),
    RequestState.SCHEDULING: ("promised_help_by",),
}
# The five steps of a request's line, and the states in which each is the one it is at.
STEPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("matched", frozenset({RequestState.DRAFT, RequestState.TO_MATCH})),
    ("owner", frozenset({RequestState.WITH_OWNER})),
    ("customer", frozenset({RequestState.WITH_CUSTOMER})),
    ("booked", frozenset({RequestState.SCHEDULING})),
    ("held", frozenset({RequestState.BOOKED})),
)
ASKS_LOADED = ("chosen", "advocate__contact", "advocate__profile__account")
CALLS_LOADED = ("need__opportunity__account", *(f"ask__{name}" for name in ASKS_LOADED))

UNDOABLE_NOES = (AskState.OWNER_NO, AskState.DECLINED)

Thing = TypeVar("Thing", bound=Model)


@dataclass(frozen=True, slots=True)
class Row:
    """One request in a list. `until` is when silence acts; `call` the booked one still to come."""

    need: ReferenceRequest
    lead: Ask | None
    face: Face | None
    ball: Ball | None
    until: datetime | None
    call: Call | None
    sentence: str
    steps: list[tuple[str, str]]
    late: bool

    @property
    def is_private(self) -> bool:
        """Say whether it is about somebody private, planned ones too: for the program's eyes."""
        return is_private(self.need, self.need.asks.all())


def loaded(needs: QuerySet[ReferenceRequest]) -> list[ReferenceRequest]:
    """Return requests with everything a row or a card tells, in seven queries."""
    parts = needs.select_related("opportunity__account").prefetch_related(
        Prefetch("asks", Ask.objects.in_order().select_related("chosen")),
        Prefetch("attendees", Attendee.objects.select_related("contact").order_by("position")),
        Prefetch("calls", Call.objects.filter(called_off_at=None).order_by("starts_at")),
    )
    found = list(parts.order_by("-created_at", "id"))
    asks = [ask for need in found for ask in need.asks.all()]
    people = advocates_by_id({ask.advocate_id for ask in asks})
    for ask in asks:
        ask.advocate = people[ask.advocate_id]
    with_keepers(asks, found)
    return found


def with_keepers(asks: Collection[Ask], needs: Collection[ReferenceRequest] = ()) -> None:
    """Give asks read with `ASKS_LOADED`, and requests, the colleagues they name. One query."""
    at_one_company(ask.advocate for ask in asks)
    accounts = [ask.advocate.profile.account for ask in asks]
    with_members(
        (asks, ("owner",)),
        (accounts, ("owner", "deputy")),
        (needs, ("requester",)),
        ([need.opportunity for need in needs], ("owner",)),
    )


def asks_in_full(asks: QuerySet[Ask]) -> list[Ask]:
    """Return asks with all that a card tells of them and of the deal they are for, in their order."""
    found = in_full(asks, "need__opportunity__account", *ASKS_LOADED)
    if found:
        with_keepers(found, [ask.need for ask in found])
    return found


def calls_in_full(calls: QuerySet[Call]) -> list[Call]:
    """Return calls, or talks about them, with all that a card tells of their ask and its deal, in their order."""
    found = in_full(calls, *CALLS_LOADED)
    if found:
        with_keepers([call.ask for call in found], [call.need for call in found])
    return found


def in_full(rows: QuerySet[Thing], *kin: str) -> list[Thing]:
    """Return rows with all that belongs to them, in their order. Often there are none: then no wide join is asked for."""
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return []
    found = rows.model._default_manager.select_related(*kin).in_bulk(keys)
    return [found[key] for key in keys]


def rows_of(needs: Iterable[ReferenceRequest], by: Actor, viewer: Member) -> list[Row]:
    program, now = program_name(), clock.now()
    return [_row(need, by, viewer, program, now) for need in needs]


def lead_of(asks: Iterable[Ask]) -> Ask | None:
    """Return the ask that is furthest; of equals the better placed. None while nobody is being asked."""
    under_way = [ask for ask in asks if ask.state in FURTHEST_FIRST]
    return min(under_way, key=lambda ask: (FURTHEST_FIRST.index(ask.state), ask.rank), default=None)


def turn_of(need: ReferenceRequest, asks: Sequence[Ask], lead: Ask | None) -> tuple[Turn, datetime] | None:
    """Return whose turn it is and until when: the request's own clock, else that of the furthest ask."""
    if need.state == RequestState.TO_MATCH and (answered := max(_noes(asks), default=None)):
        return TAKES_BACK, answered + UNDO
    own = request_turns(need.state)
    if own and need.deadline_at is not None:
        return turn_at(own, need.turn), need.deadline_at
    if need.state == RequestState.CLOSED or lead is None or lead.deadline_at is None:
        return None
    turns = ask_turns(lead.state, situation(lead, [ask.state for ask in asks if ask.pk != lead.pk]))
    return (turn_at(turns, lead.turn), lead.deadline_at) if turns else None


def _noes(asks: Iterable[Ask]) -> Iterator[datetime]:
    """Yield when somebody said no who can still take it back."""
    now = clock.now()
    yield from (ask.state_since for ask in asks if ask.state in UNDOABLE_NOES and ask.state_since + UNDO > now)


def names_for(need: ReferenceRequest, lead: Ask | None, shown: Face | None, program: str) -> BallNames:
    """Return what everybody is called to one viewer: a private customer and its owner by what they are."""
    picker = next(iter(need.attendees.all()), None)
    known = shown is not None and shown.known and lead is not None
    account = lead.advocate.profile.account if known and lead is not None else None
    owner = (lead.owner if lead is not None else None) or (account.owner if account else None)
    return BallNames(
        rep=need.requester.first_name,
        owner=owner.first_name if owner and account else _("the account owner"),
        deputy=account.deputy.first_name if account and account.deputy else _("the deputy"),
        program=program,
        lead=_("the program lead"),
        customer=shown.first_name if known and shown is not None else _("the customer"),
        prospect=picker.contact.first_name if picker is not None else _("the buyer"),
        both=_("both sides"),
        goodword=_("us"),
    )


def ball_of(
    need: ReferenceRequest,
    asks: Sequence[Ask],
    lead: Ask | None,
    names: BallNames,
    viewer: Member,
    *,
    next_name: str | None,
) -> Ball | None:
    """Return who has the ball, called “you” where it is the viewer's own."""
    turn = turn_of(need, asks, lead)
    if turn is None:
        return None
    here = ball(turn[0], turn[1], names=names, next_name=next_name)
    return replace(here, name=_("you")) if _is_own(here.who, need, lead, viewer) else here


def is_late(need: ReferenceRequest, now: datetime) -> bool:
    """Say whether a request is behind what was promised, or what was needed."""
    return bool(LATE_STATES.get(need.state, ())) and any(
        moment is not None and moment < now
        for moment in (getattr(need, name) for name in LATE_STATES.get(need.state, ()))
    )


def steps_of(need: ReferenceRequest, asks: Iterable[Ask]) -> list[tuple[str, str]]:
    """Return the five steps as (code, done | now | next)."""
    reached = _reached(need, [ask.state for ask in asks])
    over = need.state == RequestState.CLOSED
    return [
        (code, "done" if nth < reached else "now" if nth == reached and not over else "next")
        for nth, (code, _states) in enumerate(STEPS)
    ]


def _row(need: ReferenceRequest, by: Actor, viewer: Member, program: str, now: datetime) -> Row:
    asks = list(need.asks.all())
    lead = lead_of(asks)
    # A list never carries a released name: it says "1 private reference", as every list does.
    shown = face(lead.advocate, by) if lead is not None else None
    standby = next(iter(next_by_themselves(asks)), None)
    next_name = face(standby.advocate, by).first_name if standby is not None else None
    names = names_for(need, lead, shown, program)
    here = ball_of(need, asks, lead, names, viewer, next_name=next_name)
    call = next((one for one in need.calls.all() if one.starts_at > now), None)
    return Row(
        need=need,
        lead=lead,
        face=shown,
        ball=here,
        until=here.until if here is not None else None,
        call=call,
        sentence=ball_sentence(here, viewer.time_zone, now) if here is not None else "",
        steps=steps_of(need, asks),
        late=is_late(need, now),
    )


def _is_own(who: Who, need: ReferenceRequest, lead: Ask | None, viewer: Member) -> bool:
    account = lead.advocate.profile.account if lead is not None else None
    match who:
        case Who.REP:
            return viewer.pk == need.requester_id
        case Who.OWNER:
            return lead is not None and viewer.pk == lead.owner_id
        case Who.DEPUTY:
            return account is not None and viewer.pk == account.deputy_id
        case Who.PROGRAM:
            return viewer.has(Role.MANAGER)
    return False


def _reached(need: ReferenceRequest, states: Sequence[str]) -> int:
    if need.state == RequestState.WRAP_UP or need.close_reason == "fulfilled":
        return len(STEPS)
    if need.state != RequestState.CLOSED:
        return next((nth for nth, (_code, at) in enumerate(STEPS) if need.state in at), 0)
    # Closed before it was held: how far anybody came who was asked.
    asked = {AskState.OWNER_NO, AskState.OWNER_TIMEOUT, *LIVE} & set(states)
    return 2 if {AskState.DECLINED, AskState.EXPIRED} & set(states) else 1 if asked else 0
