"""Calls that are moved: the old time leaves every calendar, in time, whatever else changes."""

from __future__ import annotations

from datetime import timedelta

from goodword.core import clock, jobs
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.messages.models import MessageState
from tests import cast
from tests.desk.steps import booked
from tests.messages.house import TUESDAY_CALL, House, built, happened

# 06:00 in Brussels, where Maya is.
EARLY = TUESDAY_CALL - timedelta(hours=9)
DAY = timedelta(days=1)


def given_up(house: House, side: str) -> None:
    """Have one side give the booked call up for another time."""
    house.book()
    house.offer(TUESDAY_CALL + 3 * DAY, by=side, ask=house.ask)
    happened("ask.rescheduled", house.put("countered"), thread=house.need.pk, before="booked", side=side)


def test_a_call_given_up_on_its_day_is_told_at_any_hour() -> None:
    house = built(at=EARLY)
    with opened(house.workspace):
        given_up(house, "prospect")
        told = house.mail("E07")
        assert "METHOD:CANCEL" in told.calendar
        assert told.due_at == clock.now()


def test_the_buyer_too_is_told_at_any_hour_on_the_day() -> None:
    house = built(at=EARLY)
    with opened(house.workspace):
        given_up(house, "advocate")
        told = house.mail("E19")
        assert "METHOD:CANCEL" in told.calendar
        assert told.due_at == clock.now()


def test_a_call_given_up_days_ahead_is_told_in_the_morning() -> None:
    house = built(at=EARLY - DAY)
    with opened(house.workspace):
        given_up(house, "prospect")
        assert house.mail("E07").due_at > clock.now()


def test_a_mail_that_takes_a_call_out_of_a_calendar_goes_whatever_became_of_its_question() -> None:
    house = built(at=EARLY - DAY)
    with opened(house.workspace):
        given_up(house, "prospect")
        house.put("cancelled")
    jobs.run_due(house.workspace, until=TUESDAY_CALL - DAY)
    with opened(house.workspace):
        assert house.mail("E07").state == MessageState.SENT


def test_a_question_without_a_calendar_entry_is_dropped_once_it_moved_on() -> None:
    house = built(at=EARLY - DAY)
    with opened(house.workspace):
        house.offer(TUESDAY_CALL, ask=house.ask)
        happened("ask.times_offered", house.put("countered"), thread=house.need.pk, side="prospect")
        house.put("cancelled")
    jobs.run_due(house.workspace, until=TUESDAY_CALL - DAY)
    with opened(house.workspace):
        assert house.mail("E07").state == MessageState.DROPPED


def test_the_timeline_says_that_a_side_got_its_brief_when_it_did() -> None:
    company = cast.company()
    # A Monday call: the brief goes on the Friday before.
    booked(company, in_days=6)
    company.run(days=2)
    with opened(company.workspace):
        assert not Event.objects.filter(name="call.briefed").exists()
    company.run(days=4)
    with opened(company.workspace):
        sides = Event.objects.filter(name="call.briefed").values_list("data__side", flat=True)
        assert sorted(sides) == ["advocate", "prospect"]


def test_a_call_too_close_for_a_brief_says_nothing_of_one() -> None:
    company = cast.company()
    booked(company, in_days=1)
    company.run(days=2)
    with opened(company.workspace):
        assert not Event.objects.filter(name="call.briefed").exists()
