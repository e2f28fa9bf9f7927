"""Months as moments, in the program's zone: what the database compares with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import DateField, Expression
from django.db.models.functions import TruncMonth

from goodword.core.working_time import instant_of
from goodword.insights.rules import shifted


@dataclass(frozen=True, slots=True)
class Window:
    """Months that follow one another, the oldest first, in a zone."""

    months: tuple[date, ...]
    zone: str

    @property
    def begin(self) -> datetime:
        return self._midnight(self.months[0])

    @property
    def end(self) -> datetime:
        return self._midnight(shifted(self.months[-1], 1))

    def of(self, field: str) -> dict[str, datetime]:
        """Return the filter for rows whose moment in this field is in the window."""
        return {f"{field}__gte": self.begin, f"{field}__lt": self.end}

    def month(self, field: str) -> Expression:
        """Return the month of a moment, to group by."""
        return TruncMonth(field, output_field=DateField(), tzinfo=ZoneInfo(self.zone))

    def _midnight(self, day: date) -> datetime:
        return instant_of(datetime.combine(day, time()), self.zone)
