"""S14 Calls by month: a calendar in the viewer's own zone and week, and all calls of one of its days."""

from __future__ import annotations

import re
from calendar import Calendar
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from goodword.core import clock
from goodword.core.calendars import week_begins
from goodword.core.working_time import instant_of
from goodword.desk.queries.calls import Shown, calls_between, first_of_each_day, shown_to
from goodword.members.policy import Permission
from goodword.web.directory.listing import listing
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.requests.page import REP_ANSWERS
from goodword.web.templatetags._times import place

# "2026-11", of the centuries anybody calls in.
CODE = re.compile(r"((?:19|2[0-9])[0-9]{2})-(0[1-9]|1[0-2])")
MOST_A_DAY = 4
A_DAY, A_WEEK = timedelta(days=1), 7


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, or the blank of one that is another month's: its first calls, and how many more."""

    on: date
    blank: bool
    today: bool
    calls: Sequence[Shown]
    more: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month, by its first day."""

    first: date

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.replace(day=1))

    @classmethod
    def named(cls, code: str, today: date) -> Month:
        """Return the month of a code such as 2026-11; this month where it names none."""
        found = CODE.fullmatch(code)
        return cls(date(int(found[1]), int(found[2]), 1)) if found else cls.of(today)

    @property
    def code(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def words(self) -> str:
        return date_format(self.first, "F Y")

    @property
    def before(self) -> Month:
        return Month.of(self.first - A_DAY)

    @property
    def after(self) -> Month:
        return Month.of(self.first + 31 * A_DAY)

    def weeks(self, begins: int) -> list[list[date]]:
        """Return its weeks of seven days, each beginning on this weekday (0 is Monday), filled up on both ends."""
        return Calendar(begins).monthdatescalendar(self.first.year, self.first.month)


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REQUEST_SEE)
def month(request: MemberRequest) -> HttpResponse:
    """Show a month of calls as a calendar."""
    zone, today = request.member.time_zone, timezone.localdate(clock.now())
    wanted = Month.named(request.GET.get("month", ""), today)
    begin, end = (_midnight(day, zone) for day in (wanted.first, wanted.after.first))
    found, counts = first_of_each_day(request.actor, begin, end, MOST_A_DAY)
    by_day: defaultdict[date, list[Shown]] = defaultdict(list)
    for one in shown_to(found, request.actor):
        by_day[timezone.localdate(one.call.starts_at)].append(one)
    weeks = [
        [
            Day(
                on=day,
                blank=Month.of(day) != wanted,
                today=day == today,
                calls=by_day[day],
                more=counts.get(day, 0) - len(by_day[day]),
            )
            for day in week
        ]
        for week in wanted.weeks(week_begins(zone))
    ]
    context = {
        "month": wanted,
        "is_now": wanted == Month.of(today),
        "weeks": weeks,
        "weekdays": [one.on for one in weeks[0]],
        "total": sum(counts.values()),
        "zone": place(zone),
    }
    return render(request, "calls/month.html", context)


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REQUEST_SEE)
def day(request: MemberRequest, on: str) -> HttpResponse:
    """List every call of one day. 404 for what is no day."""
    wanted = _day(on)
    begin, end = (_midnight(one, request.member.time_zone) for one in (wanted, wanted + A_DAY))
    page = listing(request, calls_between(request.actor, begin, end), sorts={"time": "starts_at"}, default="time")
    context: dict[str, Any] = {
        "on": wanted,
        "month": Month.of(wanted),
        "page": page,
        "rows": shown_to(page.rows, request.actor),
        "answers": REP_ANSWERS,
        "here": request.get_full_path(),
        "zone": place(request.member.time_zone),
    }
    return render(request, "calls/day.html", context)


def _day(code: str) -> date:
    try:
        found = parse_date(code)
    except ValueError as no_day:
        raise Http404 from no_day
    if found is None or not CODE.fullmatch(code[:-3]):
        raise Http404
    return found


def _midnight(day: date, zone: str) -> datetime:
    return instant_of(datetime.combine(day, time()), zone)
