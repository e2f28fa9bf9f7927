"""Taking an answer back within ten minutes: one button, and everything that would follow has waited for it."""

from __future__ import annotations

from django.db import transaction

from goodword.core import clock, events, links
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, TooLate
from goodword.core.models import Event, SignedLink
from goodword.desk.actions.asking import find_next
from goodword.desk.actions.moving import about, locked, move_ask_back, move_request_back
from goodword.desk.actions.own_will import OWN_WILL, take_back, why_not
from goodword.desk.models import Ask, Debrief, ReferenceRequest
from goodword.desk.rules.states import (
    CLOSINGS,
    DEBRIEF_UNDONE,
    DEBRIEFED,
    PROPOSALS,
    TAKEN_BACK,
    AskState,
    RequestState,
)
from goodword.members.policy import is_manager
from goodword.proof.actions import OWN_WORDS
from goodword.references import actions as references
from goodword.references.queries import acts_of


@transaction.atomic
def undo(event: Event, *, by: Actor) -> None:
    """Take back an answer of one's own, or whom the program chose to ask; the program may take back a colleague's.

    Raises NotAllowed for someone else's, and TooLate when the window is over or it moved on.
    """
    if event.name in OWN_WILL:
        take_back(event, by=by)
        if event.name in OWN_WORDS:
            _give_link_back(event)
        return
    theirs = (event.actor_kind, event.actor_id) == (by.kind, by.id)
    if not theirs and not (is_manager(by) and _is_a_colleagues(event)):
        raise NotAllowed("Only whoever gave this answer can take it back.")
    events.must_be_undoable(event)
    if event.name in TAKEN_BACK or event.name in PROPOSALS:
        _undo_answer(event, by=by)
    elif event.name == DEBRIEFED:
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
    _must_not_be_over(ask.need)
    if ask.state != event.state_to:
        now = str(AskState(ask.state).label).lower()
        raise TooLate(f"It moved on meanwhile, so it can't be taken back: {now}.", state=ask.state)
    move_ask_back(ask, event, by=by, event={**TAKEN_BACK, **PROPOSALS}[event.name])
    _undo_what_it_brought(ask, event, by=by)


def _must_not_be_over(need: ReferenceRequest) -> None:
    """Raise TooLate where the request is closed and that can't be taken back any more: nothing would follow."""
    if locked(need).state != RequestState.CLOSED:
        return
    closings = Event.objects.filter(subject_id=need.pk, state_to=RequestState.CLOSED, undone_by=None)
    if not closings.filter(undo_until__gt=clock.now()).exists():
        raise TooLate("This request was closed meanwhile.", state=RequestState.CLOSED)


def _undo_what_it_brought(ask: Ask, event: Event, *, by: Actor) -> None:
    """Take back what was part of the same answer, where it still stands: a consent given or withdrawn, a pause."""
    if event.data.get("consent"):
        references.unsay_consent(acts_of(ask.advocate).get(pk=event.data["consent"]), by=by)
    brought = Event.objects.filter(name__in=OWN_WILL, at=event.at, actor_id=event.actor_id).order_by("number")
    for part in brought:
        if not why_not(part, by):
            take_back(part, by=by)


def _undo_debrief(event: Event, *, by: Actor) -> None:
    ask = Ask.objects.get(pk=event.subject_id)
    Debrief(ask=ask, side=event.data["side"], answer=Debrief.Answer.UNDONE, person_id=by.person_id).save()
    events.record(DEBRIEF_UNDONE, ask, by=by, about=about(ask), thread=ask.need_id, undoes=event)


def _undo_closing(event: Event, *, by: Actor) -> None:
    """Open a request again: its clocks run on, and what should have followed meanwhile follows now."""
    need = locked(ReferenceRequest.objects.get(pk=event.subject_id))
    move_request_back(need, event, by=by, event=CLOSINGS[event.name])
    if need.asks.exclude(state=AskState.PLANNED).exists():
        # An ask that ended while it was closed led nowhere. Before anybody was asked, the first move is a person's.
        find_next(need)


def _give_link_back(event: Event) -> None:
    """Let the link the answer came by be used again."""
    if event.actor_kind == "link":
        link = SignedLink.objects.filter(pk=event.actor_id).first()
        if link is not None:
            links.reopen(link)
