"""For how long words are cleared, and when whoever said them is asked again. Pure."""

from __future__ import annotations

from datetime import date, timedelta

# So long before the end, a clearance counts as running out and its speaker may be asked to renew it.
RUNS_OUT = timedelta(days=60)
# So long an answer is waited for; nobody is asked a second thing meanwhile.
ANSWER_WITHIN = timedelta(days=30)


def a_year_after(day: date) -> date:
    """Return the same day of the next year; the last of February for a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def runs_out(expires_on: date | None, today: date) -> bool:
    """Say whether a clearance is over, or will be soon."""
    return expires_on is not None and expires_on <= today + RUNS_OUT
