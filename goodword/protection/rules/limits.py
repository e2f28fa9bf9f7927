"""Weights, limits and whose limit it is. Numbers are integers: half a call is the unit of every count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

HALVES_A_CALL = 2
# Weight of each kind of help against the limits, in half calls: written answers half a call, a call one, a story two,
# a site visit or a stage three.
HALVES: Mapping[str, int] = {
    "written": 1,
    "quote": 1,
    "logo": 1,
    "review": 1,
    "call": 2,
    "group_call": 2,
    "peer_chat": 2,
    "analyst_call": 2,
    "case_study": 4,
    "video": 4,
    "press": 4,
    "speaking": 6,
    "site_visit": 6,
}
# Help given live, to people: what the gap counts from and what lowers rest.
LIVE_HELP = frozenset({"call", "group_call", "peer_chat", "analyst_call", "press", "speaking", "site_visit"})
# Effort for reports only; limits never use it.
EFFORT: Mapping[str, int] = {
    "quote": 10,
    "logo": 10,
    "review": 10,
    "written": 20,
    "peer_chat": 50,
    "call": 50,
    "group_call": 60,
    "analyst_call": 80,
    "press": 100,
    "speaking": 150,
    "video": 200,
    "case_study": 250,
    "site_visit": 500,
}
ASK_WINDOW = 30
QUARTER = 90
YEAR = 365

Whose = Literal["customer", "default"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Hold limits of ours: calls per rolling 90 and 365 days, days between, asks per 30 days, for account and group.

    Raises ValueError for a negative number.
    """

    per_quarter: int = 2
    per_year: int = 4
    gap_days: int = 30
    asks_per_30_days: int = 3
    account_per_quarter: int = 4
    group_per_quarter: int = 8

    def __post_init__(self) -> None:
        if any(getattr(self, name) < 0 for name in self.__slots__):
            raise ValueError("A limit cannot be negative.")


@dataclass(frozen=True, slots=True)
class Dial:
    """Hold what the customer set for themselves; None where they left it to us. It only ever makes us ask less."""

    per_quarter: int | None = None
    per_year: int | None = None
    gap_days: int | None = None
    asks_per_30_days: int | None = None

    def __post_init__(self) -> None:
        if any((getattr(self, name) or 0) < 0 for name in self.__slots__):
            raise ValueError("A limit cannot be negative.")


@dataclass(frozen=True, slots=True)
class Effective:
    """Hold the limits that apply to one person: ours, already the strictest, and the person's own beside them.

    `kind`: what the workspace set for the kind of help that is wanted; only help of that kind counts against it.
    """

    ours: Limits = Limits()
    dial: Dial = Dial()
    kind: Limits | None = None

    @property
    def limits(self) -> Limits:
        """Return the numbers that hold."""
        return self.ours if self.dial == Dial() else _tightened(self.ours, self.dial)

    def whose(self, field: str) -> Whose:
        """Say who set the number that holds; where both set the same it is the customer's."""
        own = getattr(self.dial, field, None)
        return "customer" if own is not None and own == getattr(self.limits, field) else "default"


def strictest(
    defaults: Limits, kind: Limits | None = None, account: Limits | None = None, dial: Dial | None = None
) -> Effective:
    """Return the strictest of the workspace's, the account's and the customer's own limits, the kind's beside them."""
    return Effective(_stricter(defaults, account) if account else defaults, dial or Dial(), kind)


def halves_of(help: str) -> int:
    """Return the weight of a kind of help in half calls. Raises KeyError for a kind nobody weighed."""
    return HALVES[help]


def _stricter(one: Limits, other: Limits) -> Limits:
    return Limits(
        per_quarter=min(one.per_quarter, other.per_quarter),
        per_year=min(one.per_year, other.per_year),
        gap_days=max(one.gap_days, other.gap_days),
        asks_per_30_days=min(one.asks_per_30_days, other.asks_per_30_days),
        account_per_quarter=min(one.account_per_quarter, other.account_per_quarter),
        group_per_quarter=min(one.group_per_quarter, other.group_per_quarter),
    )


def _tightened(ours: Limits, dial: Dial) -> Limits:
    return Limits(
        per_quarter=_least(ours.per_quarter, dial.per_quarter) or 0,
        per_year=_least(ours.per_year, dial.per_year) or 0,
        gap_days=_most(ours.gap_days, dial.gap_days) or 0,
        asks_per_30_days=_least(ours.asks_per_30_days, dial.asks_per_30_days) or 0,
        account_per_quarter=ours.account_per_quarter,
        group_per_quarter=ours.group_per_quarter,
    )


def _least(*numbers: int | None) -> int | None:
    return min((number for number in numbers if number is not None), default=None)


def _most(*numbers: int | None) -> int | None:
    return max((number for number in numbers if number is not None), default=None)
