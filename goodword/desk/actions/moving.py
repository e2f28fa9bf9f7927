"""Moving an ask and letting its request follow: the one path every verb of the desk takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from goodword.core import clock, states
from goodword.core.actors import Actor
from goodword.core.models import Event
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

UNDO = timedelta(minutes=10)


def locked(need: ReferenceRequest) -> ReferenceRequest:
    """Lock the request, so that its asks move one at a time. Always taken before accounts and people."""
    return ReferenceRequest.objects.select_for_update(no_key=True).get(pk=need.pk)


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
    undoes: Event | None = None,
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
        changes={"state_since": clock.now(), "deadline_at": None, "reminder_at": None, **(changes or {})},
        about=about(ask),
        thread=ask.need_id,
        data=data,
        undo_until=undo_until() if undoable else None,
        undoes=undoes,
    )
    if ask.state not in LIVE and not undoable:
        protection.release(ask.pk, by=by)
    clocks.start_ask(ask, turn)
    follow(ask.need, by=by)
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
    undoes: Event | None = None,
) -> Event:
    """Move a request by a verb and start its next clock. Raises TooLate."""
    done = states.move(
        need,
        verb,
        REQUEST_TRANSITIONS,
        by=by,
        event=event,
        changes={"state_since": clock.now(), "deadline_at": None, "reminder_at": None, **(changes or {})},
        about=(need.opportunity, need.opportunity.account),
        thread=need.pk,
        data=data,
        undo_until=undo_until() if undoable else None,
        undoes=undoes,
    )
    clocks.start_request(need)
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
    verb = verb_to_follow(need.state, list(need.asks.values_list("state", flat=True)))
    if verb is not None:
        move_request(need, verb, by=by, event="request.moved")


def about(ask: Ask) -> tuple[Any, ...]:
    """Return what an ask's events also concern: the person, their account, the deal."""
    return (ask.advocate, ask.advocate.profile.account, ask.need, ask.need.opportunity)
