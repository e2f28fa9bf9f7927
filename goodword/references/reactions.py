from __future__ import annotations

from datetime import timedelta

from goodword.core import jobs
from goodword.core.events import on
from goodword.core.models import Event, Program
from goodword.core.working_time import WorkWeek, add_working_time, working_days
from goodword.references.jobs import PROPOSED, lapse_invitation, look_at_proposal

INVITATION_DAYS = 30
DAYS_TO_DECIDE = 3


@on("advocate.invited")
def start_the_invitations_clock(event: Event) -> None:
    """Let an invitation nobody answers lapse after 30 days."""
    jobs.defer(lapse_invitation, at=event.at + timedelta(days=INVITATION_DAYS), key=str(event.pk), event_id=event.pk)


@on(*PROPOSED)
def start_the_proposals_clock(event: Event) -> None:
    """Have a proposal nobody decides about heard of after three working days."""
    due = add_working_time(event.at, working_days(DAYS_TO_DECIDE), WorkWeek(Program.here().time_zone))
    jobs.defer(look_at_proposal, at=due, key=str(event.pk), event_id=event.pk)
