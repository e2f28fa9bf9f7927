"""Every wait of the desk: who has the ball, for how long, who is reminded, and what silence means.

A wait is a chain of turns. A turn that ends in silence passes the ball to the next one; the last one moves the
request or ask by a verb, so that no wait can last for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum

from goodword.core.undo import UNDO
from goodword.core.working_time import WorkWeek, add_working_time, working_time_between
from goodword.desk.rules.owner_mode import OwnerMode
from goodword.desk.rules.states import AskState, AskVerb, RequestState, RequestVerb


class Who(StrEnum):
    """Who can have the ball."""

    REP = "rep"
    OWNER = "owner"
    DEPUTY = "deputy"
    PROGRAM = "program"
    LEAD = "lead"
    CUSTOMER = "customer"
    PROSPECT = "prospect"
    BOTH = "both"
    GOODWORD = "goodword"


def _hours(count: int) -> timedelta:
    return timedelta(hours=count)


@dataclass(frozen=True, slots=True)
class WaitSettings:
    """Hold how long each turn lasts, in working time; names ending in `_days` count calendar days.

    `floors`: no need-by date, however close, makes a turn shorter than this.
    """

    triage: timedelta = _hours(4)
    triage_lead: timedelta = _hours(16)
    owner: timedelta = _hours(8)
    owner_reminder: timedelta = _hours(4)
    deputy: timedelta = _hours(4)
    tell: timedelta = _hours(4)
    turn: timedelta = _hours(16)
    customer: timedelta = _hours(16)
    customer_reminder: timedelta = _hours(8)
    scheduling: timedelta = _hours(16)
    scheduling_nudge: timedelta = _hours(8)
    scheduling_program: timedelta = _hours(8)
    scheduling_lead: timedelta = _hours(8)
    writing: timedelta = _hours(24)
    writing_reminder: timedelta = _hours(16)
    held: timedelta = _hours(16)
    held_program: timedelta = _hours(16)
    held_lead: timedelta = _hours(16)
    draft: timedelta = _hours(16)
    draft_reminder: timedelta = _hours(8)
    draft_program: timedelta = _hours(40)
    wrap_up_days: timedelta = timedelta(days=14)
    undo: timedelta = UNDO
    notice: timedelta = _hours(8)
    days_of_choice: timedelta = _hours(16)
    floor_short: timedelta = _hours(1)
    floor_owner: timedelta = _hours(2)
    floor_customer: timedelta = _hours(4)

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) < timedelta(0):
                raise ValueError(f"{field.name} cannot be negative.")

    @classmethod
    def from_rules(cls, changed: Mapping[str, int | float]) -> WaitSettings:
        """Return the defaults with a workspace's own numbers: hours, or days for names ending in `_days`.

        Raises ValueError for a name that is no wait, and for the undo, which is ten minutes everywhere.
        """
        names = {field.name for field in fields(cls)} - {"undo"}
        unknown = sorted(changed.keys() - names)
        if unknown:
            raise ValueError(f"No such wait: {', '.join(unknown)}.")
        return cls(
            **{
                name: timedelta(days=number) if name.endswith("_days") else timedelta(hours=number)
                for name, number in changed.items()
            }
        )


DEFAULT_WAITS = WaitSettings()


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch of a wait.

    `lasts` and `reminder` name fields of WaitSettings; `floor` too. `then`: the verb that silence moves by, None when
    the next turn of the chain begins instead. `code` says what silence means, for the sentence on the page.
    """

    who: Who
    lasts: str
    code: str
    then: AskVerb | RequestVerb | None = None
    reminder: str | None = None
    floor: str = "floor_short"
    calendar: bool = False
    shortens: bool = True


@dataclass(frozen=True, slots=True)
class Situation:
    """Hold what, beside the state, decides how an ask waits.

    `picker`: the side that chooses a time now. `time_chosen`: the yes named a time, only the undo is waited for.
    `writes`: the yes was to written answers, so there is no time to find; once it holds, they write.
    `asked_by_owner`: the owner writes to the customer in their own name. `in_line`: the owner said yes
    while another customer is being asked for the same request.
    """

    mode: OwnerMode | str = OwnerMode.ASK_ME
    has_deputy: bool = True
    picker: Who = Who.PROSPECT
    time_chosen: bool = False
    asked_by_owner: bool = False
    in_line: bool = False
    writes: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """When silence acts, and when the one reminder goes (None: no reminder, or the wait is too short for one)."""

    at: datetime
    reminder_at: datetime | None


NO_PICK = "no_pick"
_OWNER = Turn(Who.OWNER, "owner", "deputy", None, "owner_reminder", "floor_owner")
_DEPUTY = Turn(Who.DEPUTY, "deputy", "next_best", AskVerb.OWNER_TIMEOUT)
_OWNER_ALONE = Turn(Who.OWNER, "owner", "next_best", AskVerb.OWNER_TIMEOUT, "owner_reminder", "floor_owner")
_TELL = Turn(Who.OWNER, "tell", "goes_ahead", AskVerb.GO_AHEAD)
_UNDO = Turn(Who.GOODWORD, "undo", "customer_asked", AskVerb.ASK_CUSTOMER, calendar=True, shortens=False)
# After a no that can still be taken back: until then nobody else is asked.
TAKES_BACK = Turn(Who.GOODWORD, "undo", "next_best", calendar=True, shortens=False)
_IN_LINE = Turn(Who.GOODWORD, "turn", "customer_asked", AskVerb.ASK_CUSTOMER)
_CUSTOMER = Turn(Who.CUSTOMER, "customer", "next_best", AskVerb.EXPIRE, "customer_reminder", "floor_customer")
_OWNER_WRITES = Turn(Who.OWNER, "customer", "next_best", AskVerb.EXPIRE, "customer_reminder", "floor_customer")
_BOOKING = Turn(Who.GOODWORD, "undo", "booked", AskVerb.BOOK, calendar=True, shortens=False)
_BEGINS_TO_WRITE = Turn(Who.GOODWORD, "undo", "writing", AskVerb.BOOK, calendar=True, shortens=False)
_WRITING = Turn(Who.CUSTOMER, "writing", "program_card", None, "writing_reminder", "floor_customer")
_SCHEDULING = (
    Turn(Who.PROGRAM, "scheduling_program", "lead"),
    Turn(Who.LEAD, "scheduling_lead", "next_best", AskVerb.CANCEL),
)
# Another customer can't mend a buyer who picks no time: that ends here.
_BUYER_PICKS = (
    Turn(Who.PROSPECT, "scheduling", "program_card", None, "scheduling_nudge", "floor_customer"),
    Turn(Who.PROGRAM, "scheduling_program", "lead"),
    Turn(Who.LEAD, "scheduling_lead", NO_PICK, AskVerb.CANCEL),
)
_CUSTOMER_PICKS = (
    Turn(Who.CUSTOMER, "scheduling", "program_card", None, "scheduling_nudge", "floor_customer"),
    *_SCHEDULING,
)
_HELD = (
    Turn(Who.BOTH, "held", "program_card", shortens=False),
    Turn(Who.PROGRAM, "held_program", "lead", shortens=False),
    Turn(Who.LEAD, "held_lead", "not_confirmed", AskVerb.CANCEL, shortens=False),
)

# Asks in these states wait for somebody. The chains of owner_pending, customer_pending, accepted and countered
# depend on the situation: `ask_turns` gives the one that holds.
ASK_WAITS: dict[AskState, tuple[tuple[Turn, ...], ...]] = {
    AskState.OWNER_PENDING: ((_OWNER, _DEPUTY), (_OWNER_ALONE,), (_TELL,)),
    AskState.OWNER_OK: ((_UNDO,), (_IN_LINE,)),
    AskState.CUSTOMER_PENDING: ((_CUSTOMER,), (_OWNER_WRITES,)),
    AskState.ACCEPTED: (
        (_BOOKING,),
        _BUYER_PICKS,
        _CUSTOMER_PICKS,
        (_BEGINS_TO_WRITE,),
    ),
    AskState.COUNTERED: (_BUYER_PICKS, _CUSTOMER_PICKS),
    AskState.BOOKED: (_HELD, (_WRITING, *_SCHEDULING)),
}

REQUEST_WAITS: dict[RequestState, tuple[Turn, ...]] = {
    RequestState.DRAFT: (
        Turn(Who.REP, "draft", "program_card", None, "draft_reminder", shortens=False),
        Turn(Who.PROGRAM, "draft_program", "withdrawn", RequestVerb.WITHDRAW, shortens=False),
    ),
    RequestState.TO_MATCH: (
        Turn(Who.PROGRAM, "triage", "lead"),
        Turn(Who.LEAD, "triage_lead", "unfilled", RequestVerb.CLOSE_UNFILLED),
    ),
    RequestState.WRAP_UP: (
        Turn(Who.BOTH, "wrap_up_days", "closes", RequestVerb.FULFIL, calendar=True, shortens=False),
    ),
}

# These requests wait through their asks: the clocks are the asks' own.
WAITS_THROUGH_ASKS: dict[RequestState, frozenset[AskState]] = {
    RequestState.WITH_OWNER: frozenset({AskState.OWNER_PENDING, AskState.OWNER_OK}),
    RequestState.WITH_CUSTOMER: frozenset({AskState.CUSTOMER_PENDING}),
    RequestState.SCHEDULING: frozenset({AskState.ACCEPTED, AskState.COUNTERED}),
    RequestState.BOOKED: frozenset({AskState.BOOKED}),
}


def ask_turns(state: str, situation: Situation = Situation()) -> tuple[Turn, ...]:
    """Return the chain of turns an ask waits through in this state; empty where nobody is waited for."""
    chains = ASK_WAITS.get(AskState(state), ())
    match AskState(state):
        case AskState.OWNER_PENDING if situation.mode == OwnerMode.TELL_ME:
            return chains[2]
        case AskState.OWNER_PENDING:
            return chains[0] if situation.has_deputy else chains[1]
        case AskState.OWNER_OK:
            return chains[1] if situation.in_line else chains[0]
        case AskState.CUSTOMER_PENDING:
            return chains[1] if situation.asked_by_owner else chains[0]
        case AskState.ACCEPTED if situation.writes:
            return chains[3]
        case AskState.ACCEPTED if situation.time_chosen:
            return chains[0]
        case AskState.ACCEPTED:
            return chains[2] if situation.picker is Who.CUSTOMER else chains[1]
        case AskState.COUNTERED:
            return chains[1] if situation.picker is Who.CUSTOMER else chains[0]
        case AskState.BOOKED if situation.writes:
            return chains[1]
    return chains[0] if chains else ()


def request_turns(state: str) -> tuple[Turn, ...]:
    """Return the chain of turns a request itself waits through; empty where its asks hold the clocks."""
    return REQUEST_WAITS.get(RequestState(state), ())


def deadline(
    turn: Turn,
    start: datetime,
    week: WorkWeek,
    *,
    need_by: datetime | None = None,
    still_to_come: timedelta = timedelta(0),
    latest: datetime | None = None,
    settings: WaitSettings = DEFAULT_WAITS,
) -> Deadline:
    """Return when a turn that began at `start` ends, on the clock of whoever has the ball.

    When less working time is left until `need_by` than this turn and what is `still_to_come` after it (working time,
    from `promise.still_to_come`), the turn is shortened in that proportion, to whole minutes, never under its floor.
    `latest` cuts it hard (the last proposed time, less two hours). The reminder is cut in the same proportion.
    """
    full: timedelta = getattr(settings, turn.lasts)
    reminder: timedelta | None = getattr(settings, turn.reminder) if turn.reminder else None
    if turn.calendar:
        return Deadline(start + full, None)
    lasts = full
    if need_by is not None and turn.shortens:
        lasts = shortened(
            full, full + still_to_come, working_time_between(start, need_by, week), _floor(turn, settings)
        )
    ends = add_working_time(start, lasts, week)
    if latest is not None:
        ends = max(start, min(ends, latest))
    if reminder is None or not full:
        return Deadline(ends, None)
    reminded = add_working_time(start, _proportion(reminder, lasts, full), week)
    return Deadline(ends, reminded if start < reminded < ends else None)


def shortened(full: timedelta, needed: timedelta, there_is: timedelta, floor: timedelta) -> timedelta:
    """Return `full`, or its share of the time there is when more is needed; never under `floor`, nor over `full`."""
    if there_is >= needed:
        return full
    return min(full, max(floor, _proportion(full, max(there_is, timedelta(0)), needed)))


def _floor(turn: Turn, settings: WaitSettings) -> timedelta:
    floor: timedelta = getattr(settings, turn.floor)
    return floor


def _proportion(part: timedelta, there_is: timedelta, needed: timedelta) -> timedelta:
    """Return part × there_is ÷ needed in whole minutes, by integers."""
    minute = timedelta(minutes=1)
    if not needed:
        return part
    return minute * ((part // minute) * (there_is // minute) // max(1, needed // minute))


@dataclass(frozen=True, slots=True)
class Silence:
    """What happens when a turn ends with nobody having done anything.

    Either `verb` moves the thing, or `to` has the ball next for turn number `nth`.
    """

    code: str
    verb: AskVerb | RequestVerb | None
    to: Who | None
    nth: int | None


def silence_on_ask(state: str, situation: Situation = Situation(), nth: int = 0) -> Silence:
    """Return what the end of an ask's nth turn means. Raises LookupError where nobody is waited for."""
    return _silence(ask_turns(state, situation), nth)


def silence_on_request(state: str, nth: int = 0) -> Silence:
    """Return what the end of a request's nth turn means. Raises LookupError where its asks hold the clocks."""
    return _silence(request_turns(state), nth)


def turn_at(turns: tuple[Turn, ...], nth: int) -> Turn:
    """Return the nth turn, or the last one of a chain that grew shorter meanwhile (a deputy was taken away)."""
    return turns[min(nth, len(turns) - 1)]


def _silence(turns: tuple[Turn, ...], nth: int) -> Silence:
    turn = turn_at(turns, nth)
    passes_on = turn.then is None
    return Silence(
        code=turn.code,
        verb=turn.then,
        to=turns[nth + 1].who if passes_on else None,
        nth=nth + 1 if passes_on else None,
    )
