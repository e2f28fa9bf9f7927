"""What a clock does when it fires: look again, remind, let silence act.

A job that comes too late, or while its request is closed, changes nothing.
"""

from __future__ import annotations

import structlog

from goodword.core import clock, events, jobs
from goodword.core.actors import Actor
from goodword.desk.actions import clocks
from goodword.desk.actions.asking import find_next, stand_by
from goodword.desk.actions.calls import book, take_off
from goodword.desk.actions.debriefs import note_not_held
from goodword.desk.actions.moving import about, close_request, locked, move_ask
from goodword.desk.actions.writing import begin_writing
from goodword.desk.models import Ask, Call, ReferenceRequest, Repair
from goodword.desk.queries.asked import counting_states
from goodword.desk.queries.outcome import call_has_begun, only_not_held, standing_call
from goodword.desk.queries.overdue import overdue_asks, overdue_requests
from goodword.desk.rules.next_best import has_enough
from goodword.desk.rules.states import AskState, AskVerb, RequestState, RequestVerb
from goodword.desk.rules.waits import NO_PICK, Silence, Who, ask_turns, silence_on_ask, silence_on_request, turn_at
from goodword.protection import actions as protection

log = structlog.get_logger(__name__)

CLOCK = Actor.system("clock")
REMINDED = {
    Who.OWNER: "ask.owner_reminded",
    Who.CUSTOMER: "ask.customer_reminded",
    Who.PROSPECT: "ask.prospect_reminded",
}


def look_at_ask(ask: Ask) -> None:
    """Act on an ask's clock: remind once, or let the end of its turn mean what the table says."""
    if not _has_a_turn_over(ask):
        return
    need = locked(ask.need)
    ask.refresh_from_db()
    if need.state == RequestState.CLOSED and not call_has_begun(ask):
        return
    now = clock.now()
    if ask.deadline_at is not None and ask.deadline_at <= now:
        _end_turn(ask)
    elif ask.reminder_at is not None and ask.reminder_at <= now:
        _remind(ask)


def look_at_request(need: ReferenceRequest) -> None:
    """Act on a request's own clock."""
    need = locked(need)
    if need.deadline_at is None or need.deadline_at > clock.now():
        return
    silence = silence_on_request(need.state, need.turn)
    if silence.verb is None:
        clocks.start_request(need, silence.nth or 0)
        events.record(
            "request.escalated",
            need,
            by=CLOCK,
            about=(need.opportunity,),
            thread=need.pk,
            data={"to": str(silence.to), "state": need.state},
        )
        return
    if silence.verb is RequestVerb.CLOSE_UNFILLED and _begins_a_standby(need):
        return
    close_request(need, RequestVerb(silence.verb), by=CLOCK)


def look_at_what_is_overdue() -> None:
    """Queue a look at everything whose clock ran out without one: the backstop behind lost and failed jobs."""
    for ask in overdue_asks():
        log.warning("an ask is overdue", ask=str(ask.pk), since=str(ask.deadline_at))
        jobs.defer("desk.look_at_ask", key=str(ask.pk), ask_id=ask.pk)
    for need in overdue_requests():
        log.warning("a request is overdue", request=str(need.pk), since=str(need.deadline_at))
        jobs.defer("desk.look_at_request", key=str(need.pk), need_id=need.pk)


def look_at_repair(repair: Repair) -> None:
    """Say that the day is over and nobody talked to somebody who said "not again"."""
    if repair.talked_at is None:
        ask = repair.ask
        events.record("repair.overdue", ask, by=CLOCK, about=about(ask), thread=ask.need_id)


def ask_how_it_went(call: Call) -> None:
    """Say that a call is over, so that all three sides are asked, if it still stood."""
    if call.called_off_at is None and call.ask.state in (AskState.BOOKED, AskState.HELD):
        events.record("call.over", call.ask, by=CLOCK, about=about(call.ask), thread=call.need_id, data=_of(call))


def ask_how_answers_were(ask: Ask) -> None:
    """Say that written answers were there for a day, so that all three sides are asked, if they still are."""
    if ask.state == AskState.HELD and ask.answered_at is not None:
        events.record("answers.over", ask, by=CLOCK, about=about(ask), thread=ask.need_id)


def _has_a_turn_over(ask: Ask) -> bool:
    """Say whether there is anything to do as far as the row just read says; who moves it later queues a later look."""
    return any(moment is not None and moment <= clock.now() for moment in (ask.deadline_at, ask.reminder_at))


def _end_turn(ask: Ask) -> None:
    if ask.state == AskState.BOOKED and only_not_held(ask):
        note_not_held(ask, by=CLOCK)
        return
    silence = silence_on_ask(ask.state, clocks.situation_of(ask), ask.turn)
    match silence.verb:
        case None:
            _pass_on(ask, silence)
        case AskVerb.GO_AHEAD:
            move_ask(ask, AskVerb.GO_AHEAD, by=CLOCK, event="ask.go_ahead")
        case AskVerb.OWNER_TIMEOUT:
            move_ask(ask, AskVerb.OWNER_TIMEOUT, by=CLOCK, event="ask.owner_timed_out")
        case AskVerb.ASK_CUSTOMER:
            _take_its_turn(ask)
        case AskVerb.EXPIRE:
            move_ask(ask, AskVerb.EXPIRE, by=CLOCK, event="ask.expired")
        case AskVerb.BOOK if ask.writes:
            begin_writing(ask, by=CLOCK)
        case AskVerb.BOOK if ask.chosen is not None:
            book(ask, ask.chosen, by=CLOCK)
        case AskVerb.CANCEL:
            _cancel_unanswered(ask, silence)


def _take_its_turn(ask: Ask) -> None:
    """Let the owner's yes lead to the customer, if it is its turn; else it waits on, or stands by once a call is booked."""
    find_next(ask.need, by=CLOCK)
    ask.refresh_from_db()
    if ask.state != AskState.OWNER_OK:
        return
    if has_enough(counting_states(ask.need).values()):
        stand_by(ask, by=CLOCK)
    else:
        clocks.start_ask(ask)


def _pass_on(ask: Ask, silence: Silence) -> None:
    """Give the ball to the next in the chain: the deputy by a move of its own, others on the same state."""
    nth = silence.nth or 0
    if silence.to is Who.DEPUTY:
        move_ask(ask, AskVerb.PASS_TO_DEPUTY, by=CLOCK, event="ask.deputy_asked", turn=nth)
        return
    clocks.start_ask(ask, nth)
    data = {"to": str(silence.to), "state": ask.state}
    events.record("ask.escalated", ask, by=CLOCK, about=about(ask), thread=ask.need_id, data=data)


def _begins_a_standby(need: ReferenceRequest) -> bool:
    """Ask the best who is in line, where the program stayed silent: a silence is no reason to help nobody."""
    while find_next(need, by=CLOCK).kind == "ask_owner":
        need.refresh_from_db()
        if need.state != RequestState.TO_MATCH:
            return True
    return False


def _cancel_unanswered(ask: Ask, silence: Silence) -> None:
    """End what nobody answered. A booked call nobody confirmed stays in the ledger: the customer may have given it."""
    unconfirmed = ask.state == AskState.BOOKED and not ask.writes
    if unconfirmed:
        call = standing_call(ask)
        protection.record_use(ask.pk, by=CLOCK, at=call.starts_at if call else clock.now())
    take_off(ask)
    move_ask(ask, AskVerb.CANCEL, by=CLOCK, event="ask.cancelled", data={"why": silence.code})
    need = locked(ask.need)
    if need.state != RequestState.TO_MATCH:
        return
    if unconfirmed:
        close_request(need, RequestVerb.CLOSE_UNCONFIRMED, by=CLOCK)
    elif silence.code == NO_PICK:
        close_request(need, RequestVerb.WITHDRAW, by=CLOCK)


def _remind(ask: Ask) -> None:
    turn = turn_at(ask_turns(ask.state, clocks.situation_of(ask)), ask.turn)
    Ask.objects.filter(pk=ask.pk).update(reminder_at=None)
    if turn.who in REMINDED:
        events.record(REMINDED[turn.who], ask, by=CLOCK, about=about(ask), thread=ask.need_id)


def _of(call: Call) -> dict[str, str]:
    return {"call": str(call.pk), "starts_at": call.starts_at.isoformat()}
