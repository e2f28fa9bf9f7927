"""How much room an advocate has, 0 to 5, by an integer rule that anyone can recompute."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from goodword.protection.rules.limits import ASK_WINDOW, HALVES_A_CALL, QUARTER, YEAR, Effective, Limits
from goodword.protection.rules.windows import (
    Dated,
    Entry,
    calls,
    dated_asks,
    dated_uses,
    free_on,
    gap_ends_on,
    last_live,
    today_in,
    used_within,
)

MOST = 5
FOR_GOOD = date.max
ZeroFrom = Literal["gap", "limit_customer", "limit_default", "asked", "paused", "held"]
WORDS = {5: "Rested", 4: "Rested", 3: "Ready", 2: "Go easy", 1: "Go easy"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LIVE_NAMES = {
    "call": "call",
    "group_call": "group call",
    "peer_chat": "peer chat",
    "analyst_call": "analyst call",
    "press": "press talk",
    "speaking": "talk",
    "site_visit": "site visit",
}


@dataclass(frozen=True, slots=True)
class Rest:
    """Say how rested somebody is.

    `level` 0 to 5; `word` for everyone, `reason` for open profiles only; `next_free_on` is today when there is room,
    None when nobody can say; `zero_from` names what makes it 0, the customer's own settings before ours, and our
    default gap only where nothing else stands in the way.
    """

    level: int
    word: str
    reason: str
    next_free_on: date | None
    zero_from: ZeroFrom | None

    @property
    def label(self) -> str:
        """Return the words for a screen reader."""
        return f"Rest: {self.word}, {self.level} of {MOST}"


def rest(
    entries: Iterable[Entry],
    effective: Effective,
    now: datetime,
    *,
    asked_now: bool = False,
    paused_until: date | None = None,
    held: bool = False,
    zone: str = "UTC",
) -> Rest:
    """Return how rested an advocate is, from their own entries.

    Start at 5; less 1 for each live help in the last 90 days; less 1 at half of the yearly limit, less 2 at three
    quarters; never under 1 by these. 0 inside the gap, at a limit, being asked, paused (`paused_until` is the first
    day they can be asked again, FOR_GOOD when they named none), or held.
    """
    entries = list(entries)
    return rest_after(
        dated_uses(entries, zone),
        dated_asks(entries, zone),
        effective,
        today_in(now, zone),
        asked_now=asked_now,
        paused_until=paused_until,
        held=held,
    )


def rest_after(
    uses: Sequence[Dated],
    asks: Sequence[Dated],
    effective: Effective,
    today: date,
    *,
    asked_now: bool,
    paused_until: date | None,
    held: bool,
) -> Rest:
    """Return the same from what is dated already."""
    limits = effective.limits
    not_before = max(today, paused_until or today)
    paused = not_before > today
    zero = _zero_from(uses, asks, effective, today, asked_now=asked_now, paused=paused, held=held)
    free = _free(uses, asks, limits, today, not_before)
    unknown = held or asked_now or free == FOR_GOOD
    level = 0 if zero else _level(uses, limits, today)
    return Rest(
        level=level,
        word=_word(level, zero, None if unknown else free, today),
        reason=_reason(uses, asks, limits, today),
        next_free_on=None if unknown else free,
        zero_from=zero,
    )


def day_words(day: date, today: date) -> str:
    """Write a date as people say it, with the year only when it is far off: 12 Jan, 12 Jan 2028."""
    words = f"{day.day} {MONTHS[day.month - 1]}"
    return words if abs((day - today).days) <= 300 else f"{words} {day.year}"


def days_ago(day: date, today: date) -> str:
    """Write how long ago a day was: today, 1 day ago, 96 days ago."""
    count = (today - day).days
    if count <= 0:
        return "today"
    return "1 day ago" if count == 1 else f"{count} days ago"


def _level(uses: Sequence[Dated], limits: Limits, today: date) -> int:
    yearly, used = limits.per_year * HALVES_A_CALL, used_within(uses, YEAR, today)
    level = MOST - sum(1 for use in uses if use.live and used_within([use], QUARTER, today))
    if used * 4 >= yearly * 3:
        level -= 2
    elif used * 2 >= yearly:
        level -= 1
    return max(1, level)


def _zero_from(
    uses: Sequence[Dated],
    asks: Sequence[Dated],
    effective: Effective,
    today: date,
    *,
    asked_now: bool,
    paused: bool,
    held: bool,
) -> ZeroFrom | None:
    own = effective.dial
    if paused:
        return "paused"
    if held:
        return "held"
    if _at_limit(uses, asks, own.per_quarter, own.per_year, own.asks_per_30_days, today):
        return "limit_customer"
    if own.gap_days is not None and gap_ends_on(uses, own.gap_days, today) > today:
        return "limit_customer"
    ours = effective.ours
    if _at_limit(uses, asks, ours.per_quarter, ours.per_year, ours.asks_per_30_days, today):
        return "limit_default"
    if asked_now:
        return "asked"
    if gap_ends_on(uses, ours.gap_days, today) > today:
        return "gap"
    return None


def _at_limit(
    uses: Sequence[Dated],
    asks: Sequence[Dated],
    per_quarter: int | None,
    per_year: int | None,
    asks_per_30_days: int | None,
    today: date,
) -> bool:
    windows = ((uses, QUARTER, per_quarter, HALVES_A_CALL), (uses, YEAR, per_year, HALVES_A_CALL))
    return any(
        limit is not None and used_within(things, days, today) >= limit * unit
        for things, days, limit, unit in (*windows, (asks, ASK_WINDOW, asks_per_30_days, 1))
    )


def _free(uses: Sequence[Dated], asks: Sequence[Dated], limits: Limits, today: date, not_before: date) -> date | None:
    days = (
        free_on(uses, QUARTER, limits.per_quarter * HALVES_A_CALL, 1, today),
        free_on(uses, YEAR, limits.per_year * HALVES_A_CALL, 1, today),
        free_on(asks, ASK_WINDOW, limits.asks_per_30_days, 1, today),
        gap_ends_on(uses, limits.gap_days, today),
        max(today, not_before),
    )
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None


def _word(level: int, zero: ZeroFrom | None, free: date | None, today: date) -> str:
    fixed = {"paused": "Paused", "held": "On hold", "asked": "Being asked"}
    if zero is None:
        return WORDS[level]
    if zero in fixed:
        return fixed[zero]
    return "Resting" if free is None else f"Resting until {day_words(free, today)}"


def _reason(uses: Sequence[Dated], asks: Sequence[Dated], limits: Limits, today: date) -> str:
    quarter, year = used_within(uses, QUARTER, today), used_within(uses, YEAR, today)
    count = f"{calls(year)} of {limits.per_year} this year"
    if year < limits.per_year * HALVES_A_CALL and quarter >= limits.per_quarter * HALVES_A_CALL:
        count = f"{calls(quarter)} of {limits.per_quarter} this quarter"
    asked = used_within(asks, ASK_WINDOW, today)
    if asked >= limits.asks_per_30_days:
        count = f"{count} · asked {asked} of {limits.asks_per_30_days} times in 30 days"
    return f"{_last(last_live(uses), today)} · {count}"


def _last(latest: Dated | None, today: date) -> str:
    if latest is None:
        return "No call yet"
    name = LIVE_NAMES[latest.help]
    if latest.day > today:
        return f"Next {name} on {day_words(latest.day, today)}"
    return f"Last {name} {days_ago(latest.day, today)}"
