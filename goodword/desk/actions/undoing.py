"""Taking an answer back within ten minutes: one button, and everything that would follow has waited for it."""

from __future__ import annotations

from django.db import transaction

from goodword.core import events, links
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, TooLate
from goodword.core.models import Event, SignedLink
from goodword.desk.actions.moving import about, follow, locked, move_ask, move_request
from goodword.desk.models import Ask, Debrief, ReferenceRequest
from goodword.desk.rules.states import AskVerb, RequestVerb
from goodword.members.policy import is_manager
from goodword.protection.actions.own_will import OWN_WILL, take_back, why_not

ANSWERS: dict[str, tuple[AskVerb, str]] = {
    "ask.approved": (AskVerb.UNDO_APPROVE, "ask.approve_undone"),
    "ask.declined_by_owner": (AskVerb.UNDO_DECLINE_BY_OWNER, "ask.decline_by_owner_undone"),
    "ask.accepted": (AskVerb.UNDO_ACCEPT, "ask.accept_undone"),
    "ask.countered": (AskVerb.UNDO_COUNTER, "ask.counter_undone"),
    "ask.declined": (AskVerb.UNDO_DECLINE, "ask.decline_undone"),
    "ask.answered": (AskVerb.UNDO_CONFIRM_HELD, "ask.answer_undone"),
    "ask.called_off": (AskVerb.UNDO_CALL_OFF, "ask.call_off_undone"),
}

# What an answer wrote into the ask and its undo takes out.
FORGETS: dict[AskVerb, dict[str, None]] = {
    AskVerb.UNDO_ACCEPT: {"chosen_id": None},
    AskVerb.UNDO_COUNTER: {"chosen_id": None},
    AskVerb.UNDO_CONFIRM_HELD: {"answered_at": None},
}
CLOSINGS = {"request.withdrawn": "request.withdraw_undone", "request.closed": "request.close_undone"}


@transaction.atomic
def undo(event: Event, *, by: Actor) -> None:
    """Take back an answer of one's own; the program may take back a colleague's.

    Raises NotAllowed for someone else's, and TooLate when the window is over.
    """
    if event.name in OWN_WILL:
        take_back(event, by=by)
        return
    theirs = (event.actor_kind, event.actor_id) == (by.kind, by.id)
    if not theirs and not (is_manager(by) and _is_a_colleagues(event)):
        raise NotAllowed("Only whoever gave this answer can take it back.")
    events.must_be_undoable(event)
    if event.name in ANSWERS:
        _undo_answer(event, by=by)
    elif event.name == "debrief.given":
        _undo_debrief(event, by=by)
    elif event.name in CLOSINGS:
        _undo_closing(event, by=by)
    else:
        raise TooLate("This can't be taken back.")
    _give_link_back(event)


def _is_a_colleagues(event: Event) -> bool:
    """Say whether somebody of this company answered: a customer's or a buyer's word is their own to take back."""
    if event.actor_kind != "link":
        return True
    return SignedLink.objects.filter(pk=event.actor_id, person_kind="member").exists()


def _undo_answer(event: Event, *, by: Actor) -> None:
    ask = Ask.objects.get(pk=event.subject_id)
    if ask.state != event.state_to:
        raise TooLate("It moved on meanwhile.", state=ask.state)
    verb, name = ANSWERS[event.name]
    move_ask(ask, verb, by=by, event=name, changes=FORGETS.get(verb), undoes=event)
    if verb is AskVerb.UNDO_DECLINE:
        _undo_what_the_no_brought(event, by=by)


def _undo_what_the_no_brought(event: Event, *, by: Actor) -> None:
    """Take back the pause and the withdrawn consent that were part of the same answer, where they still stand."""
    brought = Event.objects.filter(name__in=OWN_WILL, at=event.at, actor_id=event.actor_id).order_by("number")
    for part in brought:
        if not why_not(part, by):
            take_back(part, by=by)


def _undo_debrief(event: Event, *, by: Actor) -> None:
    ask = Ask.objects.get(pk=event.subject_id)
    Debrief(ask=ask, side=event.data["side"], answer=Debrief.Answer.UNDONE, person_id=by.person_id).save()
    events.record("debrief.given_undone", ask, by=by, about=about(ask), thread=ask.need_id, undoes=event)


def _undo_closing(event: Event, *, by: Actor) -> None:
    need = locked(ReferenceRequest.objects.get(pk=event.subject_id))
    move_request(
        need,
        RequestVerb.UNDO_CLOSE,
        by=by,
        event=CLOSINGS[event.name],
        changes={"close_reason": "", "close_note": "", "closed_at": None},
        undoes=event,
    )
    follow(need, by=by)


def _give_link_back(event: Event) -> None:
    """Let the link the answer came by be used again."""
    if event.actor_kind == "link":
        link = SignedLink.objects.filter(pk=event.actor_id).first()
        if link is not None:
            links.reopen(link)
