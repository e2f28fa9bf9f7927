"""Working time is the same whether the database counts it over everything or we count it for one pair of moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import connection

from goodword.core import calendars, events
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.core.working_time import WorkWeek, working_time_between
from goodword.desk.actions import decline_ask
from goodword.desk.models import ReferenceRequest
from goodword.insights.queries import durations
from goodword.insights.rules import Typical
from tests import cast
from tests.desk.steps import UNDO, ask_of, asked, booked
from tests.insights.scenes import helped, impact, quarter, scope

OFF = frozenset({date(2027, 1, 1), date(2027, 3, 29), date(2027, 5, 13), date(2027, 5, 1)})


def counted(a: datetime, b: datetime, week: WorkWeek) -> float:
    """Return the working seconds between two moments as the database counts them."""
    given = durations.working_hours(week) | {"a": a, "b": b}
    total = durations.RUNNING_TOTAL
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {total.format(at='%(b)s::timestamptz')} - {total.format(at='%(a)s::timestamptz')}", given
        )
        return float(cursor.fetchone()[0])


@pytest.mark.parametrize("zone", ["Europe/Brussels", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Kiritimati"])
@pytest.mark.parametrize("holidays", [OFF, frozenset()], ids=["with days off", "without"])
def test_the_database_counts_working_time_as_we_do(zone: str, holidays: frozenset[date]) -> None:
    chance, week = Random(zone), WorkWeek(zone, holidays=holidays)
    begin = datetime(2026, 12, 20, tzinfo=UTC)
    for _ in range(60):
        a = begin + timedelta(minutes=chance.randrange(200 * 24 * 60))
        b = a + timedelta(minutes=chance.randrange(30 * 24 * 60))
        assert counted(a, b, week) == working_time_between(a, b, week).total_seconds(), (a, b)


def test_a_week_of_other_days_is_refused_rather_than_counted_wrongly() -> None:
    with pytest.raises(ValueError, match="Monday to Friday"):
        durations.working_hours(WorkWeek("Asia/Dubai", days=frozenset({0, 1, 2, 3, 6})))


def test_the_first_answer_is_the_customers_yes() -> None:
    company = cast.company()
    need = booked(company)
    with opened(company.workspace):
        week = calendars.week("Europe/Brussels")
        yes = ask_of(need, "Maya")
        took = working_time_between(need.created_at, yes.state_since, week).total_seconds() / 3600
    found = impact(company, company.elin)
    assert found.first_answer.n == found.confirmed.n == 1
    assert found.first_answer.median == pytest.approx(took, abs=0.2)
    assert found.help == Typical()


def test_a_no_is_no_answer_to_the_rep_and_an_unfilled_end_is() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        ask = ask_of(need, "Maya")
        decline_ask(ask, by=cast.as_customer(ask))
    company.run(**UNDO)
    assert impact(company, company.elin).first_answer.n == 0
    with opened(company.workspace):
        ReferenceRequest.objects.filter(pk=need.pk).update(close_reason="unfilled", closed_at=need.created_at)
    assert impact(company, company.elin).first_answer == Typical(1, 0.0, 0.0)


def test_a_yes_that_was_taken_back_never_was() -> None:
    company = cast.company()
    need = booked(company)
    with opened(company.workspace):
        yes = Event.objects.get(name="ask.accepted", thread=need.pk)
        events.record("ask.accept_undone", ask_of(need, "Maya"), by=cast.SETUP, thread=need.pk, undoes=yes)
    assert impact(company, company.elin).first_answer.n == 0


def test_time_to_the_help_ends_with_the_call() -> None:
    company = cast.company()
    need = helped(company)
    found = impact(company, company.elin)
    with opened(company.workspace):
        week = calendars.week("Europe/Brussels")
        took = working_time_between(need.created_at, need.calls.get().starts_at, week).total_seconds() / 3600
        assert durations.to_help(scope(company.lucia), quarter(company), week) == Typical(), "Lucia asked for nothing"
    assert found.help.median == pytest.approx(took, abs=0.01)
