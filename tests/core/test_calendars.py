"""Public holidays follow the person's time zone; a workspace closes on days of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from goodword.core import calendars, clock
from goodword.core.tenancy import opened
from goodword.members.actions import change_days_off
from tests import cast

NATIONAL_DAY = date(2027, 7, 21)  # of Belgium
EASTER_MONDAY = date(2027, 3, 29)


@pytest.mark.parametrize(
    ("zone", "day", "off"),
    [
        ("Europe/Brussels", NATIONAL_DAY, True),
        ("Europe/Amsterdam", NATIONAL_DAY, False),
        ("Europe/Brussels", EASTER_MONDAY, True),
        ("America/New_York", EASTER_MONDAY, False),
        ("America/New_York", date(2027, 11, 25), True),
        ("Asia/Tokyo", date(2027, 1, 11), True),
        ("UTC", date(2027, 1, 1), False),
        ("US/Eastern", date(2027, 11, 25), False),
    ],
)
def test_a_holiday_is_one_where_the_person_is(zone: str, day: date, off: bool) -> None:
    place = cast.workspace()
    clock.move_to(place, cast.MORNING)
    with opened(place):
        assert (day in calendars.days_off(zone)) is off
        assert calendars.week(zone).works_on(day) is (not off and day.weekday() < 5)


def test_years_that_are_near_are_known_and_the_next_follow_the_clock() -> None:
    place = cast.workspace()
    for year in (2027, 2031):
        clock.move_to(place, datetime(year, 12, 31, 12, tzinfo=UTC))
        with opened(place):
            off = calendars.days_off("Europe/Brussels")
            assert {date(near, 7, 21) for near in range(year - 1, year + 3)} <= off


def test_our_closed_days_hold_everywhere_and_public_holidays_can_be_left_out() -> None:
    place, closed = cast.workspace(), date(2027, 3, 1)
    clock.move_to(place, cast.MORNING)
    with opened(place):
        change_days_off(closed_on=[closed], public_holidays=True, by=cast.SETUP)
    with opened(place):
        assert {closed, NATIONAL_DAY} <= calendars.days_off("Europe/Brussels") and closed in calendars.days_off("UTC")
        change_days_off(closed_on=[closed], public_holidays=False, by=cast.SETUP)
    with opened(place):
        assert calendars.days_off("Europe/Brussels") == {closed}


@pytest.mark.parametrize(
    ("zone", "weekday"),
    [
        ("Europe/Brussels", 0),
        ("America/New_York", 6),
        ("Asia/Tokyo", 6),
        ("Africa/Cairo", 5),
        ("Asia/Dubai", 0),
        ("Indian/Maldives", 4),
        ("UTC", 0),
        ("Nowhere/City", 0),
    ],
)
def test_a_week_begins_as_it_does_where_somebody_is(zone: str, weekday: int) -> None:
    assert calendars.week_begins(zone) == weekday
