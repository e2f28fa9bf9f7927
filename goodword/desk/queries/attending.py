"""The prospect's people who will be on a call."""

from __future__ import annotations

from goodword.core.statements import Kept
from goodword.desk.models import Attendee, ReferenceRequest

_ATTENDEES = Kept[Attendee](
    lambda need: Attendee.objects.filter(need=need).select_related("contact").order_by("position")
)


def attendees_of(need: ReferenceRequest) -> list[Attendee]:
    """Return who will be on a request's call, as they are named now, in order, with their contacts."""
    return _ATTENDEES(need=need.pk)
