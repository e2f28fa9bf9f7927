"""Closing a deal as won or lost, and taking that back within ten minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, TooLate
from goodword.core.events import must_be_undoable
from goodword.core.models import Event
from goodword.core.undo import UNDO
from goodword.directory.actions.provenance import plain
from goodword.directory.models import Opportunity
from goodword.directory.policy import may_reopen, must_sell
from goodword.directory.rules import CLOSINGS
from goodword.members.models import Member
from goodword.members.policy import Permission


def close_opportunity(opportunity: Opportunity, *, by: Actor, won: bool) -> Event:
    """Close a deal as won or lost and freeze what it was worth; in ten minutes whoever helped is credited and told.

    Raises NotAllowed; TooLate when it is closed.
    """
    must_sell(by, Permission.OPPORTUNITY_CLOSE, opportunity)
    status = Opportunity.Status.WON if won else Opportunity.Status.LOST
    closing: dict[str, Any] = {"status": status, "closed_at": clock.now()}
    if won:
        # From the row, not from the page that was open: the frozen amount is the one the database holds.
        still = Opportunity.objects.select_for_update(no_key=True).filter(pk=opportunity.pk)
        opportunity.amount = still.values_list("amount", flat=True).get()
        closing["won_amount"] = opportunity.amount
    if not Opportunity.objects.open().filter(pk=opportunity.pk).update(**closing):
        raise TooLate("This deal is closed already.", state="closed")
    _set(opportunity, closing)
    return events.record(
        "opportunity.won" if won else "opportunity.lost",
        opportunity,
        by=by,
        about=[opportunity.account],
        data={"amount": plain(opportunity.amount), "currency": opportunity.currency},
        undo_until=clock.now() + UNDO,
    )


@transaction.atomic
def reopen_opportunity(event: Event, *, by: Actor) -> Event:
    """Take back how a deal was closed: it is open again, and nothing of what waited for the ten minutes follows.

    Where its rep left meanwhile it is the manager's who takes it back. Raises NotAllowed for anybody but whoever
    closed it and the program, and TooLate once the ten minutes are over or it was taken back already.
    """
    if event.name not in CLOSINGS:
        raise TooLate("This can't be taken back.")
    deal = Opportunity.objects.locked(event.subject_id)
    must_sell(by, Permission.OPPORTUNITY_CLOSE, deal)
    if not may_reopen(by, event):
        raise NotAllowed("Only whoever closed this deal and the program can take that back.")
    must_be_undoable(event)
    opened: dict[str, Any] = {"status": Opportunity.Status.OPEN, "closed_at": None, "won_amount": None}
    if not deal.owner.active and by.person_id is not None:
        opened["owner"] = Member.objects.get(pk=by.person_id)
    _set(deal, opened)
    deal.save(update_fields=[*opened])
    return events.record(CLOSINGS[event.name], deal, by=by, about=[deal.account], undoes=event)


def _set(opportunity: Opportunity, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        setattr(opportunity, name, value)
