"""The two lives of the desk, as data: a request's and an ask's. Docs and steppers are drawn from these tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import TextChoices

# (state, verb) to state, typed loosely because stored states come back as plain strings.
Transitions = Mapping[tuple[str, str], str]


class RequestState(TextChoices):
    DRAFT = "draft", "Draft"
    TO_MATCH = "to_match", "To match"
    WITH_OWNER = "with_owner", "With owner"
    WITH_CUSTOMER = "with_customer", "With customer"
    SCHEDULING = "scheduling", "Scheduling"
    BOOKED = "booked", "Booked"
    WRAP_UP = "wrap_up", "Wrap up"
    CLOSED = "closed", "Closed"


class AskState(TextChoices):
    PLANNED = "planned", "Planned"
    OWNER_PENDING = "owner_pending", "Owner asked"
    OWNER_OK = "owner_ok", "Owner said yes"
    OWNER_NO = "owner_no", "Owner said not now"
    OWNER_TIMEOUT = "owner_timeout", "Owner did not answer"
    CUSTOMER_PENDING = "customer_pending", "Customer asked"
    ACCEPTED = "accepted", "Customer said yes"
    COUNTERED = "countered", "Other times offered"
    DECLINED = "declined", "Customer said not this time"
    EXPIRED = "expired", "Customer did not answer"
    BOOKED = "booked", "Booked"
    HELD = "held", "Held"
    NO_SHOW = "no_show", "Did not take place"
    CANCELLED = "cancelled", "Called off"


class CloseReason(TextChoices):
    FULFILLED = "fulfilled", "Fulfilled"
    WITHDRAWN = "withdrawn", "Withdrawn"
    PROOF_ONLY = "proof_only", "Proof only"
    UNFILLED = "unfilled", "Unfilled"
    DEAL_CLOSED = "deal_closed", "Deal closed"
    NOT_CONFIRMED = "not_confirmed", "Not confirmed"


class RequestVerb(TextChoices):
    """What moves a request. It follows its asks, so most of these are said of an ask first."""

    SEND = "send", "Send"
    ASK_OWNER = "ask_owner", "Ask the owner"
    ASK_CUSTOMER = "ask_customer", "Ask the customer"
    SCHEDULE = "schedule", "Find a time"
    BOOK = "book", "Book"
    WRAP_UP = "wrap_up", "Wrap up"
    REMATCH = "rematch", "Look again"
    FULFIL = "fulfil", "Close as fulfilled"
    WITHDRAW = "withdraw", "Withdraw"
    CLOSE_WITH_PROOF = "close_with_proof", "Close with proof only"
    CLOSE_UNFILLED = "close_unfilled", "Close unfilled"
    CLOSE_WITH_DEAL = "close_with_deal", "Close with the deal"
    CLOSE_UNCONFIRMED = "close_unconfirmed", "Close as not confirmed"


class AskVerb(TextChoices):
    PLAN = "plan", "Plan"
    ASK_OWNER = "ask_owner", "Ask the owner"
    TELL_OWNER = "tell_owner", "Tell the owner"
    PRE_APPROVE = "pre_approve", "Go by the owner's standing yes"
    PASS_TO_DEPUTY = "pass_to_deputy", "Pass to the deputy"
    APPROVE = "approve", "Owner says yes"
    GO_AHEAD = "go_ahead", "Nobody stopped it"
    DECLINE_BY_OWNER = "decline_by_owner", "Owner says not now"
    OWNER_TIMEOUT = "owner_timeout", "Owner is silent"
    STAND_BY = "stand_by", "Stand by again"
    APPROVE_LATE = "approve_late", "Owner says yes after all"
    ASK_CUSTOMER = "ask_customer", "Ask the customer"
    ACCEPT = "accept", "Customer says yes"
    COUNTER = "counter", "Customer offers other times"
    DECLINE = "decline", "Customer says not this time"
    EXPIRE = "expire", "Customer is silent"
    OFFER_TIMES = "offer_times", "Offer other times"
    BOOK = "book", "Book"
    RESCHEDULE = "reschedule", "Move it"
    CALL_OFF = "call_off", "Can't make it"
    CONFIRM_HELD = "confirm_held", "It took place"
    NO_SHOW = "no_show", "It did not take place"
    CANCEL = "cancel", "Cancel"


_R, _V = RequestState, RequestVerb
REQUEST_BEGINS = RequestState.DRAFT
REQUEST_ENDS: frozenset[RequestState] = frozenset({_R.CLOSED})

# Every move a request knows; a pair that is not here is refused as "it moved on".
REQUEST_TRANSITIONS: Transitions = {
    (_R.DRAFT, _V.SEND): _R.TO_MATCH,
    (_R.DRAFT, _V.WITHDRAW): _R.CLOSED,
    (_R.DRAFT, _V.CLOSE_WITH_DEAL): _R.CLOSED,
    (_R.TO_MATCH, _V.ASK_OWNER): _R.WITH_OWNER,
    (_R.TO_MATCH, _V.ASK_CUSTOMER): _R.WITH_CUSTOMER,
    (_R.TO_MATCH, _V.SCHEDULE): _R.SCHEDULING,
    (_R.TO_MATCH, _V.BOOK): _R.BOOKED,
    # A call that was thought not to have taken place did: from here, and from wherever the next best stands by then.
    (_R.TO_MATCH, _V.WRAP_UP): _R.WRAP_UP,
    (_R.TO_MATCH, _V.WITHDRAW): _R.CLOSED,
    (_R.TO_MATCH, _V.CLOSE_WITH_PROOF): _R.CLOSED,
    (_R.TO_MATCH, _V.CLOSE_UNFILLED): _R.CLOSED,
    (_R.TO_MATCH, _V.CLOSE_WITH_DEAL): _R.CLOSED,
    # The ask of a call nobody confirmed ends first, and takes the request back here.
    (_R.TO_MATCH, _V.CLOSE_UNCONFIRMED): _R.CLOSED,
    (_R.WITH_OWNER, _V.ASK_CUSTOMER): _R.WITH_CUSTOMER,
    (_R.WITH_OWNER, _V.SCHEDULE): _R.SCHEDULING,
    (_R.WITH_OWNER, _V.BOOK): _R.BOOKED,
    (_R.WITH_OWNER, _V.REMATCH): _R.TO_MATCH,
    (_R.WITH_OWNER, _V.WRAP_UP): _R.WRAP_UP,
    (_R.WITH_OWNER, _V.WITHDRAW): _R.CLOSED,
    (_R.WITH_OWNER, _V.CLOSE_WITH_PROOF): _R.CLOSED,
    (_R.WITH_OWNER, _V.CLOSE_UNFILLED): _R.CLOSED,
    (_R.WITH_OWNER, _V.CLOSE_WITH_DEAL): _R.CLOSED,
    (_R.WITH_CUSTOMER, _V.SCHEDULE): _R.SCHEDULING,
    (_R.WITH_CUSTOMER, _V.BOOK): _R.BOOKED,
    (_R.WITH_CUSTOMER, _V.ASK_OWNER): _R.WITH_OWNER,
    (_R.WITH_CUSTOMER, _V.REMATCH): _R.TO_MATCH,
    (_R.WITH_CUSTOMER, _V.WRAP_UP): _R.WRAP_UP,
    (_R.WITH_CUSTOMER, _V.WITHDRAW): _R.CLOSED,
    (_R.WITH_CUSTOMER, _V.CLOSE_WITH_PROOF): _R.CLOSED,
    (_R.WITH_CUSTOMER, _V.CLOSE_UNFILLED): _R.CLOSED,
    (_R.WITH_CUSTOMER, _V.CLOSE_WITH_DEAL): _R.CLOSED,
    (_R.SCHEDULING, _V.BOOK): _R.BOOKED,
    (_R.SCHEDULING, _V.ASK_CUSTOMER): _R.WITH_CUSTOMER,
    (_R.SCHEDULING, _V.ASK_OWNER): _R.WITH_OWNER,
    (_R.SCHEDULING, _V.REMATCH): _R.TO_MATCH,
    (_R.SCHEDULING, _V.WRAP_UP): _R.WRAP_UP,
    (_R.SCHEDULING, _V.WITHDRAW): _R.CLOSED,
    (_R.SCHEDULING, _V.CLOSE_WITH_PROOF): _R.CLOSED,
    (_R.SCHEDULING, _V.CLOSE_UNFILLED): _R.CLOSED,
    (_R.SCHEDULING, _V.CLOSE_WITH_DEAL): _R.CLOSED,
    (_R.BOOKED, _V.WRAP_UP): _R.WRAP_UP,
    (_R.BOOKED, _V.SCHEDULE): _R.SCHEDULING,
    (_R.BOOKED, _V.ASK_CUSTOMER): _R.WITH_CUSTOMER,
    (_R.BOOKED, _V.ASK_OWNER): _R.WITH_OWNER,
    (_R.BOOKED, _V.REMATCH): _R.TO_MATCH,
    (_R.BOOKED, _V.WITHDRAW): _R.CLOSED,
    (_R.BOOKED, _V.CLOSE_UNFILLED): _R.CLOSED,
    (_R.BOOKED, _V.CLOSE_WITH_PROOF): _R.CLOSED,
    (_R.BOOKED, _V.CLOSE_WITH_DEAL): _R.CLOSED,
    (_R.WRAP_UP, _V.FULFIL): _R.CLOSED,
    (_R.WRAP_UP, _V.BOOK): _R.BOOKED,
    (_R.WRAP_UP, _V.SCHEDULE): _R.SCHEDULING,
}

# The verb with which a request follows its asks to a state.
FOLLOWS: dict[RequestState, RequestVerb] = {
    _R.TO_MATCH: _V.REMATCH,
    _R.WITH_OWNER: _V.ASK_OWNER,
    _R.WITH_CUSTOMER: _V.ASK_CUSTOMER,
    _R.SCHEDULING: _V.SCHEDULE,
    _R.BOOKED: _V.BOOK,
    _R.WRAP_UP: _V.WRAP_UP,
}

CLOSES: dict[RequestVerb, CloseReason] = {
    _V.FULFIL: CloseReason.FULFILLED,
    _V.WITHDRAW: CloseReason.WITHDRAWN,
    _V.CLOSE_WITH_PROOF: CloseReason.PROOF_ONLY,
    _V.CLOSE_UNFILLED: CloseReason.UNFILLED,
    _V.CLOSE_WITH_DEAL: CloseReason.DEAL_CLOSED,
    _V.CLOSE_UNCONFIRMED: CloseReason.NOT_CONFIRMED,
}

_A, _W = AskState, AskVerb
# `plan` makes an ask in this state; it is no move of the table, because nothing was there before.
ASK_BEGINS = AskState.PLANNED
# Nothing is waited for here; a few can still be taken up again, by undo, a late yes or a late word.
ASK_ENDS: frozenset[AskState] = frozenset(
    {_A.OWNER_NO, _A.OWNER_TIMEOUT, _A.DECLINED, _A.EXPIRED, _A.HELD, _A.NO_SHOW, _A.CANCELLED}
)

ASK_TRANSITIONS: Transitions = {
    (_A.PLANNED, _W.ASK_OWNER): _A.OWNER_PENDING,
    (_A.PLANNED, _W.TELL_OWNER): _A.OWNER_PENDING,
    (_A.PLANNED, _W.PRE_APPROVE): _A.OWNER_OK,
    (_A.PLANNED, _W.CANCEL): _A.CANCELLED,
    (_A.OWNER_PENDING, _W.PASS_TO_DEPUTY): _A.OWNER_PENDING,
    (_A.OWNER_PENDING, _W.APPROVE): _A.OWNER_OK,
    (_A.OWNER_PENDING, _W.GO_AHEAD): _A.OWNER_OK,
    (_A.OWNER_PENDING, _W.DECLINE_BY_OWNER): _A.OWNER_NO,
    (_A.OWNER_PENDING, _W.OWNER_TIMEOUT): _A.OWNER_TIMEOUT,
    (_A.OWNER_PENDING, _W.STAND_BY): _A.PLANNED,
    (_A.OWNER_PENDING, _W.CANCEL): _A.CANCELLED,
    (_A.OWNER_OK, _W.ASK_CUSTOMER): _A.CUSTOMER_PENDING,
    (_A.OWNER_OK, _W.DECLINE_BY_OWNER): _A.OWNER_NO,
    (_A.OWNER_OK, _W.STAND_BY): _A.PLANNED,
    (_A.OWNER_OK, _W.CANCEL): _A.CANCELLED,
    # A late answer counts while the request still looks for somebody.
    (_A.OWNER_TIMEOUT, _W.APPROVE_LATE): _A.OWNER_OK,
    (_A.OWNER_TIMEOUT, _W.DECLINE_BY_OWNER): _A.OWNER_NO,
    (_A.CUSTOMER_PENDING, _W.ACCEPT): _A.ACCEPTED,
    (_A.CUSTOMER_PENDING, _W.COUNTER): _A.COUNTERED,
    (_A.CUSTOMER_PENDING, _W.DECLINE): _A.DECLINED,
    (_A.CUSTOMER_PENDING, _W.EXPIRE): _A.EXPIRED,
    (_A.CUSTOMER_PENDING, _W.CANCEL): _A.CANCELLED,
    (_A.ACCEPTED, _W.BOOK): _A.BOOKED,
    (_A.ACCEPTED, _W.OFFER_TIMES): _A.COUNTERED,
    (_A.ACCEPTED, _W.DECLINE): _A.DECLINED,
    (_A.ACCEPTED, _W.CANCEL): _A.CANCELLED,
    (_A.COUNTERED, _W.BOOK): _A.BOOKED,
    (_A.COUNTERED, _W.OFFER_TIMES): _A.COUNTERED,
    (_A.COUNTERED, _W.DECLINE): _A.DECLINED,
    (_A.COUNTERED, _W.CANCEL): _A.CANCELLED,
    (_A.EXPIRED, _W.ACCEPT): _A.ACCEPTED,
    (_A.EXPIRED, _W.COUNTER): _A.COUNTERED,
    (_A.EXPIRED, _W.DECLINE): _A.DECLINED,
    (_A.BOOKED, _W.CONFIRM_HELD): _A.HELD,
    (_A.BOOKED, _W.NO_SHOW): _A.NO_SHOW,
    (_A.BOOKED, _W.RESCHEDULE): _A.COUNTERED,
    (_A.BOOKED, _W.BOOK): _A.BOOKED,
    (_A.BOOKED, _W.CALL_OFF): _A.CANCELLED,
    (_A.BOOKED, _W.CANCEL): _A.CANCELLED,
    # One side's word that came late outweighs the others' silence.
    (_A.NO_SHOW, _W.CONFIRM_HELD): _A.HELD,
}

# The answers that can be taken back within ten minutes, by their events, and what taking each back is called. It leads to
# where the answer was given, whatever that was, with all that stood there: `core.states.move_back`.
TAKEN_BACK: Mapping[str, str] = {
    "ask.approved": "ask.approve_undone",
    "ask.declined_by_owner": "ask.decline_by_owner_undone",
    "ask.accepted": "ask.accept_undone",
    "ask.countered": "ask.counter_undone",
    "ask.declined": "ask.decline_undone",
    "ask.answered": "ask.answer_undone",
    "ask.called_off": "ask.call_off_undone",
}
# The same of the program's choice whom to ask: until the ten minutes are over the owner is not written to.
PROPOSALS: Mapping[str, str] = {
    "ask.owner_asked": "ask.owner_asked_undone",
    "ask.owner_told": "ask.owner_told_undone",
    "ask.pre_approved": "ask.pre_approved_undone",
}
# The same of closing a request, and of saying how the help went.
CLOSINGS: Mapping[str, str] = {
    "request.withdrawn": "request.withdraw_undone",
    "request.closed": "request.close_undone",
}
DEBRIEFED, DEBRIEF_UNDONE = "debrief.given", "debrief.given_undone"
UNDOABLE: frozenset[str] = frozenset({*TAKEN_BACK, *PROPOSALS, *CLOSINGS, DEBRIEFED})

# An advocate has at most one ask in these, whosever deal it is for.
LIVE: frozenset[AskState] = frozenset(
    {_A.OWNER_PENDING, _A.OWNER_OK, _A.CUSTOMER_PENDING, _A.ACCEPTED, _A.COUNTERED, _A.BOOKED}
)
# A request has at most one ask in these.
WITH_CUSTOMER: frozenset[AskState] = frozenset({_A.CUSTOMER_PENDING, _A.ACCEPTED, _A.COUNTERED})
WITH_OWNER: frozenset[AskState] = frozenset({_A.OWNER_PENDING, _A.OWNER_OK})
# The customer said yes: from here the name may be known on this request.
SAID_YES: frozenset[AskState] = frozenset({_A.ACCEPTED, _A.COUNTERED, _A.BOOKED, _A.HELD, _A.NO_SHOW})

_STANDS_FOR: dict[AskState, RequestState] = {
    _A.OWNER_PENDING: _R.WITH_OWNER,
    _A.OWNER_OK: _R.WITH_OWNER,
    _A.CUSTOMER_PENDING: _R.WITH_CUSTOMER,
    _A.ACCEPTED: _R.SCHEDULING,
    _A.COUNTERED: _R.SCHEDULING,
    _A.BOOKED: _R.BOOKED,
    _A.HELD: _R.WRAP_UP,
}
PATH: tuple[RequestState, ...] = tuple(RequestState)


def request_state_of(asks: Collection[str], wanted: int = 1) -> RequestState:
    """Return where a sent request stands, from the states of its asks.

    A request for several references stands where the least advanced of its `wanted` best asks stands.
    """
    places = sorted((PATH.index(_STANDS_FOR[AskState(ask)]) for ask in asks if ask in _STANDS_FOR), reverse=True)
    if len(places) < wanted:
        return RequestState.TO_MATCH
    return PATH[places[wanted - 1]]


def verb_to_follow(state: str, asks: Collection[str], wanted: int = 1) -> RequestVerb | None:
    """Return the verb that takes a sent request where its asks stand, or None when it is there already."""
    there = request_state_of(asks, wanted)
    return None if there == state else FOLLOWS[there]


def close_reason(verb: str, *, delivered: int = 0, wanted: int = 1, proof_shared: bool = False) -> CloseReason:
    """Return what a closing is counted as: delivered help is never written off as unfilled.

    `delivered` counts held calls and answers given. A silence or a closed deal after the help is a fulfilled request;
    one without it, but with proof shared with the buyer, is proof only.
    """
    named = CLOSES[RequestVerb(verb)]
    if named == CloseReason.WITHDRAWN:
        return named
    if delivered >= wanted:
        return CloseReason.FULFILLED
    if named == CloseReason.UNFILLED and proof_shared:
        return CloseReason.PROOF_ONLY
    return named
