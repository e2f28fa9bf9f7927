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
    strictest,
)
from goodword.protection.rules.reasons import CODES, SENTENCES, Reason
from goodword.protection.rules.resting import FOR_GOOD, Rest, rest
from goodword.protection.rules.standing import Gate, Override, Standing, Wish, spoken
from goodword.protection.rules.verdict import Verdict, verdict
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
    "rest",
    "spoken",
    "standing_uses",
    "strictest",
    "today_in",
    "verdict",
]
