"""Was it held, and how did it go: three sides, and repair where it went wrong."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from goodword.core import clock, events, jobs
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.working_time import add_working_time, working_days
from goodword.desk.actions.moving import about, close_request, locked, move_ask, undo_until
from goodword.desk.models import Ask, Debrief, Repair
from goodword.desk.queries.answers import sent_by
from goodword.desk.queries.attending import attendees_of
from goodword.desk.queries.outcome import newest_debriefs, standing_call, whether_it_helped
from goodword.desk.queries.weeks import week_of_program
from goodword.desk.rules.states import AskState, AskVerb, RequestState, RequestVerb
from goodword.members.policy import Permission, is_manager, must
from goodword.protection import actions as protection
from goodword.references import actions as references
from goodword.references.models import Fact, FactKind

Side, Answer = Debrief.Side, Debrief.Answer
ANSWERS: dict[str, tuple[Debrief.Answer, ...]] = {
    Side.ADVOCATE: (Answer.FINE, Answer.NOT_EXPECTED, Answer.NOT_AGAIN, Answer.NOT_HELD),
    Side.PROSPECT: (Answer.HELPED_A_LOT, Answer.HELPED_SOME, Answer.DID_NOT_HELP, Answer.NOT_HELD),
    Side.REP: (Answer.MOVED, Answer.TOO_EARLY, Answer.NO, Answer.NOT_HELD),
}
GOODWORD = Actor.system("desk")
# One person's word doesn't undo a call; a second side's does, or the silence of the others.
SIDES_TO_DENY = 2


@transaction.atomic
def give_debrief(ask: Ask, side: str, answer: str, *, by: Actor, line: str = "") -> Debrief:
    """Say how the help went, for one side; what follows waits ten minutes. Raises Refused, TooLate, NotAllowed."""
    _must_speak_for(side, ask, by)
    if answer not in answers_of(side, writes=ask.writes):
        raise Refused("Choose one of the answers.", code="no_such_answer")
    _must_have_helped(ask)
    debrief = Debrief(ask=ask, side=side, answer=answer, line=line.strip()[:600], person_id=by.person_id)
    debrief.save()
    events.record(
        "debrief.given",
        ask,
        by=by,
        about=about(ask),
        thread=ask.need_id,
        data={"side": side, "answer": answer, "debrief": str(debrief.pk)},
        undo_until=undo_until(),
    )
    return debrief


def answers_of(side: str, *, writes: bool) -> tuple[Debrief.Answer, ...]:
    """Return what a side can say. Written answers that were sent can't have failed to take place."""
    return tuple(answer for answer in ANSWERS[side] if not (writes and answer == Answer.NOT_HELD))


def settle(ask: Ask) -> None:
    """Draw what follows from the debriefs as they stand: held or not, repair, what helped, all three in. Idempotent."""
    locked(ask.need)
    ask.refresh_from_db()
    newest = newest_debriefs(ask)
    answers = {debrief.answer for debrief in newest.values()}
    if ask.state in (AskState.BOOKED, AskState.NO_SHOW) and answers - {Answer.NOT_HELD}:
        confirm_held(ask, by=GOODWORD)
    elif ask.state == AskState.BOOKED and answers and len(newest) >= SIDES_TO_DENY:
        note_not_held(ask, by=GOODWORD)
    if Answer.NOT_AGAIN in answers:
        _open_repair(ask)
    if whether_it_helped(answers) and Answer.NOT_AGAIN not in answers:
        _remember_what_helped(ask)
    else:
        _forget_what_helped(ask)
    ask.need.refresh_from_db()
    if len(newest) == len(Side) and ask.need.state == RequestState.WRAP_UP:
        close_request(ask.need, RequestVerb.FULFIL, by=GOODWORD)


def confirm_held(ask: Ask, *, by: Actor) -> None:
    """Note that the call took place: it counts as a use, on the day it was held."""
    call = standing_call(ask)
    if call is None:
        raise TooLate("There was no call to confirm.", state=ask.state)
    protection.record_use(ask.pk, by=by, at=call.starts_at + timedelta(minutes=call.minutes))
    move_ask(ask, AskVerb.CONFIRM_HELD, by=by, event="ask.held", data={"call": str(call.pk)})


def note_not_held(ask: Ask, *, by: Actor) -> None:
    """Note that the call didn't take place: it costs the customer nothing."""
    move_ask(ask, AskVerb.NO_SHOW, by=by, event="ask.no_show")


@transaction.atomic
def close_repair(repair: Repair, *, by: Actor, note: str) -> None:
    """Close a repair with "we talked"; the hold it placed is lifted by a person, not by this."""
    must(by, Permission.REPAIR_CLOSE)
    account = repair.ask.advocate.profile.account
    if not is_manager(by) and by.person_id not in (account.owner_id, account.deputy_id):
        raise NotAllowed("The account owner or the program manager closes this.")
    if not note.strip():
        raise Refused("Say in a line what came of it, for whoever asks this customer next.", code="no_note")
    done = Repair.objects.filter(pk=repair.pk, talked_at=None).update(
        talked_at=clock.now(), talked_by=by.person_id, note=note.strip()[:600]
    )
    if not done:
        raise TooLate("Someone talked to them already.")
    repair.refresh_from_db()
    events.record("repair.closed", repair.ask, by=by, about=about(repair.ask), thread=repair.ask.need_id)


def _remember_what_helped(ask: Ask) -> None:
    """State what somebody was asked to speak of, now that a buyer was helped by it: the next deal hears so.

    Of a private reference nothing is stated: topic and day would tell whoever asked then which customer it was.
    """
    advocate, call = ask.advocate, standing_call(ask)
    if advocate.is_masked:
        return
    moment = call.starts_at if call is not None else ask.answered_at
    said = [
        references.Statement(
            FactKind.HELPED_WITH,
            topic,
            on_date=moment.date() if moment is not None else None,
            record=_record_of(ask),
            advocate=advocate,
        )
        for topic in ask.need.topics.all()
    ]
    references.add_facts(advocate.profile, said, by=GOODWORD, source="debrief")


def _forget_what_helped(ask: Ask) -> None:
    """Take back what was stated of this help: somebody said otherwise since."""
    for fact in Fact.objects.standing().filter(kind=FactKind.HELPED_WITH, record=_record_of(ask)):
        references.withdraw_fact(fact, by=GOODWORD)


def _record_of(ask: Ask) -> str:
    return f"ask:{ask.pk}"


def _open_repair(ask: Ask) -> None:
    """Hold the advocate at once and have somebody call them today (within one working day)."""
    if Repair.objects.filter(ask=ask).exists():
        return
    repair = Repair(ask=ask, due_at=add_working_time(clock.now(), working_days(1), week_of_program()))
    repair.save()
    jobs.defer("desk.look_at_repair", at=repair.due_at, repair_id=repair.pk)
    protection.open_repair_hold(ask.advocate, by=GOODWORD)
    events.record("repair.opened", ask, by=GOODWORD, about=about(ask), thread=ask.need_id)


def _must_have_helped(ask: Ask) -> None:
    """Let nobody speak about help that wasn't given yet. Raises TooLate, Refused."""
    if ask.writes:
        if ask.state != AskState.HELD or sent_by(ask) is None:
            raise TooLate("There are no answers to speak about.", state=ask.state)
        return
    call = standing_call(ask)
    if ask.state not in (AskState.BOOKED, AskState.HELD, AskState.NO_SHOW) or call is None:
        raise TooLate("There was no call to speak about.", state=ask.state)
    if call.starts_at > clock.now():
        raise Refused("The call hasn't taken place yet. Come back when it has.", code="too_early")


def _must_speak_for(side: str, ask: Ask, by: Actor) -> None:
    must(by, Permission.DEBRIEF_GIVE)
    on_call = any(by.is_contact(attendee.contact_id) for attendee in attendees_of(ask.need))
    need = ask.need
    speaks = {
        Side.ADVOCATE: by.is_contact(ask.advocate.contact_id),
        Side.PROSPECT: on_call,
        Side.REP: by.person_kind == "member" and by.person_id in (need.requester_id, need.opportunity.owner_id),
    }.get(Side(side), False)
    if by.kind == "link" and by.subject_id != ask.pk:
        raise NotAllowed("This link is about another call.")
    if not speaks and not is_manager(by):
        raise NotAllowed("This answer is someone else's to give.")
