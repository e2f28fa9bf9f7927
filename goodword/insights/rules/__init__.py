"""The arithmetic of every figure: periods, shares with their intervals, who has how much. Pure."""

from goodword.insights.rules.closed import (
    Acceptance,
    AnswerCell,
    Fulfilment,
    NeedCell,
    Voice,
    acceptance_in,
    fulfilment_in,
)
from goodword.insights.rules.helped import Helped
from goodword.insights.rules.periods import Period, current, month_of, months_until, named, shifted
from goodword.insights.rules.segments import FEWEST_TOGETHER, Level, Segment, shown_count, sorted_by_need
from goodword.insights.rules.shares import COMPARABLE, ENOUGH, Difference, Share, Typical
from goodword.insights.rules.sides import Pair, Sides, accepted_by, in_time_by, said_by, wins_by, won_by
from goodword.insights.rules.spread import Room, TeamBalance, TopShare, balances, room_used, top_share
from goodword.insights.rules.wins import DealCell, Sums, Wins, compared, wins_in

__all__ = [
    "COMPARABLE",
    "ENOUGH",
    "FEWEST_TOGETHER",
    "Acceptance",
    "AnswerCell",
    "DealCell",
    "Difference",
    "Fulfilment",
    "Helped",
    "Level",
    "NeedCell",
    "Pair",
    "Period",
    "Room",
    "Segment",
    "Share",
    "Sides",
    "Sums",
    "TeamBalance",
    "TopShare",
    "Typical",
    "Voice",
    "Wins",
    "acceptance_in",
    "accepted_by",
    "balances",
    "compared",
    "current",
    "fulfilment_in",
    "in_time_by",
    "month_of",
    "months_until",
    "named",
    "room_used",
    "said_by",
    "shifted",
    "shown_count",
    "sorted_by_need",
    "top_share",
    "wins_by",
    "wins_in",
    "won_by",
]
