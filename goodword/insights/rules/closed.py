"""How requests ended, what customers answered, and what was said afterwards."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from goodword.insights.rules.helped import Helped
from goodword.insights.rules.shares import Share


@dataclass(frozen=True, slots=True)
class NeedCell:
    """Requests that closed in one month in one way.

    `in_time`: helped by the day it was needed. `next_best`: somebody was asked before and could not. `asked`: anybody
    was asked at all before it closed. `by`: who helped, see `Helped`; only where it was asked for.
    """

    month: date
    reason: str
    helped: bool
    in_time: bool
    next_best: bool
    asked: bool
    needs: int
    by: Helped = Helped.NOBODY


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """Helped in time of all that closed, less those withdrawn before anybody was asked; and how the others ended."""

    share: Share = Share()
    late: int = 0
    next_best: int = 0
    unfilled: int = 0
    proof_only: int = 0
    not_confirmed: int = 0
    other: int = 0
    left_out: int = 0


def fulfilment_in(cells: Iterable[NeedCell], months: Collection[date]) -> Fulfilment:
    """Return how the requests that closed in these months ended."""
    here = [cell for cell in cells if cell.month in months]
    counted = [cell for cell in here if not _left_out(cell)]
    in_time = _count(counted, lambda cell: cell.helped and cell.in_time)
    helpless = [cell for cell in counted if not cell.helped]
    named = {reason: _count(helpless, _ended(reason)) for reason in ("unfilled", "proof_only", "not_confirmed")}
    return Fulfilment(
        share=Share(in_time, _count(counted)),
        late=_count(counted, lambda cell: cell.helped and not cell.in_time),
        next_best=_count(counted, lambda cell: cell.helped and cell.next_best),
        other=_count(helpless) - sum(named.values()),
        left_out=_count(here) - _count(counted),
        **named,
    )


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """Customers asked in one month who gave one answer: yes, no, silence; waiting, or spared before they answered.

    `private`: their name is known to the program and their owner alone.
    """

    month: date
    answer: str
    asks: int
    private: bool = False


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Yes of all who were asked and had their time to answer."""

    share: Share = Share()
    no: int = 0
    silent: int = 0
    waiting: int = 0
    spared: int = 0


def acceptance_in(cells: Iterable[AnswerCell], months: Collection[date]) -> Acceptance:
    """Return what the customers asked in these months answered."""
    counts = dict.fromkeys(("yes", "no", "silent", "waiting", "spared"), 0)
    for cell in cells:
        if cell.month in months:
            counts[cell.answer] += cell.asks
    yes, no, silent = counts["yes"], counts["no"], counts["silent"]
    return Acceptance(Share(yes, yes + no + silent), no, silent, counts["waiting"], counts["spared"])


@dataclass(frozen=True, slots=True)
class Voice:
    """What one side said of `asked` calls and answers, from the best word to the worst."""

    side: str
    asked: int
    answers: tuple[tuple[str, int], ...]

    @property
    def answered(self) -> int:
        return sum(people for _answer, people in self.answers)

    def good(self, best: int) -> Share:
        """Return how many gave one of the `best` first answers, of all who answered."""
        return Share(sum(people for _answer, people in self.answers[:best]), self.answered)


def _left_out(cell: NeedCell) -> bool:
    return cell.reason == "withdrawn" and not cell.asked and not cell.helped


def _ended(reason: str) -> Callable[[NeedCell], bool]:
    return lambda cell: cell.reason == reason


def _count(cells: Iterable[NeedCell], which: Callable[[NeedCell], bool] = lambda cell: True) -> int:
    return sum(cell.needs for cell in cells if which(cell))
