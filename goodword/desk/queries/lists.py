"""Requests as lists: which ones, where each stands, who has the ball. A fixed number of queries, however many rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, Prefetch, QuerySet

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.desk.models import Ask, Attendee, Call, ReferenceRequest
from goodword.desk.queries.asked import FURTHEST_FIRST, is_private
from goodword.desk.queries.promises import program_name
from goodword.desk.queries.standing_by import next_in_line
from goodword.desk.queries.steps import Ends, ends_of, how_it_closed, steps_of
from goodword.desk.queries.whose_turn import ball_of, names_for
from goodword.desk.rules.ball import Ball, ball_sentence
from goodword.desk.rules.states import RequestState
from goodword.members.models import Member
from goodword.members.queries import with_members
from goodword.references.queries import Face, advocates_by_id, at_one_company, face

UNANSWERED = (RequestState.TO_MATCH, RequestState.WITH_OWNER, RequestState.WITH_CUSTOMER)
LATE_STATES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(UNANSWERED, ("promised_answer_by", "promised_help_by")),
    RequestState.SCHEDULING: ("promised_help_by",),
}
ASKS_LOADED = ("chosen", "advocate__contact", "advocate__profile__account")
CALLS_LOADED = ("need__opportunity__account", *(f"ask__{name}" for name in ASKS_LOADED))

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
    closed: str

    @property
    def is_private(self) -> bool:
        """Say whether it is about somebody private, planned ones too: for the program's eyes."""
        return is_private(self.need, self.need.asks.all())


def loaded(needs: QuerySet[ReferenceRequest]) -> list[ReferenceRequest]:
    """Return requests with everything a row or a card tells, in eight queries."""
    parts = needs.select_related("opportunity__account").prefetch_related(
        Prefetch("asks", Ask.objects.in_order().select_related("chosen").prefetch_related("debriefs")),
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
    program, now, every = program_name(), clock.now(), list(needs)
    ends, behind = ends_of(every), next_in_line(every)
    return [_row(need, by, viewer, program, now, ends, behind.get(need.pk)) for need in every]


def lead_of(asks: Iterable[Ask]) -> Ask | None:
    """Return the ask that is furthest; of equals the better placed. None while nobody is being asked."""
    under_way = [ask for ask in asks if ask.state in FURTHEST_FIRST]
    return min(under_way, key=lambda ask: (FURTHEST_FIRST.index(ask.state), ask.rank), default=None)


def is_late(need: ReferenceRequest, now: datetime) -> bool:
    """Say whether a request is behind what was promised, or what was needed."""
    return bool(LATE_STATES.get(need.state, ())) and any(
        moment is not None and moment < now
        for moment in (getattr(need, name) for name in LATE_STATES.get(need.state, ()))
    )


def _row(
    need: ReferenceRequest, by: Actor, viewer: Member, program: str, now: datetime, ends: Ends, standby: Ask | None
) -> Row:
    asks = list(need.asks.all())
    lead = lead_of(asks)
    # A list never carries a released name: it says "1 private reference", as every list does.
    shown = face(lead.advocate, by) if lead is not None else None
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
        steps=steps_of(need, asks, ends),
        closed=how_it_closed(need, asks, ends),
        late=is_late(need, now),
    )
