"""When somebody leaves or a customer changes hands: what waited for one person waits for the next."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from goodword.core import events, links
from goodword.core.actors import Actor
from goodword.core.models import Event
from goodword.desk.actions import clocks
from goodword.desk.actions.moving import about, locked
from goodword.desk.models import Ask, ReferenceRequest, Repair
from goodword.desk.queries.weeks import who_decides
from goodword.desk.rules.states import AskState
from goodword.directory.models import Account
from goodword.members.models import Member

# In these the owner still has a part: to answer, to take it back, to answer late, to write to the customer in person.
# Later whoever lent the customer keeps the credit.
OWNERS = (AskState.OWNER_PENDING, AskState.OWNER_OK, AskState.OWNER_TIMEOUT, AskState.CUSTOMER_PENDING)


@transaction.atomic
def hand_over_request(need: ReferenceRequest, successor: Member, *, by: Actor) -> None:
    """Make a request somebody else's: its page, its mails and its debrief are theirs from now on."""
    before = locked(need).requester
    if before == successor:
        return
    ReferenceRequest.objects.filter(pk=need.pk).update(requester=successor)
    need.requester = successor
    names = {"from": before.name, "to": successor.name}
    concerned = (need.opportunity, before, successor)
    events.record("request.handed_over", need, by=by, about=concerned, thread=need.pk, data=names)


def hand_over_customer(account: Account, parts: Collection[str], *, by: Actor) -> None:
    """Let what waits for an account's owner or deputy (the `parts` that changed) wait for those it has today."""
    theirs = Ask.objects.filter(advocate__profile__account=account)
    for ask in theirs.filter(state__in=OWNERS).select_related("need"):
        _hand_over_ask(ask, parts, by=by)
    if "owner" in parts:
        for repair in Repair.objects.filter(ask__in=theirs, talked_at=None).select_related("ask"):
            _hand_over(repair.ask, "repair.handed_over", account.owner, by=by)


@transaction.atomic
def _hand_over_ask(ask: Ask, parts: Collection[str], *, by: Actor) -> None:
    locked(ask.need)
    ask.refresh_from_db()
    asked = ask.state == AskState.OWNER_PENDING
    writes = ask.state == AskState.CUSTOMER_PENDING and ask.owner_asks_personally
    if ask.state not in OWNERS or (ask.state == AskState.CUSTOMER_PENDING and not writes):
        return
    _name_owner(ask)
    with_deputy = asked and ask.turn > 0
    if not (asked or writes) or ("deputy" if with_deputy else "owner") not in parts:
        return
    deputy = ask.advocate.profile.account.deputy
    turn = 1 if with_deputy and deputy is not None else 0
    if _hand_over(ask, "ask.handed_over", who_decides(ask, deputy=turn > 0), by=by):
        # A fresh clock: who comes new to a question has as long as whoever left had.
        clocks.start_ask(ask, turn)


def _name_owner(ask: Ask) -> None:
    owner = ask.advocate.profile.account.owner
    if ask.owner == owner:
        return
    if ask.owner_id is not None:
        links.withdraw_from(ask.owner_id, about=ask)
    Ask.objects.filter(pk=ask.pk).update(owner=owner)
    ask.owner = owner


def _hand_over(ask: Ask, event: str, to: Member | None, *, by: Actor) -> bool:
    """Record whose it is now, once; False where it is theirs already or nobody's."""
    newest = Event.objects.filter(name=event, subject_id=ask.pk).order_by("-number").first()
    if to is None or (newest is not None and newest.data["to"] == str(to.pk)):
        return False
    events.record(event, ask, by=by, about=(*about(ask), to), thread=ask.need_id, data={"to": str(to.pk)})
    return True
