"""Moving an ask and letting its request follow: the one path every verb of the desk takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from goodword.core import clock, states
from goodword.core.actors import Actor
from goodword.core.models import Event
from goodword.core.statements import Kept
from goodword.core.undo import UNDO
from goodword.desk.actions import clocks
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.rules.states import (
    ASK_TRANSITIONS,
    LIVE,
    REQUEST_TRANSITIONS,
    AskState,
    AskVerb,
    RequestState,
    RequestVerb,
    close_reason,
    verb_to_follow,
)
from goodword.protection import actions as protection

# Where the event of a choice keeps the clock that the request itself had while it waited for one.
REQUEST_CLOCK = "request_clock"

_STATES = Kept[str](lambda need: Ask.objects.filter(need=need).values_list("state", flat=True))


def locked(need: ReferenceRequest) -> ReferenceRequest:
    """Lock the request, so that its asks move one at a time. Always taken before accounts and people."""
    return ReferenceRequest.objects.locked(need.pk)


def undo_until() -> datetime:
    return clock.now() + UNDO


def move_ask(
    ask: Ask,
    verb: AskVerb,
    *,
    by: Actor,
    event: str,
    changes: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    undoable: bool = False,
    turn: int = 0,
) -> Event:
    """Move an ask by a verb, start its next clock and let the request follow. Raises TooLate.

    An undoable end keeps the advocate's place until the window is over (a reaction gives it back then), so that an
    undo never finds it taken.
    """
    locked(ask.need)
    done = states.move(
        ask,
        verb,
        ASK_TRANSITIONS,
        by=by,
        event=event,
        changes=_clock_at_rest() | dict(changes or {}),
        about=about(ask),
        thread=ask.need_id,
        data=data,
        undo_until=undo_until() if undoable else None,
    )
    if ask.state not in LIVE and not undoable:
        protection.release(ask.pk, by=by)
    clocks.start_ask(ask, turn)
    follow(ask.need, by=by)
    return done


def move_ask_back(ask: Ask, answer: Event, *, by: Actor, event: str) -> Event:
    """Take an answer back: state, turn, clock and place stand as they did before it. Raises TooLate.

    The clock stood still while the answer did, so whoever has the ball again has as long as was left.
    """
    locked(ask.need)
    done = states.move_back(ask, answer, by=by, event=event, about=about(ask), thread=ask.need_id)
    if ask.state not in LIVE:
        # A late yes had taken the place again.
        protection.release(ask.pk, by=by)
    clocks.resume_ask(ask, clock.now() - answer.at)
    follow(ask.need, by=by)
    stood = answer.data.get(REQUEST_CLOCK)
    if stood and ask.need.state == RequestState.TO_MATCH:
        clocks.put_back_request(ask.need, stood, clock.now() - answer.at)
    return done


def move_request(
    need: ReferenceRequest,
    verb: RequestVerb,
    *,
    by: Actor,
    event: str,
    changes: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    undoable: bool = False,
) -> Event:
    """Move a request by a verb and start its next clock. Raises TooLate."""
    done = states.move(
        need,
        verb,
        REQUEST_TRANSITIONS,
        by=by,
        event=event,
        changes=_clock_at_rest() | dict(changes or {}),
        about=(need.opportunity, need.opportunity.account),
        thread=need.pk,
        data=data,
        undo_until=undo_until() if undoable else None,
    )
    clocks.start_request(need)
    return done


def move_request_back(need: ReferenceRequest, closing: Event, *, by: Actor, event: str) -> Event:
    """Take a closing back: the request and its asks run on from where they stood. Raises TooLate."""
    about_it = (need.opportunity, need.opportunity.account)
    done = states.move_back(need, closing, by=by, event=event, about=about_it, thread=need.pk)
    clocks.resume_request(need, clock.now() - closing.at)
    for ask in need.asks.live():
        clocks.resume_ask(ask, clock.now() - max(closing.at, ask.state_since))
    follow(need, by=by)
    return done


def close_request(need: ReferenceRequest, verb: RequestVerb, *, by: Actor, undoable: bool = False) -> Event:
    """Close a request by a verb, counted as what was delivered. Raises TooLate."""
    delivered = need.asks.filter(state=AskState.HELD).count()
    reason = close_reason(verb, delivered=delivered)
    return move_request(
        need,
        verb,
        by=by,
        event="request.closed",
        changes={"close_reason": reason, "closed_at": clock.now()},
        data={"reason": str(reason), "verb": str(verb)},
        undoable=undoable,
    )


def follow(need: ReferenceRequest, *, by: Actor) -> None:
    """Take the request where its asks stand."""
    need.refresh_from_db(fields=["state"])
    if need.state in (RequestState.DRAFT, RequestState.CLOSED):
        return
    verb = verb_to_follow(need.state, _STATES(need=need.pk))
    if verb is not None:
        move_request(need, verb, by=by, event="request.moved")


def about(ask: Ask) -> tuple[Any, ...]:
    """Return what an ask's events also concern: the person, their account, the deal."""
    return (ask.advocate, ask.advocate.profile.account, ask.need, ask.need.opportunity)


def _clock_at_rest() -> dict[str, Any]:
    """Return what every move writes: since when, and no turn of anybody's until the next clock starts."""
    return {"state_since": clock.now(), "turn": 0, "deadline_at": None, "reminder_at": None}
