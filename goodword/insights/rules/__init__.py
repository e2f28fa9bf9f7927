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
from goodword.insights.rules.periods import Period, current, month_of, months_until, named, shifted
from goodword.insights.rules.segments import Level, Segment, shown_count, sorted_by_need
from goodword.insights.rules.shares import ENOUGH, Difference, Share, Typical
from goodword.insights.rules.spread import TeamBalance, TopShare, balances, top_share
from goodword.insights.rules.wins import DealCell, Sums, Wins, compared, wins_in

__all__ = [
    "ENOUGH",
    "Acceptance",
    "AnswerCell",
    "DealCell",
    "Difference",
    "Fulfilment",
    "Level",
    "NeedCell",
    "Period",
    "Segment",
    "Share",
    "Sums",
    "TeamBalance",
    "TopShare",
    "Typical",
    "Voice",
    "Wins",
    "acceptance_in",
    "balances",
    "compared",
    "current",
    "fulfilment_in",
    "month_of",
    "months_until",
    "named",
    "shifted",
    "shown_count",
    "sorted_by_need",
    "top_share",
    "wins_in",
]
