"""The account owner's answer, given on a page, from a mail or by the deputy."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from goodword.core.actors import Actor
from goodword.core.errors import Refused, TooLate
from goodword.desk.actions.asking import take_place
from goodword.desk.actions.moving import locked, move_ask
from goodword.desk.models import Ask
from goodword.desk.policy import must_decide
from goodword.desk.queries.asked import counting_states
from goodword.desk.rules.next_best import may_start_customer_ask
from goodword.desk.rules.states import AskState, AskVerb, RequestState
from goodword.protection.queries import today_of
from goodword.references.policy import must_choose_to_be_asked_less


@transaction.atomic
def approve_ask(ask: Ask, *, by: Actor, personally: bool = False, tell_me_next_time: bool = False) -> None:
    """Say yes for the account: the customer is asked when the ten minutes to undo are over. Raises TooLate.

    `personally`: the owner writes to the customer in their own name and gets the words. A yes after the silence
    counts while the request still looks for somebody and the customer is still free (else Refused).
    """
    must_decide(by, ask)
    if tell_me_next_time:
        must_choose_to_be_asked_less(by, ask.advocate.profile.account)
    locked(ask.need)
    ask.refresh_from_db()
    late = ask.state == AskState.OWNER_TIMEOUT
    if late:
        _take_place_again(ask, by=by)
    move_ask(
        ask,
        AskVerb.APPROVE_LATE if late else AskVerb.APPROVE,
        by=by,
        event="ask.approved",
        changes={"owner_asks_personally": personally},
        data={"personally": personally, "late": late, "tell_me_next_time": tell_me_next_time},
        undoable=True,
    )


@transaction.atomic
def decline_as_owner(ask: Ask, *, by: Actor, until: date | None = None) -> None:
    """Say "not now" for the account; no reason is needed. With `until`, the account rests till that date.

    Without one, nobody else there is asked for this request by itself. Raises NotAllowed, Refused, TooLate.
    """
    must_decide(by, ask)
    if until is not None and until <= today_of(ask.advocate.profile.account):
        raise Refused("Choose a date after today.", code="past_date")
    move_ask(
        ask,
        AskVerb.DECLINE_BY_OWNER,
        by=by,
        event="ask.declined_by_owner",
        changes={"quiet_until": until},
        data={"until": until.isoformat() if until else None},
        undoable=True,
    )


def _take_place_again(ask: Ask, *, by: Actor) -> None:
    if ask.need.state in (RequestState.DRAFT, RequestState.CLOSED):
        raise TooLate("This request doesn't look for anyone any more. Thank you all the same.", state=ask.need.state)
    if not may_start_customer_ask(counting_states(ask.need, besides=ask).values()):
        raise TooLate("Someone else is being asked by now. Thank you all the same.", state=ask.state)
    take_place(ask, by=by)
