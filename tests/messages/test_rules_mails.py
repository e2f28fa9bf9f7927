from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.core.working_time import WorkWeek, wall_of
from goodword.messages.rules import (
    MAIL_KINDS,
    Audience,
    Until,
    day_before_at,
    due_at,
    link_expires_at,
    may_name,
)

ZONES = sorted(zone for zone in available_timezones() if zone not in ("Factory", "localtime"))
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
EVENING = datetime(2026, 11, 24, 21, tzinfo=UTC)


def test_every_kind_is_there_for_somebody() -> None:
    assert list(MAIL_KINDS) == [f"E{number:02}" for number in range(1, 40)]
    assert all(kind.audience and kind.when for kind in MAIL_KINDS.values())
    behind_the_door = {kind.page for kind in MAIL_KINDS.values() if kind.life.until is Until.LOGIN}
    assert behind_the_door == {"S01", "S05", "S06", "S08", "S10", "S16", "S22"}


def test_only_nudges_and_digests_can_be_switched_off_from_the_header() -> None:
    assert {code for code, kind in MAIL_KINDS.items() if kind.nudge} == {"E03", "E04", "E08", "E14", "E21", "E23"}


def test_mail_waits_for_the_morning_at_the_recipient() -> None:
    assert due_at("E07", NOON, "Europe/Brussels") == NOON
    morning = due_at("E07", EVENING, "Europe/Brussels")
    assert wall_of(morning, "Europe/Brussels") == datetime(2026, 11, 25, 8)
    assert due_at("E07", EVENING, "America/New_York") == EVENING


def test_a_same_day_call_change_goes_at_once_but_frees_no_other_mail() -> None:
    assert due_at("E09", EVENING, "UTC", same_day_change=True) == EVENING
    assert due_at("E09", EVENING, "UTC") > EVENING
    assert due_at("E17", EVENING, "UTC", same_day_change=True) > EVENING
    assert {code for code, kind in MAIL_KINDS.items() if kind.call_change} == {"E07", "E09", "E10", "E15", "E19"}


def test_a_code_never_waits() -> None:
    assert due_at("E24", EVENING, "UTC") == EVENING
    assert {code for code, kind in MAIL_KINDS.items() if kind.immediate} == {"E24", "E25", "E26", "E28", "E38"}


def test_what_follows_an_answer_waits_for_its_undo_once() -> None:
    answered = NOON - timedelta(minutes=4)
    assert due_at("E15", NOON, "UTC", answered_at=answered) == NOON + timedelta(minutes=6)
    assert due_at("E15", NOON, "UTC", answered_at=NOON - timedelta(minutes=10)) == NOON
    assert due_at("E04", NOON, "UTC", answered_at=answered) == NOON
    just_before_seven = datetime(2026, 11, 24, 18, 55, tzinfo=UTC)
    assert due_at("E15", just_before_seven, "UTC", answered_at=just_before_seven).day == 25


@pytest.mark.parametrize(
    ("code", "days"),
    [("E01", 5), ("E06", 30), ("E11", 14), ("E12", 90), ("E18", 90), ("E23", 60)],
)
def test_links_live_as_long_as_their_table_says(code: str, days: int) -> None:
    assert link_expires_at(code, NOON) == NOON + timedelta(days=days)


def test_links_of_a_call_end_with_it_and_codes_after_ten_minutes() -> None:
    call, last = NOON + timedelta(days=7), NOON + timedelta(days=5)
    assert link_expires_at("E07", NOON, last_time=last) == last - timedelta(hours=2)
    assert link_expires_at("E19", NOON, last_time=last) == last
    assert link_expires_at("E09", NOON, call_ends_at=call) == call + timedelta(days=14)
    assert link_expires_at("E02", NOON, goes_ahead_at=last) == last
    assert link_expires_at("E24", NOON) == NOON + timedelta(minutes=10)
    assert link_expires_at("E15", NOON) is None and link_expires_at("E04", NOON) is None
    assert link_expires_at("E07", NOON) == NOON + timedelta(days=14)
    assert link_expires_at("E07", NOON, last_time=NOON) == NOON


def test_the_brief_goes_out_at_nine_on_the_weekday_before_the_call() -> None:
    tuesday, monday = datetime(2026, 12, 1, 14, tzinfo=UTC), datetime(2026, 11, 30, 14, tzinfo=UTC)
    assert wall_of(day_before_at(tuesday, WorkWeek("Europe/Brussels")), "Europe/Brussels") == datetime(2026, 11, 30, 9)
    assert wall_of(day_before_at(monday, WorkWeek("Europe/Brussels")), "Europe/Brussels") == datetime(2026, 11, 27, 9)
    bridged = WorkWeek("Europe/Brussels", holidays=frozenset({date(2026, 11, 27)}))
    assert wall_of(day_before_at(monday, bridged), "Europe/Brussels") == datetime(2026, 11, 26, 9)


@pytest.mark.parametrize(
    ("audience", "visibility", "before", "after"),
    [
        ("prospect", "public", True, True),
        ("prospect", "colleagues", False, True),
        ("prospect", "masked", False, True),
        ("rep", "colleagues", True, True),
        ("rep", "masked", False, True),
        ("owner", "masked", True, True),
        ("program", "masked", True, True),
        ("leader", "masked", False, False),
        ("leader", "colleagues", True, True),
    ],
)
def test_a_name_is_written_only_where_it_may_be_known(
    audience: str, visibility: str, before: bool, after: bool
) -> None:
    assert may_name(audience, visibility, said_yes=False) is before
    assert may_name(audience, visibility, said_yes=True) is after


def test_an_unknown_kind_or_audience_is_refused() -> None:
    with pytest.raises(KeyError):
        due_at("E99", NOON, "UTC")
    with pytest.raises(ValueError, match="stranger"):
        may_name("stranger", "public", said_yes=True)
    assert Audience("rep") is Audience.REP


moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 1)).map(lambda moment: moment.replace(tzinfo=UTC))


@given(st.sampled_from(sorted(MAIL_KINDS)), moments, st.sampled_from(ZONES))
@settings(max_examples=300)
def test_no_mail_but_what_was_just_asked_for_arrives_in_quiet_hours(code: str, now: datetime, zone: str) -> None:
    due = due_at(code, now, zone, answered_at=now)
    wall = wall_of(due, zone)
    assert due >= now
    assert MAIL_KINDS[code].immediate or (wall.weekday() < 5 and time(8) <= wall.time() < time(19))


@given(moments, st.sampled_from(ZONES))
@settings(max_examples=200)
def test_a_brief_never_comes_after_the_call_nor_in_quiet_hours(call: datetime, zone: str) -> None:
    brief = day_before_at(call, WorkWeek(zone))
    wall, call_on = wall_of(brief, zone), wall_of(call, zone).date()
    assert wall.date() < call_on and (call_on - wall.date()) <= timedelta(days=3)
    assert wall.weekday() < 5 and wall.time() >= time(9)
    assert isinstance(call_on, date)
