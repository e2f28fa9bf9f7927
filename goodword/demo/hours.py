"""When customers of the demo talk: within their own working hours, or at least by day. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from goodword.core.working_time import POLITE_FROM, POLITE_UNTIL, WorkWeek, wall_of
from goodword.desk.rules.times import Slot, proposed_times

# A buyer on the other side of the world is up early or late before a customer who helps is.
EARLY, LATE = time(6), time(22)


def agreeable_times(buyer: str, customer: str, since: datetime, duration: timedelta) -> tuple[Slot, ...]:
    """Return three times for a buyer and a customer in these zones, in the customer's working hours where that can be.

    Raises ValueError where not even the customer's whole day meets the buyer's, which no two zones of the world do.
    """
    early_to_late = WorkWeek(buyer, start=EARLY, end=LATE)
    by_day = WorkWeek(customer, start=POLITE_FROM, end=POLITE_UNTIL)
    for theirs, ours in (
        (WorkWeek(buyer), WorkWeek(customer)),
        (early_to_late, WorkWeek(customer)),
        (early_to_late, by_day),
    ):
        slots = proposed_times(theirs, ours, since, duration)
        if slots and all(suits(slot.start, duration, ours) for slot in slots):
            return slots
    raise ValueError(f"{buyer} and {customer} are never up at once.")


def suits(start: datetime, duration: timedelta, week: WorkWeek) -> bool:
    """Say whether a call lies within somebody's hours."""
    begins, ends = wall_of(start, week.zone), wall_of(start + duration, week.zone)
    return week.works_on(begins.date()) and week.start <= begins.time() and ends.time() <= week.end
