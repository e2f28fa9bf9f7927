"""The customer picks one of the times the prospect's side sent after the yes."""

from __future__ import annotations

from django.db import transaction

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.errors import Refused, TooLate
from goodword.desk.actions.calls import book
from goodword.desk.actions.moving import locked
from goodword.desk.models import Ask, Call, TimeOption
from goodword.desk.policy import must_answer
from goodword.desk.rules.states import AskState


@transaction.atomic
def pick_offered_time(ask: Ask, option: TimeOption, *, by: Actor) -> Call:
    """Pick one of the prospect's new times as the customer: the call is booked. Raises NotAllowed, Refused, TooLate."""
    must_answer(by, ask)
    locked(ask.need)
    ask.refresh_from_db()
    if option.need_id != ask.need_id or option.by != TimeOption.By.PROSPECT or option.ask_id not in (ask.pk, None):
        raise Refused("That time belongs to another call.", code="foreign_time")
    if option.starts_at <= clock.now():
        raise Refused("That time is over. Choose a later one, or send times of your own.", code="past_time")
    if ask.state not in (AskState.COUNTERED, AskState.ACCEPTED):
        raise TooLate("A time was picked already.", state=ask.state)
    return book(ask, option, by=by)
