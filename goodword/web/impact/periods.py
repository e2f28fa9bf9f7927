"""Which quarter or year an address asks for."""

from __future__ import annotations

from django.http import HttpRequest

from goodword.core import clock
from goodword.core.models import Program
from goodword.insights.queries import Window
from goodword.insights.rules import Period, named


def asked_for(request: HttpRequest) -> Period:
    """Return the period of `?period=`: a quarter such as 2026-Q4, a year such as 2026; else this quarter."""
    return named(request.GET.get("period", ""), clock.today(Program.here().time_zone))


def window_of(period: Period) -> Window:
    return Window(period.months, Program.here().time_zone)
