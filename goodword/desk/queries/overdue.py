"""What the desk's clocks should have ended by now."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from goodword.core import clock
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.rules.states import AskState, RequestState

# A queue that is an hour behind has lost the look, not delayed it.
OVERDUE = timedelta(hours=1)


def overdue_asks(since: timedelta = OVERDUE) -> list[Ask]:
    """Return the asks whose turn ended so long ago with nothing having come of it.

    Of a closed request only a call is spoken about; everything else there waits for nobody.
    """
    late = Ask.objects.live().filter(deadline_at__lte=clock.now() - since)
    return list(late.exclude(~Q(state=AskState.BOOKED), need__state=RequestState.CLOSED).order_by("deadline_at"))


def overdue_requests(since: timedelta = OVERDUE) -> list[ReferenceRequest]:
    """Return the requests whose own clock ran out so long ago."""
    return list(ReferenceRequest.objects.open().filter(deadline_at__lte=clock.now() - since).order_by("deadline_at"))
