from __future__ import annotations

from datetime import timedelta

from goodword.core import jobs
from goodword.core.events import on
from goodword.core.models import Event
from goodword.references.jobs import lapse_invitation

INVITATION_DAYS = 30


@on("advocate.invited")
def start_the_invitations_clock(event: Event) -> None:
    """Let an invitation nobody answers lapse after 30 days."""
    jobs.defer(lapse_invitation, at=event.at + timedelta(days=INVITATION_DAYS), key=str(event.pk), event_id=event.pk)
