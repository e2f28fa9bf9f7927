"""Quarters and years of the calendar, and the months they are made of. A month is the date of its first day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["quarter", "year"]
MONTHS: dict[Kind, int] = {"quarter": 3, "year": 12}
# "2026" or "2026-Q4", of the centuries anybody sells in.
CODE = re.compile(r"((?:19|2[0-9])[0-9]{2})(?:-Q([1-4]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter or a year, by the first day of its first month."""

    kind: Kind
    first: date

    @property
    def after(self) -> date:
        """Return the first day that is not in it any more."""
        return shifted(self.first, MONTHS[self.kind])

    @property
    def last(self) -> date:
        return self.after - timedelta(days=1)

    @property
    def quarter(self) -> int:
        """Return which quarter of its year it begins with, 1 to 4."""
        return (self.first.month + 2) // 3

    @property
    def code(self) -> str:
        """Return its name in an address: "2026" or "2026-Q4"."""
        return f"{self.first.year}" if self.kind == "year" else f"{self.first.year}-Q{self.quarter}"

    @property
    def months(self) -> tuple[date, ...]:
        return months_until(shifted(self.after, -1), MONTHS[self.kind])

    @property
    def before(self) -> Period:
        return Period(self.kind, shifted(self.first, -MONTHS[self.kind]))

    @property
    def following(self) -> Period:
        return Period(self.kind, self.after)

    def holds(self, day: date) -> bool:
        return self.first <= day < self.after

    def as_kind(self, kind: Kind, today: date) -> Period:
        """Return the year it is in, or its last quarter that has begun."""
        return current(kind, min(self.last, today))


def current(kind: Kind, today: date) -> Period:
    """Return the quarter or the year a day is in."""
    month = 1 if kind == "year" else 3 * ((today.month - 1) // 3) + 1
    return Period(kind, date(today.year, month, 1))


def named(code: str, today: date) -> Period:
    """Return the period of this code; this quarter where it names none, or one that has not begun."""
    found = CODE.fullmatch(code)
    if found is None:
        return current("quarter", today)
    year, quarter = int(found[1]), found[2]
    period = Period("quarter", date(year, 3 * int(quarter) - 2, 1)) if quarter else Period("year", date(year, 1, 1))
    return period if period.first <= today else current(period.kind, today)


def month_of(day: date) -> date:
    return day.replace(day=1)


def months_until(last: date, count: int) -> tuple[date, ...]:
    """Return so many months, the oldest first, the given one last."""
    return tuple(shifted(month_of(last), -back) for back in range(count - 1, -1, -1))


def shifted(month: date, by: int) -> date:
    """Return the month so many months later, or earlier."""
    years, index = divmod(month.month - 1 + by, 12)
    return date(month.year + years, index + 1, 1)
