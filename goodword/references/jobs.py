from __future__ import annotations

from uuid import UUID

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.jobs import job
from goodword.core.models import Event
from goodword.core.statements import Kept
from goodword.references import actions
from goodword.references.models import Advocate, AdvocateState
from goodword.references.rules import DECISIONS

PROPOSALS = Actor.system("proposals")
# What makes somebody wait for a colleague's decision; a decision that was taken back makes them wait anew.
PROPOSED = ("advocate.nominated", "advocate.qualified", *DECISIONS.values())


_NEWEST = Kept[Event](
    lambda advocate: Event.objects.filter(subject_id=advocate, name__in=PROPOSED).order_by("-number")[:1]
)


@job("references.look_at_proposal")
def look_at_proposal(event_id: UUID) -> None:
    """Say that nobody decided about a proposal since this event, if it is still the one that waits."""
    event = Event.objects.get(pk=event_id)
    advocate = Advocate.objects.get(pk=event.subject_id)
    newest = _NEWEST.first(advocate=advocate.pk)
    waits_in = event.state_to or AdvocateState.NOMINATED
    if advocate.merged_into_id is None and advocate.state == waits_in and newest == event:
        about = [advocate.contact, advocate.profile.account]
        events.record("advocate.overdue", advocate, by=PROPOSALS, about=about, data={"state": str(advocate.state)})


@job("references.lapse_invitation")
def lapse_invitation(event_id: UUID) -> None:
    """Close the invitation that this event sent, if it is still the one that waits."""
    event = Event.objects.get(pk=event_id)
    advocate = Advocate.objects.get(pk=event.subject_id)
    waits = advocate.merged_into_id is None and advocate.state == AdvocateState.INVITED
    if waits and advocate.invited_at == event.at:
        actions.lapse(advocate, by=Actor.system("invitation"))
