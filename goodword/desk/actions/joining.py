"""How both sides come together for the call: said by whoever runs the request, kept with it, and told to both."""

from __future__ import annotations

from django.db import transaction

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.errors import Refused, TooLate
from goodword.core.joining import joining_of
from goodword.desk.actions.moving import about, locked
from goodword.desk.models import Call, ReferenceRequest
from goodword.desk.policy import must_run
from goodword.desk.rules.states import AskState, RequestState
from goodword.members.policy import Permission


@transaction.atomic
def set_how_to_join(need: ReferenceRequest, text: str, *, by: Actor) -> None:
    """Say how to join the request's call; empty takes it away. A booked call's calendar entries follow.

    Raises Refused for what is no web address, phone number or plain words, TooLate for a request that is closed.
    """
    must_run(by, need, Permission.CALL_MOVE)
    joining = joining_of(text)
    said = joining.text if joining is not None else ""
    if need.writes:
        raise Refused("These answers come in writing: there is no call to join.", code="no_call")
    if locked(need).state == RequestState.CLOSED:
        raise TooLate("This request is closed.", state=RequestState.CLOSED)
    ReferenceRequest.objects.filter(pk=need.pk).update(how_to_join=said)
    before, need.how_to_join = need.how_to_join, said
    call = _call_ahead(need)
    if call is None:
        if said != before:
            data = {"field": "how_to_join"}
            events.record("request.changed", need, by=by, about=(need.opportunity,), thread=need.pk, data=data)
        return
    if said != call.how_to_join:
        _change(call, said, by=by)


def _call_ahead(need: ReferenceRequest) -> Call | None:
    standing = need.calls.filter(called_off_at=None, ask__state=AskState.BOOKED, starts_at__gt=clock.now())
    return standing.select_related("ask").order_by("starts_at").first()


def _change(call: Call, said: str, *, by: Actor) -> None:
    """Write it into the call; its calendar entry keeps its identity and becomes the newer one."""
    call.how_to_join, call.sequence = said, call.sequence + 1
    call.save(update_fields=["how_to_join", "sequence"])
    data = {"call": str(call.pk), "sequence": call.sequence, "set": bool(said)}
    events.record("call.joining_set", call.ask, by=by, about=about(call.ask), thread=call.need_id, data=data)
