from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.core.working_time import (
    NOTHING,
    WorkWeek,
    add_calendar_days,
    add_working_time,
    agreed_instant,
    close_of_business,
    instant_of,
    next_working_moment,
    polite_moment,
    wall_of,
    working_days,
    working_spans,
    working_time_between,
)

ZONES = sorted(zone for zone in available_timezones() if zone not in ("Factory", "localtime"))
HOUR = timedelta(hours=1)
BRUSSELS = WorkWeek("Europe/Brussels")
NEW_YORK = WorkWeek("America/New_York")

zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC))
lengths = st.integers(0, 15 * 8 * 60).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def weeks(draw: st.DrawFn) -> WorkWeek:
    opens, closes = sorted(draw(st.lists(st.integers(0, 24 * 60 - 1), min_size=2, max_size=2, unique=True)))
    start, end = time(opens // 60, opens % 60), time(closes // 60, closes % 60)
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    holidays = draw(st.frozensets(st.dates(date(2026, 1, 1), date(2030, 12, 31)), max_size=5))
    return WorkWeek(draw(zones), days, start, end, holidays)


def at(year: int, month: int, day: int, hour: int, minute: int = 0, *, zone: str = "Europe/Brussels") -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        (at(2026, 11, 23, 9), 8, at(2026, 11, 23, 17)),
        (at(2026, 11, 23, 9, 40), 8, at(2026, 11, 24, 9, 40)),
        (at(2026, 11, 23, 9, 40), 16, at(2026, 11, 25, 9, 40)),
        (at(2026, 11, 27, 16), 2, at(2026, 11, 30, 10)),
        (at(2026, 11, 28, 12), 4, at(2026, 11, 30, 13)),
        (at(2026, 11, 23, 3), 0, at(2026, 11, 23, 3)),
    ],
    ids=["a whole day", "a day from the middle", "two days", "over a weekend", "from a Saturday", "nothing"],
)
def test_working_time_passes_only_in_working_hours(start: datetime, hours: int, expected: datetime) -> None:
    assert add_working_time(start, HOUR * hours, BRUSSELS) == expected


def test_a_holiday_is_no_working_day() -> None:
    christmas = WorkWeek("Europe/Brussels", holidays=frozenset({date(2026, 12, 25)}))
    thursday = at(2026, 12, 24, 16)
    assert add_working_time(thursday, 2 * HOUR, christmas) == at(2026, 12, 28, 10)
    assert add_working_time(thursday, 2 * HOUR, BRUSSELS) == at(2026, 12, 25, 10)


def test_working_days_across_a_clock_change_keep_their_wall_hours() -> None:
    friday = at(2027, 3, 12, 10, zone="America/New_York")
    monday = add_working_time(friday, working_days(1), NEW_YORK)
    assert wall_of(monday, "America/New_York") == datetime(2027, 3, 15, 10)
    assert monday - friday == timedelta(hours=71)


def test_a_skipped_hour_shortens_the_working_night() -> None:
    night = WorkWeek("America/New_York", days=frozenset({6}), start=time(1), end=time(5))
    sunday = date(2027, 3, 14)
    opens, closes = next(working_spans(at(2027, 3, 14, 0, zone="America/New_York"), night))
    assert wall_of(closes, "America/New_York") == datetime.combine(sunday, time(5))
    assert closes - opens == 3 * HOUR
    repeated_opens, repeated_closes = next(working_spans(at(2027, 11, 7, 0, zone="America/New_York"), night))
    assert repeated_closes - repeated_opens == 5 * HOUR


def test_a_skipped_wall_time_moves_on_and_a_repeated_one_is_its_first() -> None:
    assert wall_of(instant_of(datetime(2027, 3, 14, 2, 30), "America/New_York"), "America/New_York").hour == 3
    assert instant_of(datetime(2027, 11, 7, 1, 30), "America/New_York") == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)


def test_calendar_days_are_days_of_the_contact() -> None:
    noon = at(2027, 3, 13, 12, zone="America/New_York")
    assert add_calendar_days(noon, 1, "America/New_York") - noon == 23 * HOUR
    assert add_calendar_days(noon, 1, "Asia/Tokyo") - noon == 24 * HOUR


def test_what_people_agreed_on_follows_the_wall_clock_when_a_country_changes_its_rules() -> None:
    wall = datetime(2027, 7, 1, 15)
    before_the_change = instant_of(wall, "Europe/Brussels") - HOUR
    assert agreed_instant(before_the_change, wall, "Europe/Brussels") == instant_of(wall, "Europe/Brussels")
    second_of_two = datetime(2027, 11, 7, 6, 30, tzinfo=UTC)
    assert agreed_instant(second_of_two, datetime(2027, 11, 7, 1, 30), "America/New_York") == second_of_two


def test_a_need_by_date_ends_with_its_working_day_or_the_one_before() -> None:
    assert close_of_business(date(2026, 12, 2), BRUSSELS) == at(2026, 12, 2, 17)
    assert close_of_business(date(2026, 12, 6), BRUSSELS) == at(2026, 12, 4, 17)


@pytest.mark.parametrize(
    ("now", "polite"),
    [
        (at(2026, 11, 24, 8), at(2026, 11, 24, 8)),
        (at(2026, 11, 24, 7, 59), at(2026, 11, 24, 8)),
        (at(2026, 11, 24, 18, 59), at(2026, 11, 24, 18, 59)),
        (at(2026, 11, 24, 19), at(2026, 11, 25, 8)),
        (at(2026, 11, 27, 20), at(2026, 11, 30, 8)),
        (at(2026, 11, 28, 12), at(2026, 11, 30, 8)),
    ],
)
def test_nobody_gets_mail_in_the_evening_at_night_or_on_a_weekend(now: datetime, polite: datetime) -> None:
    assert polite_moment(now, "Europe/Brussels") == polite


def test_a_same_day_call_change_goes_out_in_the_evening() -> None:
    evening = at(2026, 11, 24, 21)
    assert polite_moment(evening, "Europe/Brussels", same_day_change=True) == evening
    assert polite_moment(evening, "Europe/Brussels") > evening


def test_a_weekend_can_be_friday_and_saturday() -> None:
    friday = at(2026, 11, 27, 12, zone="Asia/Riyadh")
    sunday = polite_moment(friday, "Asia/Riyadh", weekend=frozenset({4, 5}))
    assert wall_of(sunday, "Asia/Riyadh") == datetime(2026, 11, 29, 8)


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 23, 9)
    for refused in (
        lambda: add_working_time(naive, HOUR, BRUSSELS),
        lambda: working_time_between(naive, naive, BRUSSELS),
        lambda: polite_moment(naive, "Europe/Brussels"),
        lambda: wall_of(naive, "Europe/Brussels"),
    ):
        with pytest.raises(ValueError, match="without a zone"):
            refused()
    with pytest.raises(ValueError, match="no zone of its own"):
        instant_of(at(2026, 11, 23, 9), "Europe/Brussels")


def test_a_week_that_never_works_is_refused() -> None:
    for days, start, end in ((frozenset[int](), 9, 17), (frozenset({7}), 9, 17), (frozenset({0}), 17, 9)):
        with pytest.raises(ValueError, match="work"):
            WorkWeek("UTC", days, time(start), time(end))


def test_working_time_is_never_taken_away() -> None:
    with pytest.raises(ValueError, match="never taken away"):
        add_working_time(at(2026, 11, 23, 9), -HOUR, BRUSSELS)


@pytest.mark.parametrize("zone", ZONES)
def test_quiet_hours_hold_on_every_wall_clock_around_every_clock_change(zone: str) -> None:
    here = ZoneInfo(zone)
    for moment in _moments_near_changes(here):
        polite = polite_moment(moment, zone)
        wall = wall_of(polite, zone)
        assert moment <= polite < moment + timedelta(days=3)
        assert wall.weekday() < 5 and time(8) <= wall.time() < time(19)


def _moments_near_changes(zone: ZoneInfo) -> list[datetime]:
    """Return six-hourly moments in the days around each clock change of 2026 to 2030, or of one week without any."""
    day, changes = datetime(2026, 1, 1, tzinfo=UTC), []
    for _ in range(5 * 366):
        if day.astimezone(zone).utcoffset() != (day + timedelta(days=1)).astimezone(zone).utcoffset():
            changes.append(day)
        day += timedelta(days=1)
    return [
        change + timedelta(hours=hours)
        for change in changes or [datetime(2026, 11, 23, tzinfo=UTC)]
        for hours in range(-24, 72, 6)
    ]


@given(moments, lengths, weeks())
@settings(max_examples=150)
def test_what_was_added_is_what_lies_between(start: datetime, amount: timedelta, week: WorkWeek) -> None:
    end = add_working_time(start, amount, week)
    assert end >= start
    assert working_time_between(start, end, week) == amount
    assert working_time_between(end, start, week) == -amount


@given(moments, lengths, lengths, weeks())
@settings(max_examples=100)
def test_adding_twice_is_adding_once(start: datetime, one: timedelta, other: timedelta, week: WorkWeek) -> None:
    assert add_working_time(add_working_time(start, one, week), other, week) == add_working_time(
        start, one + other, week
    )


@given(moments, weeks())
@settings(max_examples=150)
def test_the_next_working_moment_is_a_working_one_with_nothing_before_it(moment: datetime, week: WorkWeek) -> None:
    opens = next_working_moment(moment, week)
    assert working_time_between(moment, opens, week) == NOTHING
    assert working_time_between(opens, opens + timedelta(minutes=1), week) > NOTHING
    assert next_working_moment(opens, week) == opens


@given(moments, zones)
@settings(max_examples=300)
def test_a_wall_time_read_back_is_the_same_wherever_it_exists(moment: datetime, zone: str) -> None:
    wall = wall_of(moment, zone)
    again = instant_of(wall, zone)
    assert wall_of(again, zone) == wall
    assert again <= moment
    assert agreed_instant(moment, wall, zone) == moment


@given(moments, zones)
@settings(max_examples=300)
def test_politeness_never_sends_early_and_settles_at_once(moment: datetime, zone: str) -> None:
    polite = polite_moment(moment, zone)
    assert polite >= moment
    assert polite_moment(polite, zone) == polite
