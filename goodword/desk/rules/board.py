"""The board: its five lanes, and which way a request can be moved by whoever runs it.

A request stands where its asks stand, so a move is always one of the desk's verbs on an ask. Where there is none, the
table says whose answer takes the request there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goodword.desk.rules.states import (
    ASK_TRANSITIONS,
    REQUEST_TRANSITIONS,
    AskState,
    AskVerb,
    RequestState,
    RequestVerb,
)

LANES: Mapping[str, frozenset[RequestState]] = {
    "to_match": frozenset({RequestState.DRAFT, RequestState.TO_MATCH}),
    "with_owner": frozenset({RequestState.WITH_OWNER}),
    "with_customer": frozenset({RequestState.WITH_CUSTOMER}),
    "booked": frozenset({RequestState.SCHEDULING, RequestState.BOOKED}),
    "wrap_up": frozenset({RequestState.WRAP_UP}),
}
LAST = "closed"
"""Where a request leaves the board."""


@dataclass(frozen=True, slots=True)
class Move:
    """One way a card could go. `verb`: the press that takes it there; "" where none does, and `why` says so.

    The verbs with a page of their own, which asks for what they need, are those of `ASKS_FIRST`.
    """

    lane: str
    verb: str
    why: str = ""


# Choosing somebody else than the plan's first, picking a time and closing ask for more than a press.
ASKS_FIRST = frozenset({"choose", "pick_time", "say_how", "close"})

_OWNER_FIRST = "The owner answers before the customer hears anything."
_NOT_BACK = "Nobody is asked twice for one deal. It comes back by itself when somebody says no."
_YES_FIRST = "It goes there when the customer says yes."
_NOT_YET = "That is for all sides to say, once the call is over."
_ASKED_FIRST = "The owner is asked first: choose whom."


def lane_of(state: str) -> str:
    """Return the lane a request is in; `LAST` once it is closed."""
    return next((code for code, states in LANES.items() if state in states), LAST)


def moves(state: str, lead: str, *, planned: bool, over: bool = False) -> list[Move]:
    """Return where a card could go and how, for every lane but its own, and off the board.

    `lead`: the state of the ask that is furthest, "" while nobody is asked. `planned`: somebody is in line who can be
    named at once. `over`: its call is over, or its answers were sent.
    """
    here = lane_of(state)
    told = {
        "to_match": _back(state, lead),
        "with_owner": _to_owner(here, planned=planned),
        "with_customer": _to_customer(lead),
        "booked": _to_booked(here, lead),
        "wrap_up": Move("wrap_up", "say_how") if over and here == "booked" else Move("wrap_up", "", _NOT_YET),
        LAST: _off(state),
    }
    return [move for lane, move in told.items() if lane != here]


def _to_owner(here: str, *, planned: bool) -> Move:
    if here == "to_match":
        return Move("with_owner", "propose" if planned else "choose")
    return Move("with_owner", "", _NOT_BACK)


def _to_customer(lead: str) -> Move:
    if _knows(lead, AskVerb.APPROVE):
        return Move("with_customer", "approve")
    return Move("with_customer", "", _ASKED_FIRST if not lead else _NOT_BACK)


def _back(state: str, lead: str) -> Move:
    if (state, RequestVerb.REMATCH) not in REQUEST_TRANSITIONS:
        return Move("to_match", "", _NOT_YET if state == RequestState.BOOKED else _NOT_BACK)
    if _knows(lead, AskVerb.DECLINE_BY_OWNER):
        return Move("to_match", "owner_no")
    if lead == AskState.CUSTOMER_PENDING:
        return Move("to_match", "customer_no")
    return Move("to_match", "", _NOT_BACK)


def _to_booked(here: str, lead: str) -> Move:
    if here == "to_match":
        return Move("booked", "", _OWNER_FIRST)
    return Move("booked", "", _YES_FIRST if lead != AskState.HELD else _NOT_BACK)


def _off(state: str) -> Move:
    if (state, RequestVerb.WITHDRAW) in REQUEST_TRANSITIONS:
        return Move(LAST, "close")
    return Move(LAST, "", "It closes when all sides have said how it went, or after two weeks.")


def _knows(lead: str, verb: AskVerb) -> bool:
    return bool(lead) and (AskState(lead), verb) in ASK_TRANSITIONS
