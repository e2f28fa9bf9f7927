"""Closed deals, with a customer's voice in them and without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from goodword.insights.rules.helped import Helped
from goodword.insights.rules.shares import Difference, Share

# Amounts by currency, the largest count of deals first. Never added up: nobody here knows the day's rates.
Sums = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class DealCell:
    """Deals that closed in one month in one way. `used`: a reference had helped before they closed.

    `found_nobody`: one was asked for, and there was nobody. `amount` is what the won ones were worth at close. `by`: who
    helped, see `Helped`; only where it was asked for.
    """

    month: date
    won: bool
    used: bool
    found_nobody: bool
    renewal: bool
    currency: str
    deals: int
    amount: Decimal = Decimal(0)
    by: Helped = Helped.NOBODY


@dataclass(frozen=True, slots=True)
class Wins:
    """The deals of some months: won ones that used a reference of all won, their amounts, and the lost ones."""

    share: Share = Share()
    closed: int = 0
    renewals: int = 0
    used: Sums = field(default_factory=dict)
    everything: Sums = field(default_factory=dict)


def wins_in(cells: Iterable[DealCell], months: Collection[date]) -> Wins:
    """Return what the deals of these months come to; each counts once, at its amount at close."""
    here = [cell for cell in cells if cell.month in months]
    won = [cell for cell in here if cell.won]
    used = [cell for cell in won if cell.used]
    return Wins(
        share=Share(_deals(used), _deals(won)),
        closed=_deals(here),
        renewals=_deals(cell for cell in used if cell.renewal),
        used=_sums(used),
        everything=_sums(won),
    )


def compared(cells: Iterable[DealCell], months: Collection[date]) -> Difference:
    """Return how often deals were won that asked and were helped, against those that asked and found nobody.

    Both sides wanted a reference; only one was lucky with the supply. Deals that never asked are on neither side.
    """
    here = [cell for cell in cells if cell.month in months]
    helped = [cell for cell in here if cell.used]
    alone = [cell for cell in here if cell.found_nobody and not cell.used]
    return Difference(_won_of(helped), _won_of(alone))


def _won_of(cells: Collection[DealCell]) -> Share:
    return Share(_deals(cell for cell in cells if cell.won), _deals(cells))


def _deals(cells: Iterable[DealCell]) -> int:
    return sum(cell.deals for cell in cells)


def _sums(cells: Iterable[DealCell]) -> Sums:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    deals: defaultdict[str, int] = defaultdict(int)
    for cell in cells:
        sums[cell.currency] += cell.amount
        deals[cell.currency] += cell.deals
    order = sorted(sums, key=lambda currency: (-deals[currency], currency))
    return {currency: sums[currency] for currency in order if sums[currency]}
