"""Customers of the demo talk in their own working hours, or at least by day, wherever the buyer is."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from goodword.core.working_time import WorkWeek, wall_of
from goodword.demo.hours import agreeable_times, suits

HALF_HOUR = timedelta(minutes=30)
MONDAY = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
ZONES = (
    "Pacific/Auckland",
    "Australia/Sydney",
    "Asia/Seoul",
    "Asia/Kolkata",
    "Asia/Dubai",
    "Africa/Nairobi",
    "Europe/Rome",
    "Europe/Dublin",
    "America/Sao_Paulo",
    "America/Chicago",
    "America/Los_Angeles",
    "Pacific/Honolulu",
)


@pytest.mark.parametrize("customer", ZONES)
def test_no_customer_is_called_by_night_and_no_buyer_before_six(customer: str) -> None:
    for buyer in ZONES:
        found = agreeable_times(buyer, customer, MONDAY, HALF_HOUR)
        assert len(found) == 3
        for slot in found:
            assert suits(slot.start, HALF_HOUR, WorkWeek(customer, start=time(8), end=time(19))), (buyer, slot)
            assert 6 <= wall_of(slot.start, buyer).hour < 22


@pytest.mark.parametrize("customer", ZONES)
def test_it_is_within_their_working_hours_where_a_buyer_is_up_then(customer: str) -> None:
    near = [zone for zone in ZONES if abs(_ahead(zone) - _ahead(customer)) <= timedelta(hours=10)]
    for buyer in near:
        slots = agreeable_times(buyer, customer, MONDAY, HALF_HOUR)
        assert all(suits(slot.start, HALF_HOUR, WorkWeek(customer)) for slot in slots), buyer


def test_a_call_that_ends_after_hours_suits_nobody() -> None:
    rome = WorkWeek("Europe/Rome")
    assert suits(datetime(2026, 11, 24, 15, 30, tzinfo=UTC), HALF_HOUR, rome)
    assert not suits(datetime(2026, 11, 24, 15, 45, tzinfo=UTC), HALF_HOUR, rome)
    assert not suits(datetime(2026, 11, 28, 10, tzinfo=UTC), HALF_HOUR, rome), "a Saturday"


def _ahead(zone: str) -> timedelta:
    return wall_of(MONDAY, zone) - MONDAY.replace(tzinfo=None)
