"""Taking back what customers did by their own will: a pause, and whatever else they set for themselves."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, TooLate
from goodword.core.models import Event
from goodword.members.policy import Permission, must
from goodword.protection.actions.holds import about_hold, end_holds
from goodword.protection.models import Hold
from goodword.references.actions import own_will
from goodword.references.actions.own_will import TAKEABLE

PAUSED = "hold.placed"
OWN_WILL = TAKEABLE | {PAUSED}


def take_back(event: Event, *, by: Actor) -> Event:
    """Take one change of a person's own back, as `references` does; a pause gives way to the one it replaced.

    Raises NotAllowed, TooLate.
    """
    return _end_pause(event, by=by) if event.name == PAUSED else own_will.take_back(event, by=by)


def why_not(event: Event, by: Actor) -> str:
    """Return why this actor can't take back what the event says, or nothing where they can."""
    if event.name != PAUSED:
        return own_will.why_not(event, by)
    try:
        _must_stand(event, _pause(event), by=by)
    except (NotAllowed, TooLate) as reason:
        return str(reason)
    return ""


@transaction.atomic
def _end_pause(event: Event, *, by: Actor) -> Event:
    must(by, Permission.HOLD_LIFT)
    hold = _pause(event, locked=True)
    _must_stand(event, hold, by=by)
    end_holds([hold], by=by)
    before = Hold.objects.filter(Q(until=None) | Q(until__gt=clock.now()), pk__in=event.data.get("replaced", []))
    stands_again = before.update(lifted_at=None, lifted_by="") > 0
    data = {"kind": str(hold.kind), "stands_again": stands_again}
    return events.record("hold.lifted", hold, by=by, about=about_hold(hold), data=data, undoes=event)


def _pause(event: Event, *, locked: bool = False) -> Hold:
    rows = Hold.objects.select_related("account", "advocate__contact", "advocate__profile__account")
    return (rows.select_for_update(of=("self",)) if locked else rows).get(pk=event.subject_id)


def _must_stand(event: Event, hold: Hold, *, by: Actor) -> None:
    """Raise NotAllowed unless it is a pause of theirs, TooLate unless it still stands."""
    if hold.kind != Hold.Kind.PAUSE or hold.advocate is None:
        raise NotAllowed("Only a pause is the person's own to take back.")
    own_will.must_be_takeable(event, hold.advocate, by=by)
    if hold.lifted_at is not None or (hold.until is not None and hold.until <= clock.now()):
        raise TooLate("That pause is over.")
