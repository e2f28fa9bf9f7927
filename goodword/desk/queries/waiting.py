"""What waits for one member at the desk: talks to have, questions to answer, help to say something about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.desk.models import Ask, Call, Debrief, ReferenceRequest, Repair
from goodword.desk.queries.lists import ASKS_LOADED, asks_in_full, in_full, with_keepers
from goodword.desk.queries.weeks import settings_here
from goodword.desk.rules.states import AskState, RequestState
from goodword.members.policy import is_manager


def repairs_for(by: Actor) -> list[Repair]:
    """Return the talks still due that are the viewer's to have: their customers', or all for the program."""
    due = Repair.objects.filter(talked_at=None)
    if not is_manager(by):
        account = "ask__advocate__profile__account"
        due = due.filter(Q(**{f"{account}__owner_id": by.person_id}) | Q(**{f"{account}__deputy_id": by.person_id}))
    kin = ("need__opportunity__account", *ASKS_LOADED)
    found = in_full(due.order_by("due_at"), *(f"ask__{name}" for name in kin))
    with_keepers([repair.ask for repair in found], [repair.ask.need for repair in found])
    return found


def asks_waiting_for(by: Actor) -> list[Ask]:
    """Return the questions this owner, or deputy whose turn it is, hasn't answered yet."""
    account = "advocate__profile__account"
    mine = Q(**{f"{account}__owner_id": by.person_id}) | Q(owner_id=by.person_id)
    deputising = Q(**{f"{account}__deputy_id": by.person_id}, turn__gte=1)
    waiting = Ask.objects.filter(mine | deputising, state=AskState.OWNER_PENDING)
    return asks_in_full(waiting.order_by("deadline_at"))


@dataclass(frozen=True, slots=True)
class Given:
    """Help that was given: for which request, by which ask, when."""

    need: ReferenceRequest
    ask_id: UUID
    at: datetime


def help_to_debrief(by: Actor) -> list[Given]:
    """Return the help given to the rep's deals of which they haven't said how it went, the oldest first."""
    given = sorted([*_calls_over(by), *_answers_sent(by)], key=lambda one: one.at)
    newest = dict(
        Debrief.objects.filter(ask__in=[one.ask_id for one in given], side=Debrief.Side.REP)
        .order_by("at", "id")
        .values_list("ask_id", "answer")
    )
    said = {key for key, answer in newest.items() if answer != Debrief.Answer.UNDONE}
    return [one for one in given if one.ask_id not in said]


def _calls_over(by: Actor) -> list[Given]:
    over = Call.objects.filter(
        Q(need__requester_id=by.person_id) | Q(need__opportunity__owner_id=by.person_id),
        called_off_at=None,
        starts_at__lt=clock.now(),
        ask__state__in=[AskState.BOOKED, AskState.HELD],
    ).exclude(need__state=RequestState.CLOSED)
    # A call lasts: nobody is asked how it went while it is on.
    now = clock.now()
    return [
        Given(call.need, call.ask_id, call.starts_at)
        for call in in_full(over, "need__opportunity__account")
        if call.starts_at + timedelta(minutes=call.minutes) < now
    ]


def _answers_sent(by: Actor) -> list[Given]:
    """Return written answers that reached the rep's deals and can't be taken back any more."""
    sent = (
        Ask.objects.held()
        .filter(
            Q(need__requester_id=by.person_id) | Q(need__opportunity__owner_id=by.person_id),
            answered_at__lte=clock.now() - settings_here().undo,
        )
        .exclude(need__state=RequestState.CLOSED)
    )
    return [
        Given(ask.need, ask.pk, ask.answered_at)
        for ask in in_full(sent, "need__opportunity__account")
        if ask.answered_at is not None
    ]
