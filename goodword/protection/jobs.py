from __future__ import annotations

from uuid import UUID

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.jobs import job
from goodword.protection.actions.holds import about_hold
from goodword.protection.models import Hold


@job("protection.hold_begins")
def begin_hold(hold_id: UUID) -> None:
    """Say that a hold made for a day ahead stops asks from now on, unless it was lifted before."""
    holds = Hold.objects.standing(clock.now()).select_related("account", "advocate__contact", "advocate__profile")
    for hold in holds.filter(pk=hold_id):
        data = {"kind": str(hold.kind)}
        events.record("hold.begun", hold, by=Actor.system("hold"), about=about_hold(hold), data=data)
