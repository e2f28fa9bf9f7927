"""Booking a call, moving it, calling it off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from goodword.core import clock, jobs
from goodword.core.actors import Actor
from goodword.core.errors import Refused, TooLate
from goodword.desk.actions.customer import Offer, keep_times
from goodword.desk.actions.moving import locked, move_ask
from goodword.desk.models import Ask, Call, TimeOption
from goodword.desk.policy import must_answer, must_speak_for_prospect
from goodword.desk.queries.outcome import call_has_begun
from goodword.desk.rules.states import AskState, AskVerb
from goodword.members.policy import Permission
from goodword.protection import actions as protection

ASK_AFTER = timedelta(hours=2)


@transaction.atomic
def pick_time(ask: Ask, option: TimeOption, *, by: Actor) -> Call:
    """Pick one of the customer's times: the call is booked. Raises Refused, TooLate."""
    must_speak_for_prospect(by, ask, Permission.TIME_PICK)
    locked(ask.need)
    ask.refresh_from_db()
    if option.ask_id != ask.pk or option.by != TimeOption.By.ADVOCATE:
        raise Refused("That time belongs to another call.", code="foreign_time")
    if option.starts_at <= clock.now():
        raise Refused("That time is over. Choose a later one, or ask for other times.", code="past_time")
    if ask.state not in (AskState.COUNTERED, AskState.ACCEPTED):
        raise TooLate("A time was picked already.", state=ask.state)
    return book(ask, option, by=by)


def book(ask: Ask, option: TimeOption, *, by: Actor) -> Call:
    """Book the call at an agreed time and queue what a call needs around it."""
    before = ask.calls.order_by("-sequence").first()
    call = Call(
        ask=ask,
        need=ask.need,
        starts_at=option.starts_at,
        minutes=ask.need.minutes,
        zone=option.zone,
        wall=option.wall,
        sequence=before.sequence + 1 if before else 0,
        how_to_join=ask.need.joins_by,
    )
    call.save()
    move_ask(
        ask,
        AskVerb.BOOK,
        by=by,
        event="ask.booked",
        changes={"chosen_id": None},
        data={"call": str(call.pk), "starts_at": call.starts_at.isoformat(), "again": before is not None},
    )
    protection.to_calendar(ask.pk, by=by)
    _queue_around(call)
    return call


@transaction.atomic
def offer_times(ask: Ask, offers: Sequence[Offer], *, by: Actor) -> None:
    """Send other times after the yes, from whichever side acts; the other side picks. Raises Refused, TooLate."""
    side = _side_of(by, ask)
    locked(ask.need)
    keep_times(ask.need, ask, side, offers)
    move_ask(
        ask,
        AskVerb.OFFER_TIMES,
        by=by,
        event="ask.times_offered",
        changes={"picker": _other(side), "chosen_id": None},
        data={"side": side},
    )


@transaction.atomic
def move_call(ask: Ask, offers: Sequence[Offer], *, by: Actor) -> None:
    """Give a booked call up for another time: the mover offers some, the other side picks. Raises Refused, TooLate."""
    side = _side_of(by, ask)
    locked(ask.need)
    keep_times(ask.need, ask, side, offers)
    take_off(ask)
    move_ask(
        ask,
        AskVerb.RESCHEDULE,
        by=by,
        event="ask.rescheduled",
        changes={"picker": _other(side), "chosen_id": None},
        data={"side": side},
    )
    protection.from_calendar(ask.pk, by=by)


@transaction.atomic
def call_off(ask: Ask, *, by: Actor, why: str = "") -> None:
    """Say that the call can't take place; the next best is looked for when the ten minutes to undo are over.

    Raises Refused for one that has begun: whether it took place is for all sides to say.
    """
    side = _side_of(by, ask)
    if call_has_begun(ask):
        raise Refused("The call has begun. Say how it went, or that it didn't take place.", code="has_begun")
    move_ask(ask, AskVerb.CALL_OFF, by=by, event="ask.called_off", data={"side": side, "why": why[:300]}, undoable=True)


def take_off(ask: Ask) -> None:
    """Mark the ask's standing call as off, so that nobody is reminded of it."""
    ask.calls.filter(called_off_at=None).update(called_off_at=clock.now())


def _queue_around(call: Call) -> None:
    over = call.starts_at + timedelta(minutes=call.minutes)
    jobs.defer("desk.ask_how_it_went", at=over + ASK_AFTER, call_id=call.pk)


def _side_of(by: Actor, ask: Ask) -> str:
    """Return which side acts; raises NotAllowed for anybody else."""
    if by.is_contact(ask.advocate.contact_id):
        must_answer(by, ask, Permission.CALL_MOVE)
        return TimeOption.By.ADVOCATE.value
    must_speak_for_prospect(by, ask, Permission.CALL_MOVE if by.purpose != "pick_time" else Permission.TIME_PICK)
    return TimeOption.By.PROSPECT.value


def _other(side: str) -> str:
    """Return who picks next, in the words of `Who`."""
    return "customer" if side == TimeOption.By.PROSPECT else "prospect"
