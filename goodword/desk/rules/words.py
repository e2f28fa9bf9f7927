"""Dates and moments as people say them. The moment comes in the viewer's own zone."""

from __future__ import annotations

from datetime import datetime, timedelta

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date_words(moment: datetime) -> str:
    """Write 2 Dec."""
    return f"{moment.day} {MONTHS[moment.month - 1]}"


def weekday_words(moment: datetime) -> str:
    """Write Tue 24 Nov."""
    return f"{WEEKDAYS[moment.weekday()]} {date_words(moment)}"


def moment_words(moment: datetime, now: datetime) -> str:
    """Write Tue 10:00, with the date when it is six days or more away: Tue 1 Dec 10:00."""
    near = abs(moment - now) < timedelta(days=6)
    day = WEEKDAYS[moment.weekday()] if near else weekday_words(moment)
    return f"{day} {moment:%H:%M}"
