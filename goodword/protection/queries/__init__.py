"""How rested everyone is and who may be asked: the rules of protection over the rows, for many at a time."""

from goodword.protection.queries.answers import Load, load_of, rest_of, verdicts, verdicts_on, wish
from goodword.protection.queries.capacity import room_of
from goodword.protection.queries.changes import Change, change_of, events_about, restricting
from goodword.protection.queries.orders import with_rest, with_used
from goodword.protection.queries.records import exception_for, history, holds_on
from goodword.protection.queries.room import seem_free
from goodword.protection.queries.settings import Settings, defaults, limits, settings_from, today_of, zone_of
from goodword.protection.queries.standings import Known, known, standings
from goodword.protection.queries.stopped import stopped_asks
from goodword.protection.rules import Reason, Rest, Verdict

__all__ = [
    "Change",
    "Known",
    "Load",
    "Reason",
    "Rest",
    "Settings",
    "Verdict",
    "change_of",
    "defaults",
    "events_about",
    "exception_for",
    "history",
    "holds_on",
    "known",
    "limits",
    "load_of",
    "rest_of",
    "restricting",
    "room_of",
    "seem_free",
    "settings_from",
    "standings",
    "stopped_asks",
    "today_of",
    "verdicts",
    "verdicts_on",
    "wish",
    "with_rest",
    "with_used",
    "zone_of",
]
