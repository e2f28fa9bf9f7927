"""Say times as people do. "Now" is the open workspace's clock; the zone is the one Django has active."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from goodword.core import clock as workspace_clock
from goodword.web.templatetags._parts import icon

SOON = timedelta(hours=8)
_told_at: ContextVar[datetime | None] = ContextVar("goodword_times_told_at", default=None)


@contextmanager
def told_at(moment: datetime) -> Iterator[None]:
    """Tell times as seen from a fixed moment, where no workspace is open: the gallery of components."""
    token = _told_at.set(moment)
    try:
        yield
    finally:
        _told_at.reset(token)


def _now() -> datetime:
    return _told_at.get() or workspace_clock.now()


def clock(when: datetime | None, calm: bool = False) -> SafeString:
    """Draw a deadline: "6 h left", "by Thu", "late"; the exact time is in the title and read out."""
    if when is None:
        return SafeString("")
    left = when - _now()
    css = "late" if left <= timedelta(0) else "soon" if left <= SOON and not calm else "calm"
    exactly = _moment(when)
    return format_html(
        '<span class="clock {}">{}<time datetime="{}" title="{}">{}<span class="vh">, {}</span></time></span>',
        css,
        icon("clock"),
        when.isoformat(timespec="minutes"),
        exactly,
        left_words(left, timezone.localtime(when)),
        exactly,
    )


def left_words(left: timedelta, when: datetime) -> str:
    """Return the words for a time still to come; `when` names the day once it is more than a day away."""
    minutes = int(left.total_seconds() // 60)
    if left <= timedelta(0):
        return gettext("late")
    if minutes < 60:
        return gettext("%(n)s min left") % {"n": max(1, minutes)}
    if minutes < 24 * 60:
        return gettext("%(n)s h left") % {"n": minutes // 60}
    if left < timedelta(days=6):
        return gettext("by %(day)s") % {"day": date_format(when, "D")}
    return gettext("by %(day)s") % {"day": date_format(when, "j M")}


def when(value: datetime | None, zone: str = "") -> str:
    """Return "Tue 1 Dec, 15:00". With a zone name the time is told and named there: "Tue 1 Dec, 15:00 Antwerp time"."""
    if value is None:
        return ""
    if not zone:
        return _moment(value)
    return gettext("%(moment)s %(place)s time") % {
        "moment": _moment(value, ZoneInfo(zone)),
        "place": place(zone),
    }


def place(zone: str) -> str:
    """Return the city in a zone's name, as people say it."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def day(value: date | datetime | None) -> str:
    """Return "Tue 1 Dec", with the year when it is not this one."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return _day(local.year, local.month, local.day, local.year != _this_year(), get_language())


# A list says the same days again and again, and saying one takes as long as drawing the rest of its row.
@lru_cache(maxsize=4096)
def _day(year: int, month: int, day: int, with_year: bool, language: str | None) -> str:
    return date_format(date(year, month, day), "D j M Y" if with_year else "D j M")


def hour(value: datetime | None, zone: str = "") -> str:
    """Return "15:00", in the zone asked for or the active one."""
    if value is None:
        return ""
    return date_format(timezone.localtime(value, ZoneInfo(zone) if zone else None), "H:i")


def ago(value: datetime | None) -> str:
    """Return "just now", "12 min ago", "3 h ago", "yesterday", "5 days ago", then the day."""
    if value is None:
        return ""
    passed = _now() - value
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:
        return gettext("%(n)s min ago") % {"n": minutes}
    days = (timezone.localtime(_now()).date() - timezone.localtime(value).date()).days
    if days < 1:
        return gettext("%(n)s h ago") % {"n": minutes // 60}
    if days == 1:
        return gettext("yesterday")
    if days < 14:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    return day(value)


def _moment(value: datetime, zone: tzinfo | None = None) -> str:
    local = timezone.localtime(value, zone)
    return date_format(local, "D j M, H:i" if local.year == _this_year() else "D j M Y, H:i")


def _this_year() -> int:
    return timezone.localtime(_now()).year
