from __future__ import annotations

from uuid import UUID

from goodword.core.actors import Actor
from goodword.core.jobs import job
from goodword.core.models import Event
from goodword.references import actions
from goodword.references.models import Advocate, AdvocateState


@job("references.lapse_invitation")
def lapse_invitation(event_id: UUID) -> None:
    """Close the invitation that this event sent, if it is still the one that waits."""
    event = Event.objects.get(pk=event_id)
    advocate = Advocate.objects.select_related("profile__account", "contact").get(pk=event.subject_id)
    if advocate.state == AdvocateState.INVITED and advocate.invited_at == event.at:
        actions.lapse(advocate, by=Actor.system("invitation"))
