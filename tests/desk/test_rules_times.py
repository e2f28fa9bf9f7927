from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.core.working_time import WORKING_DAY, WorkWeek, instant_of, working_time_between
from goodword.desk.rules.times import Slot, proposed_times

ZONES = sorted(zone for zone in available_timezones() if zone not in ("Factory", "localtime"))
HALF_HOUR = timedelta(minutes=30)
MONDAY = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
ANTWERP, AMSTERDAM = WorkWeek("Europe/Brussels"), WorkWeek("Europe/Amsterdam")


def test_three_times_on_three_days_morning_and_afternoon() -> None:
    found = proposed_times(AMSTERDAM, ANTWERP, MONDAY, HALF_HOUR)
    assert [slot.advocate_wall for slot in found] == [
        datetime(2026, 11, 24, 15),
        datetime(2026, 11, 25, 10),
        datetime(2026, 11, 26, 16, 30),
    ]
    assert found[0] == Slot(
        datetime(2026, 11, 24, 14, tzinfo=UTC),
        datetime(2026, 11, 24, 14, 30, tzinfo=UTC),
        "Europe/Brussels",
        "Europe/Amsterdam",
    )


def test_times_lie_within_both_working_days_where_these_meet() -> None:
    boston = WorkWeek("America/New_York")
    for slot in proposed_times(boston, ANTWERP, MONDAY, HALF_HOUR):
        assert time(9) <= slot.advocate_wall.time() <= time(16, 30)
        assert time(9) <= slot.prospect_wall.time() <= time(16, 30)


def test_when_the_days_never_meet_their_edges_are_stretched_alike() -> None:
    los_angeles = WorkWeek("America/Los_Angeles")
    found = proposed_times(los_angeles, ANTWERP, MONDAY, HALF_HOUR)
    assert len(found) == 3
    for slot in found:
        assert time(17) <= slot.advocate_wall.time() < time(19)
        assert time(8) <= slot.prospect_wall.time() < time(11)
    sydney = WorkWeek("Australia/Sydney")
    for slot in proposed_times(los_angeles, sydney, MONDAY, HALF_HOUR):
        assert time(7) <= slot.advocate_wall.time() < time(21)


def test_lunch_is_left_alone_where_another_hour_is_free() -> None:
    walls = {slot.advocate_wall.hour for slot in proposed_times(AMSTERDAM, ANTWERP, MONDAY, HALF_HOUR, n=10)}
    assert 12 not in walls
    only_lunch = WorkWeek("Europe/Brussels", start=time(12), end=time(13))
    assert {slot.advocate_wall.hour for slot in proposed_times(AMSTERDAM, only_lunch, MONDAY, HALF_HOUR)} == {12}


def test_what_is_busy_is_kept_free() -> None:
    tuesday = datetime(2026, 11, 24, 14, tzinfo=UTC)
    busy = [(tuesday, tuesday + timedelta(minutes=1))]
    (first, *_) = proposed_times(AMSTERDAM, ANTWERP, MONDAY, HALF_HOUR, busy)
    assert first.advocate_wall == datetime(2026, 11, 24, 14, 30)
    whole_week = [(MONDAY, MONDAY + timedelta(days=6))]
    assert proposed_times(AMSTERDAM, ANTWERP, MONDAY, HALF_HOUR, whole_week)[0].advocate_wall.day == 30


def test_nobody_is_called_without_notice_or_on_a_day_off() -> None:
    found = proposed_times(AMSTERDAM, ANTWERP, MONDAY, HALF_HOUR)
    assert working_time_between(MONDAY, found[0].start, ANTWERP) >= WORKING_DAY
    off = WorkWeek("Europe/Brussels", holidays=frozenset({found[0].advocate_wall.date()}))
    assert proposed_times(AMSTERDAM, off, MONDAY, HALF_HOUR)[0].advocate_wall.date() == datetime(2026, 11, 25).date()


def test_when_there_is_no_common_day_fewer_or_no_times_are_proposed() -> None:
    weekend = WorkWeek("Europe/Brussels", days=frozenset({5, 6}))
    assert proposed_times(AMSTERDAM, weekend, MONDAY, HALF_HOUR) == ()
    too_long = timedelta(hours=30)
    assert proposed_times(AMSTERDAM, ANTWERP, MONDAY, too_long) == ()


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Australia/Eucla", "America/St_Johns", "Australia/Lord_Howe"])
def test_odd_offsets_still_get_full_and_half_hours_on_the_advocates_clock(zone: str) -> None:
    for slot in proposed_times(ANTWERP, WorkWeek(zone), MONDAY, HALF_HOUR):
        assert slot.advocate_wall.minute in (0, 30)


starts = st.datetimes(datetime(2026, 1, 1), datetime(2030, 11, 1)).map(lambda moment: moment.replace(tzinfo=UTC))


@given(st.sampled_from(ZONES), st.sampled_from(ZONES), starts, st.sampled_from([15, 30, 45, 60, 90]))
@settings(max_examples=250)
def test_any_two_zones_get_three_humane_times_on_three_days(
    one: str, other: str, since: datetime, minutes: int
) -> None:
    duration = timedelta(minutes=minutes)
    found = proposed_times(WorkWeek(one), WorkWeek(other), since, duration)
    assert len(found) == 3
    assert len({slot.advocate_wall.date() for slot in found}) == 3
    assert [slot.start for slot in found] == sorted(slot.start for slot in found)
    for slot in found:
        assert slot.end - slot.start == duration
        assert slot.start > since
        assert slot.start.tzinfo is UTC
        for wall, zone in ((slot.advocate_wall, other), (slot.prospect_wall, one)):
            assert instant_of(wall, zone) == slot.start
            assert wall.weekday() < 5 and time(6) <= wall.time() < time(22)
