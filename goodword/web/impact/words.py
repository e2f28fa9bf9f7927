"""Figures as sentences: what is known, of how many, and how sure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.core.working_time import WORKING_DAY
from goodword.insights.rules import ENOUGH, Difference, Period, Share
from goodword.web.templatetags._figures import MINUS, money_short

DAY = WORKING_DAY.total_seconds() / 3600  # working hours
NAMED_CURRENCIES = 3


def period_words(period: Period) -> str:
    """Return "Q4 2026" or "2026"."""
    year = str(period.first.year)
    return year if period.kind == "year" else _("Q%(quarter)s %(year)s") % {"quarter": period.quarter, "year": year}


def part_words(share: Share) -> str:
    """Return "31 of 41"."""
    return _("%(n)s of %(whole)s") % {"n": f"{share.n:,}", "whole": f"{share.whole:,}"}


def range_words(low: int, high: int) -> str:
    """Return a 95% interval: "61–86%", "−12 to 30"."""
    return f"{low}–{high}%"


def points_words(points: int) -> str:
    """Return "+12" or "−8", as points of a percentage."""
    return f"{MINUS if points < 0 else '+'}{abs(points)}" if points else "0"


def between_words(pair: Difference) -> str:
    """Return a difference and how sure it is: "+4 points; the truth may lie between −6 and 14"."""
    return _("%(points)s points; the truth may lie between %(low)s and %(high)s") % {
        "points": points_words(pair.points),
        "low": points_words(pair.low),
        "high": points_words(pair.high),
    }


def share_words(share: Share) -> str:
    """Return a share in a line: "67%: 120 of 180, 95% range 60–74%", or the plain count while there are too few."""
    if not share.enough:
        return part_words(share)
    return _("%(percent)s%%: %(part)s, 95%% range %(range)s") % {
        "percent": share.percent,
        "part": part_words(share),
        "range": range_words(share.low, share.high),
    }


def calls_words(halves: int) -> str:
    """Return a weight in half calls as calls: "1,061.5"."""
    return f"{halves / 2:,.1f}".removesuffix(".0")


def not_enough(whole: int) -> str:
    """Return why there is no percentage: "Not enough yet for a percentage: 7 of 20"."""
    return _("Not enough yet for a percentage: %(n)s of %(enough)s") % {"n": whole, "enough": ENOUGH}


def took_words(hours: float | None) -> str:
    """Return working time as people say it: "45 min", "5.5 h", "2.3 days"."""
    if hours is None:
        return "–"
    if hours < 1:
        return _("%(n)s min") % {"n": round(hours * 60)}
    if hours < DAY:
        return _("%(n)s h") % {"n": _short(hours)}
    days = hours / DAY
    shown = _short(days)
    return _("1 day") if shown == "1" else _("%(n)s days") % {"n": shown}


def amounts_words(sums: Mapping[str, Decimal]) -> str:
    """Return amounts by currency, the first three: "€4.1M, $795k and 8 more currencies"; nothing for nothing."""
    named = [money_short(sums[currency], currency) for currency in named_of(sums)]
    more = len(sums) - len(named)
    listed = ", ".join(named)
    if not more:
        return listed
    return ngettext("%(listed)s and %(n)s more currency", "%(listed)s and %(n)s more currencies", more) % {
        "listed": listed,
        "n": more,
    }


def named_of(sums: Mapping[str, Decimal]) -> list[str]:
    """Return the currencies that are named; the others are counted."""
    return list(sums)[:NAMED_CURRENCIES]


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0") if number < 10 else f"{number:.0f}"
