"""How far a request is, or was when it closed: the five steps of its line, and in a word how it ended."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from goodword.core.models import Event
from goodword.core.statements import Kept
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.rules.states import AskState, CloseReason, RequestState
from goodword.desk.rules.waits import NO_PICK

# The five steps of a request's line, and the states in which each is the one it is at.
STEPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("matched", frozenset({RequestState.DRAFT, RequestState.TO_MATCH})),
    ("owner", frozenset({RequestState.WITH_OWNER})),
    ("customer", frozenset({RequestState.WITH_CUSTOMER})),
    ("booked", frozenset({RequestState.SCHEDULING})),
    ("held", frozenset({RequestState.BOOKED})),
)
# The steps that are done where an ask has come so far, or came before it ended.
DONE_BY: Mapping[str, int] = {
    AskState.OWNER_PENDING: 1,
    AskState.OWNER_NO: 1,
    AskState.OWNER_TIMEOUT: 1,
    AskState.OWNER_OK: 2,
    AskState.CUSTOMER_PENDING: 2,
    AskState.DECLINED: 2,
    AskState.EXPIRED: 2,
    AskState.ACCEPTED: 3,
    AskState.COUNTERED: 3,
    AskState.BOOKED: 4,
    AskState.NO_SHOW: 4,
    AskState.HELD: 5,
}
Ends = Mapping[UUID, Event]
"""The event that called an ask off, by the ask: what it was before is in no column."""

_CALLED_OFF = Kept[Event](
    lambda threads: Event.objects.filter(name__in=("ask.cancelled", "ask.called_off"), thread__in=threads).order_by(
        "number"
    )
)


def ends_of(needs: Iterable[ReferenceRequest]) -> Ends:
    """Return how the asks of closed requests were called off. One query, none where all are open."""
    closed = [need.pk for need in needs if need.state == RequestState.CLOSED]
    return ends_among(_CALLED_OFF(threads=closed)) if closed else {}


def ends_among(events: Iterable[Event]) -> Ends:
    """Return the events that called asks off; the newest of each, from events in order."""
    return {event.subject_id: event for event in events if event.state_to == AskState.CANCELLED}


def steps_of(need: ReferenceRequest, asks: Collection[Ask], ends: Ends) -> list[tuple[str, str]]:
    """Return the five steps as (code, done | now | next); of a closed request as (code, done | unreached)."""
    reached = _reached(need, asks, ends)
    over = need.state == RequestState.CLOSED
    ahead = "unreached" if over else "next"
    return [
        (code, "done" if nth < reached else "now" if nth == reached and not over else ahead)
        for nth, (code, _states) in enumerate(STEPS)
    ]


def how_it_closed(need: ReferenceRequest, asks: Iterable[Ask], ends: Ends) -> str:
    """Return how a closed request ended; a buyer who picked no time withdrew nothing."""
    if need.close_reason == CloseReason.WITHDRAWN and any(
        ends[ask.pk].data.get("why") == NO_PICK for ask in asks if ask.pk in ends
    ):
        return _("No time was picked")
    return str(need.get_close_reason_display())


def _reached(need: ReferenceRequest, asks: Iterable[Ask], ends: Ends) -> int:
    if need.state == RequestState.WRAP_UP or need.close_reason == CloseReason.FULFILLED:
        return len(STEPS)
    if need.state != RequestState.CLOSED:
        return next((nth for nth, (_code, at) in enumerate(STEPS) if need.state in at), 0)
    # Closed before it was held: how far anybody came who was asked.
    off = AskState.CANCELLED
    came_to = (ends[ask.pk].state_from if ask.state == off and ask.pk in ends else ask.state for ask in asks)
    return max((DONE_BY.get(state, 0) for state in came_to), default=0)
