"""What the ledger says against one more ask: limits and gaps, the customer's own, ours, and those of a kind of help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from goodword.protection.rules.limits import (
    ASK_WINDOW,
    HALVES_A_CALL,
    QUARTER,
    YEAR,
    Dial,
    Effective,
    Limits,
    halves_of,
)
from goodword.protection.rules.reasons import Reason, reason
from goodword.protection.rules.resting import day_words, days_ago
from goodword.protection.rules.standing import Standing, Wish
from goodword.protection.rules.windows import (
    Dated,
    Entry,
    calls,
    dated_asks,
    dated_uses,
    free_on,
    gap_ends_on,
    last_live,
    used_within,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """Hold what the ledger says of one person: their own entries, dated, and those of their account and its group."""

    own: Sequence[Entry]
    account: Sequence[Entry]
    group: Sequence[Entry]
    uses: Sequence[Dated]
    asks: Sequence[Dated]

    @classmethod
    def of(cls, standing: Standing, entries: Sequence[Entry]) -> Counted:
        """Sort the entries of an advocate, their account and its group."""
        own = [entry for entry in entries if entry.advocate == standing.advocate]
        return cls(
            own,
            [entry for entry in entries if entry.account == standing.account],
            [entry for entry in entries if standing.group is not None and entry.group == standing.group],
            dated_uses(own, standing.zone),
            dated_asks(own, standing.zone),
        )


def about_limits(
    standing: Standing, wish: Wish, counted: Counted, effective: Effective, today: date
) -> Iterator[Reason]:
    """Yield every limit and gap one more ask would break."""
    weight, ours = halves_of(wish.help), effective.ours
    uses, asks = counted.uses, counted.asks
    yield from _of_customer(standing.name, effective.dial, uses, asks, weight, today)
    yield from _of_ours(ours, uses, asks, weight, today)
    for code, theirs, limit in (
        ("limit_account", counted.account, ours.account_per_quarter),
        ("limit_group", counted.group, ours.group_per_quarter),
    ):
        # Most companies have one person who helps: what is theirs is dated already.
        dated = uses if theirs == counted.own else dated_uses(theirs, standing.zone)
        yield from _window(code, dated, QUARTER, limit, weight, today)
    if effective.kind is not None:
        own, account = counted.own, counted.account
        yield from _of_kind(effective.kind, ours, wish.help, own, account, standing.zone, today)


def _of_customer(
    name: str, dial: Dial, uses: Sequence[Dated], asks: Sequence[Dated], weight: int, today: date
) -> Iterator[Reason]:
    if dial.per_year is not None:
        yield from _window("limit_customer_year", uses, YEAR, dial.per_year, weight, today, name)
    if dial.per_quarter is not None:
        yield from _window("limit_customer_quarter", uses, QUARTER, dial.per_quarter, weight, today, name)
    if dial.asks_per_30_days is not None:
        yield from _window("asks_customer", asks, ASK_WINDOW, dial.asks_per_30_days, 1, today, name, noun="ask")
    if dial.gap_days is not None:
        yield from _gap("gap_customer", uses, dial.gap_days, today, name)


def _of_ours(ours: Limits, uses: Sequence[Dated], asks: Sequence[Dated], weight: int, today: date) -> Iterator[Reason]:
    yield from _window("limit_default_year", uses, YEAR, ours.per_year, weight, today)
    yield from _window("limit_default_quarter", uses, QUARTER, ours.per_quarter, weight, today)
    yield from _window("asks_default", asks, ASK_WINDOW, ours.asks_per_30_days, 1, today, noun="ask")
    yield from _gap("gap", uses, ours.gap_days, today)


def _of_kind(
    kind: Limits, ours: Limits, help: str, own: Sequence[Entry], account: Sequence[Entry], zone: str, today: date
) -> Iterator[Reason]:
    """Hold the numbers set for one kind of help against that kind alone, each help counting as one.

    A number that is no lower than everybody's says nothing of its own.
    """
    uses, together = _of_help(help, own, zone), _of_help(help, account, zone)
    asks = dated_asks([entry for entry in own if entry.help == help], zone)
    for code, things, days, limit, general in (
        ("limit_kind_year", uses, YEAR, kind.per_year, ours.per_year),
        ("limit_kind_quarter", uses, QUARTER, kind.per_quarter, ours.per_quarter),
        ("limit_kind_account", together, QUARTER, kind.account_per_quarter, ours.account_per_quarter),
        ("asks_kind", asks, ASK_WINDOW, kind.asks_per_30_days, ours.asks_per_30_days),
    ):
        if limit < general:
            yield from _window(code, things, days, limit, 1, today, noun="")
    if kind.gap_days > ours.gap_days:
        yield from _gap("gap_kind", uses, kind.gap_days, today)


def _of_help(help: str, entries: Sequence[Entry], zone: str) -> list[Dated]:
    return [replace(use, weight=1) for use in dated_uses(entries, zone) if use.help == help]


def _window(
    code: str,
    things: Sequence[Dated],
    days: int,
    limit: int,
    weight: int,
    today: date,
    name: str = "",
    noun: str = "call",
) -> Iterator[Reason]:
    in_calls = noun == "call"
    unit = HALVES_A_CALL if in_calls else 1
    until = free_on(things, days, limit * unit, weight, today)
    if until == today:
        return
    used = used_within(things, days, today)
    limited = _counted(limit, noun) if noun else str(limit)
    spent = f"{calls(used) if in_calls else used} {'is' if 0 < used <= unit else 'are'}"
    yield reason(code, until, name=name, limit=limited, used=spent)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _gap(code: str, uses: Sequence[Dated], days: int, today: date, name: str = "") -> Iterator[Reason]:
    latest, until = last_live(uses), gap_ends_on(uses, days, today)
    if latest is not None and until > today:
        ago = days_ago(latest.day, today)
        yield reason(code, until, name=name, gap=_counted(days, "day"), ago=ago, until=day_words(until, today))
