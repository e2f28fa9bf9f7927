"""When a request will be answered and the call held: computed from the waits on its own path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from goodword.core.working_time import (
    NOTHING,
    WorkWeek,
    add_working_time,
    next_working_moment,
    working_time_between,
    zone_named,
)
from goodword.desk.rules.owner_mode import OwnerMode, OwnerStep
from goodword.desk.rules.waits import DEFAULT_WAITS, WaitSettings, shortened
from goodword.desk.rules.words import date_words, weekday_words

ENOUGH_TO_LEARN_FROM = 5


class Leg(StrEnum):
    """One stretch of a request's path. `notice` is the time from booking to the call, `writing` the days to write in."""

    TRIAGE = "triage"
    OWNER = "owner"
    TELL = "tell"
    CUSTOMER = "customer"
    SCHEDULING = "scheduling"
    NOTICE = "notice"
    WRITING = "writing"


_FLOORS = {
    Leg.TRIAGE: "floor_short",
    Leg.OWNER: "floor_owner",
    Leg.TELL: "floor_short",
    Leg.CUSTOMER: "floor_customer",
    Leg.SCHEDULING: "floor_customer",
    Leg.NOTICE: "floor_customer",
    Leg.WRITING: "floor_customer",
}
_SENTENCES = {
    "triage": "{program} picks whom to ask.",
    "owner": "{owner} answers, or we ask the deputy.",
    "tell": "{owner} is told, and may stop it.",
    "asked": "{owner} is told; {customer} is asked.",
    "customer": "{customer} answers, or we ask the next best.",
    "scheduling": "A time is picked.",
    "held": "Call held.",
    "writing": "{customer} has sent the answers.",
}
DEFAULT_PATH = (Leg.OWNER, Leg.CUSTOMER, Leg.SCHEDULING, Leg.NOTICE)
WRITING_PATH = (Leg.OWNER, Leg.CUSTOMER, Leg.WRITING)
# What of a path is over once the request or ask is in this state, the present leg included.
_UNDER_WAY = {
    "to_match": (Leg.TRIAGE,),
    "owner_pending": (Leg.TRIAGE, Leg.OWNER, Leg.TELL),
    "owner_ok": (Leg.TRIAGE, Leg.OWNER, Leg.TELL),
    "customer_pending": (Leg.TRIAGE, Leg.OWNER, Leg.TELL, Leg.CUSTOMER),
    "accepted": (Leg.TRIAGE, Leg.OWNER, Leg.TELL, Leg.CUSTOMER, Leg.SCHEDULING),
    "countered": (Leg.TRIAGE, Leg.OWNER, Leg.TELL, Leg.CUSTOMER, Leg.SCHEDULING),
}


@dataclass(frozen=True, slots=True)
class Weeks:
    """Hold the working hours of everyone on the path."""

    program: WorkWeek
    owner: WorkWeek
    customer: WorkWeek
    prospect: WorkWeek


@dataclass(frozen=True, slots=True)
class Measured:
    """What a leg really took here: the median working time of `n` cases."""

    median: timedelta
    n: int


@dataclass(frozen=True, slots=True)
class Names:
    """Hold what the viewer may call people; a masked customer is called by its description."""

    owner: str = "The owner"
    customer: str = "The customer"
    program: str = "The program"


@dataclass(frozen=True, slots=True)
class PromiseStep:
    """One line of the path: by when, what."""

    code: str
    by: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class Promise:
    """By when the customer has answered and the call is held, or the written answers are there.

    `possible`: even with every wait at its floor it can be done by the need-by date; `earliest` says when it could.
    """

    answer_by: datetime
    call_by: datetime
    possible: bool
    earliest: datetime
    steps: tuple[PromiseStep, ...]


def path_of(
    step: OwnerStep, *, program_reviews: bool = False, times_known: bool = False, writes: bool = False
) -> tuple[Leg, ...]:
    """Return the legs up to the help: the program's (masked, or it reviews all), the owner's, the customer's, a time.

    `writes`: no time is needed; after the yes they write.
    """
    legs = [Leg.TRIAGE] if program_reviews else []
    if step.waits:
        legs.append(Leg.TELL if step.mode is OwnerMode.TELL_ME else Leg.OWNER)
    legs.append(Leg.CUSTOMER)
    if writes:
        return (*legs, Leg.WRITING)
    if not times_known:
        legs.append(Leg.SCHEDULING)
    return (*legs, Leg.NOTICE)


def path_to_help(*, writes: bool) -> tuple[Leg, ...]:
    """Return the usual path, where nothing more is known of it."""
    return WRITING_PATH if writes else DEFAULT_PATH


def promise(
    path: Sequence[Leg],
    now: datetime,
    weeks: Weeks,
    *,
    need_by: datetime | None = None,
    settings: WaitSettings = DEFAULT_WAITS,
    measured: Mapping[str, Measured] | None = None,
    names: Names = Names(),
) -> Promise:
    """Return what can be promised at `now`.

    Each leg lasts its wait, or half-way to the median where five or more cases were measured. A need-by date that is
    closer than the waits shortens them all in proportion, none under its floor.
    """
    lasting = {leg: blended(_wait(leg, settings), (measured or {}).get(leg)) for leg in path}
    floors = {leg: min(_floor(leg, settings), lasting[leg]) for leg in path}
    earliest = _walk(path, now, weeks, floors)[path[-1]]
    possible = need_by is None or earliest <= need_by
    if need_by is not None:
        there_is = working_time_between(now, need_by, weeks.program)
        needed = sum((_wait(leg, settings) for leg in path), NOTHING)
        for leg in path:
            lasting[leg] = min(lasting[leg], shortened(_wait(leg, settings), needed, there_is, floors[leg]))
    ends = _walk(path, now, weeks, lasting)
    call_by = ends[path[-1]]
    if need_by is not None and possible:
        call_by = min(call_by, need_by)
    steps = _steps(path, ends | {path[-1]: call_by}, now, weeks, names)
    return Promise(min(ends[Leg.CUSTOMER], call_by), call_by, possible, earliest, steps)


def blended(wait: timedelta, seen: Measured | None) -> timedelta:
    """Return half-way between the wait and what was measured, to the next quarter of an hour; the wait while n < 5."""
    if seen is None or seen.n < ENOUGH_TO_LEARN_FROM:
        return wait
    quarter = timedelta(minutes=15)
    return quarter * -(-(wait + seen.median) // (2 * quarter))


def still_to_come(state: str, path: Sequence[Leg] = DEFAULT_PATH, settings: WaitSettings = DEFAULT_WAITS) -> timedelta:
    """Return the working time of the legs that follow the present wait, for `waits.deadline`."""
    if state not in _UNDER_WAY:
        return NOTHING
    return sum((_wait(leg, settings) for leg in path if leg not in _UNDER_WAY[state]), NOTHING)


def promise_words(made: Promise, zone: str) -> str:
    """Write a promise, or what is possible instead: "Answer by Tue 24 Nov. Call by 2 Dec."."""
    here = zone_named(zone)
    if not made.possible:
        return f"Too soon for a call: the earliest is {weekday_words(made.earliest.astimezone(here))}."
    answer, call = made.answer_by.astimezone(here), made.call_by.astimezone(here)
    return f"Answer by {weekday_words(answer)}. Call by {date_words(call)}."


def _wait(leg: Leg, settings: WaitSettings) -> timedelta:
    if leg is Leg.NOTICE:
        return settings.notice + settings.days_of_choice
    wait: timedelta = getattr(settings, leg.value)
    return wait


def _floor(leg: Leg, settings: WaitSettings) -> timedelta:
    floor: timedelta = getattr(settings, _FLOORS[leg])
    return floor


def _walk(path: Sequence[Leg], now: datetime, weeks: Weeks, lasting: Mapping[Leg, timedelta]) -> dict[Leg, datetime]:
    ends: dict[Leg, datetime] = {}
    reached = now
    for leg in path:
        reached = add_working_time(reached, lasting[leg], _week(leg, weeks))
        ends[leg] = reached
    return ends


def _week(leg: Leg, weeks: Weeks) -> WorkWeek:
    match leg:
        case Leg.TRIAGE:
            return weeks.program
        case Leg.OWNER | Leg.TELL:
            return weeks.owner
        case Leg.SCHEDULING:
            return weeks.prospect
    return weeks.customer


def _steps(
    path: Sequence[Leg], ends: Mapping[Leg, datetime], now: datetime, weeks: Weeks, names: Names
) -> tuple[PromiseStep, ...]:
    words = {"owner": names.owner, "customer": names.customer, "program": names.program}
    moments: list[tuple[str, datetime]] = []
    for leg in path:
        if leg is Leg.CUSTOMER and not {Leg.OWNER, Leg.TELL} & set(path):
            asked = next_working_moment(ends.get(Leg.TRIAGE, now), weeks.customer)
            moments.append(("asked", asked))
        moments.append(("held" if leg is Leg.NOTICE else leg.value, ends[leg]))
    return tuple(PromiseStep(code, by, _SENTENCES[code].format(**words)) for code, by in moments)
