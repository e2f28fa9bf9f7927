"""When things happen in a year of sales: more at the end of a quarter, always in somebody's working hours. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from goodword.core.working_time import WorkWeek, instant_of

DAYS = 365  # that are told
# How much more is signed in the last weeks of a quarter than in its first ones, by days left.
PEAKS = ((10, 5.0), (21, 3.0), (40, 1.5))
OPENS, CLOSES = time(9, 5), time(16, 25)


def quarter_end(day: date) -> date:
    """Return the last day of the calendar quarter a day lies in."""
    month = 3 * ((day.month - 1) // 3) + 3
    following = date(day.year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def pull(day: date) -> float:
    """Return how likely a deal closes on this day, against an early day of a quarter."""
    left = (quarter_end(day) - day).days
    return next((weight for days, weight in PEAKS if left <= days), 1.0)


def draw_day(chance: Random, first: date, last: date) -> date:
    """Return a weekday between two days, both included, drawn with the pull of quarter ends."""
    days = [first + timedelta(days=nth) for nth in range((last - first).days + 1)]
    days = [day for day in days if day.weekday() < 5]
    return chance.choices(days, [pull(day) for day in days])[0]


def moment_on(chance: Random, day: date, zone: str) -> datetime:
    """Return a moment of a day, in the working hours of `zone`; of the next working day when it is none."""
    while not WorkWeek(zone).works_on(day):
        day += timedelta(days=1)
    minutes = chance.randrange(_minutes(OPENS), _minutes(CLOSES))
    return instant_of(datetime.combine(day, time(minutes // 60, minutes % 60)), zone)


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute
