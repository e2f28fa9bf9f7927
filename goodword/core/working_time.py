"""Working hours, quiet hours and wall clocks. Pure: the moment is always passed in, aware; every answer is UTC.

A working day is 8 hours of working time. A wall time that a clock change skips is read with the offset in force
before the change (02:30 becomes 03:30); one that happens twice is its first happening, as calendars do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

WORKING_DAY = timedelta(hours=8)
NOTHING = timedelta(0)
MONDAY_TO_FRIDAY = frozenset(range(5))
WEEKEND = frozenset({5, 6})
POLITE_FROM = time(8)
POLITE_UNTIL = time(19)


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """Hold one side's working hours: an IANA zone, weekdays (Monday is 0), wall times and days off.

    Raises ValueError for a week without days, or whose day does not end after it starts.
    """

    zone: str
    days: frozenset[int] = MONDAY_TO_FRIDAY
    start: time = time(9)
    end: time = time(17)
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.days or not self.days <= frozenset(range(7)):
            raise ValueError("A working week needs weekdays from 0 (Monday) to 6.")
        if self.start >= self.end:
            raise ValueError("A working day ends after it starts, on the same date.")

    def works_on(self, day: date) -> bool:
        """Say if this date, in the week's own zone, is a working one."""
        return day.weekday() in self.days and day not in self.holidays


@cache
def zone_named(name: str) -> ZoneInfo:
    """Return a time zone, kept for good: the library keeps eight, and reads the others' files again each time."""
    return ZoneInfo(name)


@cache
def zone_names() -> frozenset[str]:
    """Return the name of every time zone there is: the library would look through its folders each time."""
    # The database knows every name but the one of wherever this machine stands.
    return frozenset(available_timezones() - {"localtime"})


def working_days(count: int) -> timedelta:
    """Return so many working days as working time."""
    return WORKING_DAY * count


def add_working_time(start: datetime, amount: timedelta, week: WorkWeek) -> datetime:
    """Return the first moment by which `amount` of working time has passed since `start`.

    Nothing added is `start` itself, even outside working hours. Raises ValueError for a negative amount.
    """
    _must_be_aware(start)
    if amount < NOTHING:
        raise ValueError("Working time is added, never taken away.")
    if amount == NOTHING:
        return start.astimezone(UTC)
    left = amount
    for opens, closes in working_spans(start, week):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    raise AssertionError("The calendar ended before the working time did.")


def working_time_between(a: datetime, b: datetime, week: WorkWeek) -> timedelta:
    """Return the working time from `a` to `b`; negative when `b` is the earlier."""
    _must_be_aware(a, b)
    if b < a:
        return -working_time_between(b, a, week)
    total = NOTHING
    for opens, closes in working_spans(a, week):
        if opens >= b:
            break
        total += min(closes, b) - opens
    return total


def next_working_moment(moment: datetime, week: WorkWeek) -> datetime:
    """Return `moment` when it is within working hours, else the next opening."""
    _must_be_aware(moment)
    opens, _ = next(working_spans(moment, week))
    return opens


def close_of_business(day: date, week: WorkWeek) -> datetime:
    """Return the end of working hours on `day`, or on the last working day before it."""
    while not week.works_on(day):
        day -= timedelta(days=1)
    return instant_of(datetime.combine(day, week.end), week.zone)


def working_spans(since: datetime, week: WorkWeek) -> Iterator[tuple[datetime, datetime]]:
    """Yield (opens, closes) in order, for ever, the first one cut at `since`; never empty, never overlapping."""
    _must_be_aware(since)
    reached = since.astimezone(UTC)
    # A day back, because a clock change may carry the end of a day past midnight.
    day = reached.astimezone(zone_named(week.zone)).date() - timedelta(days=1)
    while True:
        if week.works_on(day):
            starts, closes = _hours(day, week.start, week.end, week.zone)
            opens = max(reached, starts)
            if opens < closes:
                yield opens, closes
                reached = closes
        day += timedelta(days=1)


@lru_cache(maxsize=8192)
def _hours(day: date, start: time, end: time, zone: str) -> tuple[datetime, datetime]:
    """Return when a working day opens and closes: the same few hundred days are asked for again and again."""
    return instant_of(datetime.combine(day, start), zone), instant_of(datetime.combine(day, end), zone)


def polite_moment(
    moment: datetime,
    zone: str,
    *,
    same_day_change: bool = False,
    weekend: frozenset[int] = WEEKEND,
    holidays: frozenset[date] = frozenset(),
) -> datetime:
    """Return `moment`, or the next 08:00 of a weekday at the recipient when it falls in their quiet hours.

    Quiet is 19:00 to 08:00, the weekend and holidays, on the recipient's wall clock. A same-day call change goes at
    once.
    """
    _must_be_aware(moment)
    if same_day_change:
        return moment.astimezone(UTC)
    open_days = frozenset(range(7)) - weekend
    hours = WorkWeek(zone, days=open_days, start=POLITE_FROM, end=POLITE_UNTIL, holidays=holidays)
    return next_working_moment(moment, hours)


def instant_of(wall: datetime, zone: str) -> datetime:
    """Return the UTC instant of a naive wall time in a zone. Raises ValueError when `wall` already has a zone."""
    if wall.tzinfo is not None:
        raise ValueError("A wall time carries no zone of its own.")
    return wall.replace(tzinfo=zone_named(zone), fold=0).astimezone(UTC)


def wall_of(moment: datetime, zone: str) -> datetime:
    """Return the naive wall time that a clock in `zone` shows at `moment`."""
    _must_be_aware(moment)
    return moment.astimezone(zone_named(zone)).replace(tzinfo=None, fold=0)


def agreed_instant(stored: datetime, wall: datetime, zone: str) -> datetime:
    """Return when people who agreed on `wall` in `zone` will meet, under the zone rules known today.

    The stored instant stands while it still shows that wall time (it also remembers which of two equal hours was
    meant); after a change of a country's clock rules the wall time wins.
    """
    return stored.astimezone(UTC) if wall_of(stored, zone) == wall else instant_of(wall, zone)


def add_calendar_days(moment: datetime, days: int, zone: str) -> datetime:
    """Return the same wall time so many dates later in `zone`: 23 to 25 hours a day when clocks change."""
    return instant_of(wall_of(moment, zone) + timedelta(days=days), zone)


def _must_be_aware(*moments: datetime) -> None:
    if any(moment.tzinfo is None for moment in moments):
        raise ValueError("A moment without a zone could be any hour.")
