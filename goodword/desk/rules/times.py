"""Times to propose, prefilled from both sides' working hours; anyone may change them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from goodword.core.working_time import (
    WORKING_DAY,
    WorkWeek,
    add_working_time,
    instant_of,
    wall_of,
    working_spans,
)

Busy = Sequence[tuple[datetime, datetime]]
# The first day prefers the afternoon, the next the morning, the third late afternoon: whoever can't then, can here.
FAVOURITES = (time(15), time(10), time(16, 30), time(11), time(14))
LOOK_AHEAD = timedelta(days=28)
STEP = timedelta(minutes=30)
# When working hours never meet, both sides' days are stretched alike until they do.
STRETCHED = ((time(8), time(19)), (time(7), time(21)), (time(6), time(22)))
LUNCH = (time(12), time(13))


@dataclass(frozen=True, slots=True)
class Slot:
    """One proposed time: UTC instants, and the zone each side reads it in."""

    start: datetime
    end: datetime
    advocate_zone: str
    prospect_zone: str

    @property
    def advocate_wall(self) -> datetime:
        return wall_of(self.start, self.advocate_zone)

    @property
    def prospect_wall(self) -> datetime:
        return wall_of(self.start, self.prospect_zone)


def proposed_times(
    prospect_week: WorkWeek,
    advocate_week: WorkWeek,
    since: datetime,
    duration: timedelta,
    busy: Busy = (),
    n: int = 3,
    *,
    notice: timedelta = WORKING_DAY,
) -> tuple[Slot, ...]:
    """Return up to `n` times, oldest first, each on another of the advocate's days, none over something `busy`.

    The first is at least `notice` of the advocate's working time away. Within both sides' hours where those meet in
    the next four weeks, else at the edges of both days. Fewer than `n` only when four weeks hold no more.
    """
    earliest = add_working_time(since, notice, advocate_week)
    best: tuple[Slot, ...] = ()
    for prospect, advocate in ((prospect_week, advocate_week), *_stretched(prospect_week, advocate_week)):
        found = _one_a_day(prospect, advocate, earliest, duration, busy, n)
        if len(found) >= n:
            return found
        best = found if len(found) > len(best) else best
    return best


def _stretched(prospect: WorkWeek, advocate: WorkWeek) -> Iterator[tuple[WorkWeek, WorkWeek]]:
    for start, end in STRETCHED:
        yield _wider(prospect, start, end), _wider(advocate, start, end)


def _wider(week: WorkWeek, start: time, end: time) -> WorkWeek:
    return replace(week, start=min(week.start, start), end=max(week.end, end))


def _one_a_day(
    prospect: WorkWeek, advocate: WorkWeek, earliest: datetime, duration: timedelta, busy: Busy, n: int
) -> tuple[Slot, ...]:
    by_day: dict[date, list[datetime]] = {}
    for opens, closes in _shared(prospect, advocate, earliest, earliest + LOOK_AHEAD):
        for start in _starts(opens, closes, duration, advocate.zone):
            if not any(start < till and since < start + duration for since, till in busy):
                by_day.setdefault(wall_of(start, advocate.zone).date(), []).append(start)
        if len(by_day) > n:
            break
    days = [by_day[day] for day in sorted(by_day)][:n]
    chosen = [_most_at_ease(starts, nth, advocate.zone, prospect.zone) for nth, starts in enumerate(days)]
    return tuple(Slot(start, start + duration, advocate.zone, prospect.zone) for start in chosen)


def _most_at_ease(starts: Sequence[datetime], nth: int, advocate_zone: str, prospect_zone: str) -> datetime:
    return min(starts, key=lambda start: _unease(start, nth, advocate_zone, prospect_zone))


def _shared(one: WorkWeek, other: WorkWeek, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the stretches in which both are at work, in order."""
    ours, theirs = working_spans(since, one), working_spans(since, other)
    a, b = next(ours), next(theirs)
    while max(a[0], b[0]) < until:
        opens, closes = max(a[0], b[0]), min(a[1], b[1])
        if opens < closes:
            yield opens, closes
        if a[1] <= b[1]:
            a = next(ours)
        else:
            b = next(theirs)


def _starts(opens: datetime, closes: datetime, duration: timedelta, zone: str) -> Iterator[datetime]:
    """Yield the full and half hours, on the advocate's clock, at which a call fits in."""
    wall = wall_of(opens, zone)
    first = wall.replace(minute=0, second=0, microsecond=0)
    while first < wall:
        first += STEP
    while True:
        start = instant_of(first, zone)
        if start + duration > closes:
            return
        if start >= opens:
            yield start
        first += STEP


def _unease(start: datetime, nth: int, advocate_zone: str, prospect_zone: str) -> tuple[int, datetime]:
    """Return how far a time is from the day's favourite hour, in minutes; lunch on either side costs two hours."""
    favourite = FAVOURITES[nth % len(FAVOURITES)]
    walls = [wall_of(start, zone).time() for zone in (advocate_zone, prospect_zone)]
    lunches = sum(120 for wall in walls if LUNCH[0] <= wall < LUNCH[1])
    odd = 15 if walls[0].minute else 0
    return abs(_minutes(walls[0]) - _minutes(favourite)) + lunches + odd, start


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute
