"""What a clock does when it fires: look again, remind, let silence act. A job that comes too late changes nothing."""

from __future__ import annotations

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.desk.actions import clocks
from goodword.desk.actions.asking import ask_customer, find_next
from goodword.desk.actions.calls import book, take_off
from goodword.desk.actions.moving import about, locked, move_ask, move_request
from goodword.desk.models import Ask, Call, ReferenceRequest, Repair
from goodword.desk.rules.states import AskState, AskVerb, RequestState, RequestVerb, close_reason
from goodword.desk.rules.waits import Silence, Who, ask_turns, silence_on_ask, silence_on_request
from goodword.protection import actions as protection

CLOCK = Actor.system("clock")
REMINDED = {
    Who.OWNER: "ask.owner_reminded",
    Who.CUSTOMER: "ask.customer_reminded",
    Who.PROSPECT: "ask.prospect_reminded",
}


def look_at_ask(ask: Ask) -> None:
    """Act on an ask's clock: remind once, or let the end of its turn mean what the table says."""
    locked(ask.need)
    ask.refresh_from_db()
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


def close_request(need: ReferenceRequest, verb: RequestVerb, *, by: Actor) -> None:
    """Close a request by a verb, counted as what was delivered."""
    delivered = need.asks.filter(state=AskState.HELD).count()
    reason = close_reason(verb, delivered=delivered)
    move_request(
        need,
        verb,
        by=by,
        event="request.closed",
        changes={"close_reason": reason, "closed_at": clock.now()},
        data={"reason": str(reason)},
    )


def look_at_repair(repair: Repair) -> None:
    """Say that the day is over and nobody talked to somebody who said "not again"."""
    if repair.talked_at is None:
        ask = repair.ask
        events.record("repair.overdue", ask, by=CLOCK, about=about(ask), thread=ask.need_id)


def ask_how_it_went(call: Call) -> None:
    """Say that a call is over, so that all three sides are asked, if it still stood."""
    if call.called_off_at is None and call.ask.state in (AskState.BOOKED, AskState.HELD):
        events.record("call.over", call.ask, by=CLOCK, about=about(call.ask), thread=call.need_id, data=_of(call))


def _end_turn(ask: Ask) -> None:
    silence = silence_on_ask(ask.state, clocks.situation_of(ask), ask.turn)
    match silence.verb:
        case None:
            _pass_on(ask, silence)
        case AskVerb.GO_AHEAD:
            move_ask(ask, AskVerb.GO_AHEAD, by=CLOCK, event="ask.go_ahead")
        case AskVerb.OWNER_TIMEOUT:
            move_ask(ask, AskVerb.OWNER_TIMEOUT, by=CLOCK, event="ask.owner_timed_out")
        case AskVerb.ASK_CUSTOMER:
            ask_customer(ask, by=CLOCK)
        case AskVerb.EXPIRE:
            move_ask(ask, AskVerb.EXPIRE, by=CLOCK, event="ask.expired")
        case AskVerb.BOOK if ask.chosen is not None:
            book(ask, ask.chosen, by=CLOCK)
        case AskVerb.CANCEL:
            _cancel_unanswered(ask, silence)


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
    unconfirmed = ask.state == AskState.BOOKED
    if unconfirmed:
        call = ask.calls.filter(called_off_at=None).first()
        protection.record_use(ask.pk, by=CLOCK, at=call.starts_at if call else clock.now())
    take_off(ask)
    move_ask(ask, AskVerb.CANCEL, by=CLOCK, event="ask.cancelled", data={"why": silence.code})
    need = locked(ask.need)
    if unconfirmed and need.state == RequestState.TO_MATCH:
        close_request(need, RequestVerb.CLOSE_UNCONFIRMED, by=CLOCK)


def _remind(ask: Ask) -> None:
    turn = ask_turns(ask.state, clocks.situation_of(ask))[ask.turn]
    Ask.objects.filter(pk=ask.pk).update(reminder_at=None)
    if turn.who in REMINDED:
        events.record(REMINDED[turn.who], ask, by=CLOCK, about=about(ask), thread=ask.need_id)


def _of(call: Call) -> dict[str, str]:
    return {"call": str(call.pk), "starts_at": call.starts_at.isoformat()}
