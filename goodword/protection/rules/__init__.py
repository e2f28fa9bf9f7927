"""Rest, limits and the verdict: pure decisions over the ledger's rows."""

from goodword.protection.rules.limits import (
    ASK_WINDOW,
    EFFORT,
    HALVES,
    LIVE_HELP,
    QUARTER,
    YEAR,
    Dial,
    Effective,
    Limits,
    halves_of,
    merged,
    strictest,
)
from goodword.protection.rules.resting import FOR_GOOD, Rest, next_free_on, rest
from goodword.protection.rules.standing import Blackout, Gate, Override, Standing, Wish
from goodword.protection.rules.verdict import CODES, SENTENCES, Reason, Verdict, verdict
from goodword.protection.rules.windows import Entry, What, standing_uses, today_in

__all__ = [
    "ASK_WINDOW",
    "CODES",
    "EFFORT",
    "FOR_GOOD",
    "HALVES",
    "LIVE_HELP",
    "QUARTER",
    "SENTENCES",
    "YEAR",
    "Blackout",
    "Dial",
    "Effective",
    "Entry",
    "Gate",
    "Limits",
    "Override",
    "Reason",
    "Rest",
    "Standing",
    "Verdict",
    "What",
    "Wish",
    "halves_of",
    "merged",
    "next_free_on",
    "rest",
    "standing_uses",
    "strictest",
    "today_in",
    "verdict",
]
