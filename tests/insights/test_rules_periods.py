"""Quarters and years: what an address names, what comes before and after, never one that has not begun."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.insights.rules import Period, current, months_until, named, shifted

TODAY = date(2027, 2, 2)
DAYS = st.dates(date(1901, 1, 1), date(2999, 12, 31))


def test_without_a_name_it_is_this_quarter() -> None:
    assert named("", TODAY) == Period("quarter", date(2027, 1, 1))
    assert named("", TODAY).code == "2027-Q1"


@pytest.mark.parametrize(
    ("code", "first", "after"),
    [
        ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 4, 1)),
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_a_name_is_a_quarter_or_a_year(code: str, first: date, after: date) -> None:
    period = named(code, TODAY)
    assert (period.first, period.after, period.code) == (first, after, code)
    assert period.holds(first) and not period.holds(after)


@pytest.mark.parametrize("code", ["2027-Q2", "2028", "9999-Q4"])
def test_what_has_not_begun_is_not_looked_at(code: str) -> None:
    assert named(code, TODAY).holds(TODAY)


@pytest.mark.parametrize("code", ["0001", "2026-Q5", "2026-", "-2026", "２０２６", "2026\n", "x" * 10_000, "2026-q1"])
def test_what_is_no_period_is_this_quarter(code: str) -> None:
    assert named(code, TODAY) == current("quarter", TODAY)


@given(DAYS)
def test_periods_follow_each_other_without_a_gap(day: date) -> None:
    for kind in ("quarter", "year"):
        period = current(kind, day)
        assert period.holds(day)
        assert period.before.after == period.first and period.following.first == period.after
        assert period.before.following == period
        assert period.months[0] == period.first and shifted(period.months[-1], 1) == period.after
        assert named(period.code, day) == period


def test_a_quarter_of_a_year_is_its_last_that_has_begun() -> None:
    assert named("2026", TODAY).as_kind("quarter", TODAY).code == "2026-Q4"
    assert named("2027", TODAY).as_kind("quarter", TODAY).code == "2027-Q1"
    assert named("2026-Q2", TODAY).as_kind("year", TODAY).code == "2026"


def test_twelve_months_reach_back_over_the_turn_of_the_year() -> None:
    months = months_until(TODAY, 12)
    assert len(months) == 12 and (months[0], months[-1]) == (date(2026, 3, 1), date(2027, 2, 1))
