"""Deadlines: written into the row, fired by a job that looks again before it acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from goodword.core import clock, jobs
from goodword.core.working_time import close_of_business
from goodword.core.writes import Changed
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.queries.asked import BEFORE_LAST_TIME, counting_states, situation, times_of_prospect
from goodword.desk.queries.weeks import settings_here, week_of, week_of_program
from goodword.desk.rules.promise import path_to_help, still_to_come
from goodword.desk.rules.states import AskState
from goodword.desk.rules.waits import Deadline, Situation, Turn, ask_turns, deadline, request_turns, turn_at

OWN_CLOCK = ("state_since", "turn", "deadline_at", "reminder_at")

_ASK = Changed(lambda key: Ask.objects.filter(pk=key))
_REQUEST = Changed(lambda key: ReferenceRequest.objects.filter(pk=key))


def start_ask(ask: Ask, turn: int = 0) -> None:
    """Write when the ask's present turn ends and queue the job that will look."""
    turns = ask_turns(ask.state, situation_of(ask))
    if not turns:
        return
    nth = max(turn, 1) if _owner_is_away(ask, turns) else turn
    due = _deadline_of(ask, turn_at(turns, nth), since=_start_of(ask) if nth == 0 else clock.now())
    ask.turn, ask.deadline_at, ask.reminder_at = nth, due.at, due.reminder_at
    _ASK({"turn": nth, "deadline_at": due.at, "reminder_at": due.reminder_at}, key=ask.pk)
    queue_looks_at_ask(ask)


def start_request(need: ReferenceRequest, turn: int = 0) -> None:
    """Write when the request's own turn ends, where it has a clock of its own, and queue the job that will look."""
    turns = request_turns(need.state)
    if not turns:
        return
    due = deadline(
        turns[turn],
        clock.now(),
        week_of(turns[turn].who, need),
        need_by=need_by_moment(need),
        still_to_come=still_to_come(need.state, path_to_help(writes=need.writes), settings_here()),
        settings=settings_here(),
    )
    need.turn, need.deadline_at, need.reminder_at = turn, due.at, due.reminder_at
    _REQUEST({"turn": turn, "deadline_at": due.at, "reminder_at": due.reminder_at}, key=need.pk)
    queue_looks_at_request(need)


def resume_ask(ask: Ask, stood_still: timedelta) -> None:
    """Let an ask's clock run on from where it stood before an answer, or a closing, that was taken back."""
    _resume(ask, stood_still)
    queue_looks_at_ask(ask)


def resume_request(need: ReferenceRequest, stood_still: timedelta) -> None:
    """Let a request's own clock run on from where it stood before a closing that was taken back."""
    _resume(need, stood_still)
    queue_looks_at_request(need)


def clock_of(need: ReferenceRequest) -> dict[str, Any]:
    """Return a request's own clock, fit for JSON: since when it is where it is, whose turn, until when."""
    clock_now = {name: getattr(need, name) for name in OWN_CLOCK}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in clock_now.items()}


def put_back_request(need: ReferenceRequest, stood: Mapping[str, Any], stood_still: timedelta) -> None:
    """Give a request back the clock it had (see `clock_of`), with as much time as was left."""
    for name in OWN_CLOCK:
        said = stood[name]
        setattr(need, name, datetime.fromisoformat(said) if isinstance(said, str) else said)
    _REQUEST({name: getattr(need, name) for name in OWN_CLOCK}, key=need.pk)
    resume_request(need, stood_still)


def queue_looks_at_ask(ask: Ask) -> None:
    for moment in filter(None, (ask.reminder_at, ask.deadline_at)):
        jobs.defer("desk.look_at_ask", at=moment, ask_id=ask.pk)


def queue_looks_at_request(need: ReferenceRequest) -> None:
    for moment in filter(None, (need.reminder_at, need.deadline_at)):
        jobs.defer("desk.look_at_request", at=moment, need_id=need.pk)


def situation_of(ask: Ask) -> Situation:
    """Return what, beside its state, decides how an ask waits, as the database has it now.

    The others are read for a yes alone: only that may have to wait for its turn among them.
    """
    waits_in_line = ask.state == AskState.OWNER_OK
    return situation(ask, counting_states(ask.need, besides=ask).values() if waits_in_line else ())


def _resume(thing: Ask | ReferenceRequest, stood_still: timedelta) -> None:
    changes: dict[str, datetime] = {}
    for name in ("deadline_at", "reminder_at"):
        moment: datetime | None = getattr(thing, name)
        if moment is not None:
            changes[name] = moment + stood_still
            setattr(thing, name, changes[name])
    if changes:
        type(thing).objects.filter(pk=thing.pk).update(**changes)


def need_by_moment(need: ReferenceRequest) -> datetime | None:
    """Return the need-by date as a moment: the end of that working day in the program's hours."""
    return close_of_business(need.need_by, week_of_program()) if need.need_by else None


def _deadline_of(ask: Ask, turn: Turn, *, since: datetime) -> Deadline:
    return deadline(
        turn,
        since,
        week_of(turn.who, ask.need, ask),
        need_by=need_by_moment(ask.need),
        still_to_come=still_to_come(ask.state, path_to_help(writes=ask.writes), settings_here()),
        latest=_last_time(ask) if ask.state == AskState.CUSTOMER_PENDING and not ask.writes else None,
        settings=settings_here(),
    )


def _start_of(ask: Ask) -> datetime:
    """A booked ask waits from the call's end; everything else from now."""
    call = ask.calls.filter(called_off_at=None).first() if ask.state == AskState.BOOKED else None
    return call.starts_at + timedelta(minutes=call.minutes) if call else clock.now()


def _last_time(ask: Ask) -> datetime | None:
    times = times_of_prospect(ask)
    return times[-1].starts_at - BEFORE_LAST_TIME if times else None


def _owner_is_away(ask: Ask, turns: tuple[Turn, ...]) -> bool:
    away = ask.owner.away_until if ask.owner else None
    owners_turn = ask.state == AskState.OWNER_PENDING and len(turns) > 1
    return owners_turn and away is not None and ask.owner is not None and away >= clock.today(ask.owner.time_zone)
