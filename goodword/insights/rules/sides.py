"""Is a private reference as good as a named one? Every figure that has a reference in it, on both sides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from goodword.insights.rules.closed import AnswerCell, NeedCell, Voice, acceptance_in
from goodword.insights.rules.helped import Helped
from goodword.insights.rules.shares import Difference, Share, Typical
from goodword.insights.rules.wins import DealCell, Wins, wins_in

# The best answers of each side that count as a good word: a buyer's two, "a lot" and "some".
GOOD_WORDS = {"rep": 1, "prospect": 2, "advocate": 1}
Said = Mapping[str, Voice]


@dataclass(frozen=True, slots=True)
class Pair:
    """Something of private references, and the same of named ones."""

    private: Typical = Typical()
    named: Typical = Typical()


@dataclass(frozen=True, slots=True)
class Sides:
    """Private references (`one`, the first of each) against named ones (`other`), in shares and in working hours.

    What had both kinds of voice stands on neither side. `customers`: how many private companies helped.
    """

    customers: int = 0
    acceptance: Difference = Difference(Share(), Share())
    in_time: Difference = Difference(Share(), Share())
    won: Difference = Difference(Share(), Share())
    said: Mapping[str, Difference] = field(default_factory=dict)
    took: Pair = Pair()
    wins: tuple[Wins, Wins] = (Wins(), Wins())

    @property
    def is_empty(self) -> bool:
        """Say whether no private reference was asked, helped or is in a closed deal."""
        return not (self.customers or self.acceptance.one.whole or self.won.one.whole)


def accepted_by(cells: Collection[AnswerCell], months: Collection[date]) -> Difference:
    """Return the customers who said yes."""
    return Difference(
        *(acceptance_in((cell for cell in cells if cell.private is side), months).share for side in (True, False))
    )


def in_time_by(cells: Iterable[NeedCell], months: Collection[date]) -> Difference:
    """Return the requests helped in time, of those that were helped at all: by a private one, by a named one."""
    here = [cell for cell in cells if cell.month in months and cell.helped]
    return Difference(*(_in_time(here, side) for side in (Helped.PRIVATE, Helped.NAMED)))


def won_by(cells: Iterable[DealCell], months: Collection[date]) -> Difference:
    """Return the deals won, of the closed ones that had been helped: by a private one, by a named one."""
    here = [cell for cell in cells if cell.month in months]
    return Difference(*(_won(here, side) for side in (Helped.PRIVATE, Helped.NAMED)))


def wins_by(cells: Collection[DealCell], months: Collection[date]) -> tuple[Wins, Wins]:
    """Return the won deals with a private voice and those with a named one, with what they were worth."""
    private, named = ([cell for cell in cells if cell.by is side] for side in (Helped.PRIVATE, Helped.NAMED))
    return wins_in(private, months), wins_in(named, months)


def said_by(private: Said, named: Said) -> dict[str, Difference]:
    """Return by side how many gave a good word, of those who said something."""
    nothing = Voice("", 0, ())
    return {
        side: Difference(*(said.get(side, nothing).good(best) for said in (private, named)))
        for side, best in GOOD_WORDS.items()
    }


def _in_time(cells: Iterable[NeedCell], side: Helped) -> Share:
    theirs = [cell for cell in cells if cell.by is side]
    return Share(sum(cell.needs for cell in theirs if cell.in_time), sum(cell.needs for cell in theirs))


def _won(cells: Iterable[DealCell], side: Helped) -> Share:
    theirs = [cell for cell in cells if cell.by is side]
    return Share(sum(cell.deals for cell in theirs if cell.won), sum(cell.deals for cell in theirs))
