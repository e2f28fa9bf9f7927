"""Verbs that keep customers from being asked too often.

Those on places and the ledger are parts of the desk's verbs, which record the event; holds and uses elsewhere are
verbs of their own.
"""

from goodword.protection.actions.holds import (
    end_holds,
    lift_hold,
    open_repair_hold,
    pause,
    pauses_but_the_longest,
    place_hold,
)
from goodword.protection.actions.ledger import log_elsewhere, record_use
from goodword.protection.actions.places import (
    Reserved,
    from_calendar,
    hold_rows,
    lock,
    release,
    reserve,
    to_calendar,
    to_customer,
)

__all__ = [
    "Reserved",
    "end_holds",
    "from_calendar",
    "hold_rows",
    "lift_hold",
    "lock",
    "log_elsewhere",
    "open_repair_hold",
    "pause",
    "pauses_but_the_longest",
    "place_hold",
    "record_use",
    "release",
    "reserve",
    "to_calendar",
    "to_customer",
]
