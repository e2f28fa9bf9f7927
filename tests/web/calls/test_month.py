"""Calls by month: each on its day where the viewer is, with what became of it; an empty month says so."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from goodword.core.tenancy import opened
from goodword.desk.actions import call_off
from goodword.desk.models import Ask, Call
from goodword.members.models import Member
from goodword.members.policy import actor_of
from goodword.web.calls.month import Month
from tests import cast
from tests.cast import Company
from tests.web.asking import queries_of
from tests.web.requests import scenes
from tests.web.requests.scenes import first_ask, signed_in, text_of

FEBRUARY = "/calls/month?month=2027-02"


@pytest.fixture
def company() -> Company:
    made = cast.company()
    scenes.booked(made)
    return made


def call_of(company: Company) -> Call:
    with opened(company.workspace):
        return Call.objects.get(called_off_at=None)


def moved_to(company: Company, moment: datetime) -> None:
    with opened(company.workspace):
        Call.objects.update(starts_at=moment)


def day_of(page: str, number: int) -> str:
    """Return what stands in one day of the calendar."""
    cells = re.findall(r"<td[^>]*>.*?</td>", page, re.DOTALL)
    found = [cell for cell in cells if re.search(rf"<b class=\"num\"[^>]*>{number}</b>", cell)]
    assert len(found) == 1, number
    return found[0]


def weekdays(page: str) -> list[str]:
    return re.findall(r"<abbr title=\"(\w+)\">", page)


def test_a_call_stands_on_its_day_with_time_who_and_a_way_to_its_brief(company: Company) -> None:
    moved_to(company, datetime(2027, 2, 8, 14, 0, tzinfo=UTC))
    page = text_of(signed_in(company.ben), FEBRUARY)
    cell = day_of(page, 8)
    assert "15:00" in cell and "Harbourline Logistics" in cell and "Kestrel Freight" in cell
    assert f"/requests/{call_of(company).need_id}/brief" in cell and "/calls/days/2027-02-08" in cell
    assert "Kestrel" not in page.replace(cell, "") and "1\u00a0call · your time, Brussels" in page


def test_the_day_is_the_viewers_own_and_so_is_the_week(company: Company) -> None:
    moved_to(company, datetime(2027, 2, 8, 23, 30, tzinfo=UTC))
    assert "00:30" in day_of(text_of(signed_in(company.ben), FEBRUARY), 9)
    assert weekdays(text_of(signed_in(company.ben), FEBRUARY))[0] == "Monday"
    with opened(company.workspace):
        Member.objects.filter(pk=company.ben.pk).update(time_zone="America/New_York")
    page = text_of(signed_in(company.ben), FEBRUARY)
    assert "18:30" in day_of(page, 8) and weekdays(page)[0] == "Sunday"


def test_a_call_at_the_months_edge_is_in_one_month_only(company: Company) -> None:
    moved_to(company, datetime(2027, 1, 31, 23, 0, tzinfo=UTC))
    assert "00:00" in day_of(text_of(signed_in(company.ben), FEBRUARY), 1)
    assert "No call in January 2027." in text_of(signed_in(company.ben), "/calls/month?month=2027-01")


def test_an_empty_month_says_so_and_leads_on_and_back(company: Company) -> None:
    page = text_of(signed_in(company.ben), "/calls/month?month=2027-12")
    assert "No call in December 2027." in page and "Kestrel" not in page
    assert 'href="?month=2027-11"' in page and 'href="?month=2028-01"' in page
    assert ">This month</a>" in page and ">This month</a>" not in text_of(signed_in(company.ben), "/calls/month")


@pytest.mark.parametrize("code", ["", "2027-13", "0000-01", "nothing", "2027-2", "99999-01"])
def test_what_names_no_month_is_this_one(code: str, company: Company) -> None:
    assert "February 2027" in text_of(signed_in(company.ben), f"/calls/month?month={code}")


@pytest.mark.parametrize("code", ["2027-02-30", "2027-13-01", "nothing", "2027-02", "0001-01-01"])
def test_what_names_no_day_is_not_there(code: str, company: Company) -> None:
    assert signed_in(company.ben).get(f"/calls/days/{code}").status_code == 404


def test_what_became_of_a_call_is_said_in_the_calendar_too(company: Company) -> None:
    ben = signed_in(company.ben)
    assert "Nobody has said how to join" in text_of(ben, FEBRUARY)
    company.run(days=2, hours=1)
    page = text_of(ben, FEBRUARY)
    assert "Was it held?" in page and "Brief" not in page
    for state, words in (("held", "Held"), ("no_show", "Did not take place")):
        with opened(company.workspace):
            Ask.objects.filter(state__in=("booked", "held")).update(state=state)
        assert words in text_of(ben, FEBRUARY)


def test_a_call_that_was_called_off_is_said_to_be(company: Company) -> None:
    with opened(company.workspace):
        call_off(first_ask(call_of(company).need), by=actor_of(company.ben))
    assert "Called off" in text_of(signed_in(company.ben), FEBRUARY)


def test_a_private_customer_is_described_by_month_and_by_day(company: Company) -> None:
    scenes.masked(company)
    when = call_of(company).starts_at.date()
    for path in (FEBRUARY, f"/calls/days/{when}"):
        page = text_of(signed_in(company.ben), path)
        assert "1 private reference" in page and "Harbourline" in page
        assert not any(canary in page for canary in scenes.CANARIES), path
        assert "Kestrel Freight" in text_of(signed_in(company.priya), path)


def test_who_has_no_part_in_a_call_finds_an_empty_month(company: Company) -> None:
    when = call_of(company).starts_at.date()
    assert "Harbourline" not in text_of(signed_in(company.ada), FEBRUARY)
    assert "No call in February 2027." in text_of(signed_in(company.ada), FEBRUARY)
    assert "No call on this day" in text_of(signed_in(company.ada), f"/calls/days/{when}")


def test_a_full_day_shows_its_first_calls_and_leads_to_all_of_them(company: Company) -> None:
    moved_to(company, datetime(2027, 2, 8, 8, 0, tzinfo=UTC))
    with opened(company.workspace):
        first = Call.objects.get()
        for nth in range(1, 7):
            person = cast.advocate(company.nordhaven, f"Ann{nth} Helper", nominated_by=company.lucia)
            ask = Ask(need=first.need, advocate=person, state="held", rank=nth)
            ask.save()
            at = first.starts_at + timedelta(hours=nth)
            Call(ask=ask, need=first.need, starts_at=at, zone="UTC", wall="2027-02-08T08:00").save()
    ben = signed_in(company.ben)
    cell = day_of(text_of(ben, FEBRUARY), 8)
    assert [hour in cell for hour in ("09:00", "12:00", "13:00")] == [True, True, False] and "3 more" in cell
    day = text_of(ben, "/calls/days/2027-02-08")
    assert "Calls on Mon 8 Feb" in day and "7\u00a0calls" in day and day.count("Nordhaven") >= 6
    assert "Nobody has said how to join" in day, "a day has calls in every state, each with what can be done about it"


def test_a_month_costs_as_many_queries_however_many_calls_it_has(company: Company) -> None:
    priya = signed_in(company.priya)
    one = queries_of(priya, FEBRUARY)
    with opened(company.workspace):
        first = Call.objects.get()
        for nth in range(1, 4):
            person = cast.advocate(company.nordhaven, f"Ann{nth} Helper", nominated_by=company.lucia)
            ask = Ask(need=first.need, advocate=person, state="held", rank=nth)
            ask.save()
            Call(ask=ask, need=first.need, starts_at=first.starts_at, zone="UTC", wall="2027-02-08T08:00").save()
    assert queries_of(priya, FEBRUARY) == one


def test_a_month_has_whole_weeks_from_any_weekday_on() -> None:
    for begins in range(7):
        weeks = Month.named("2027-02", datetime(2027, 2, 2).date()).weeks(begins)
        assert {len(week) for week in weeks} == {7} and {week[0].weekday() for week in weeks} == {begins}
        days = [day for week in weeks for day in week if day.month == 2]
        assert [day.day for day in days] == list(range(1, 29))


def test_the_agenda_and_the_month_lead_to_each_other(company: Company) -> None:
    assert 'href="/calls/month"' in text_of(signed_in(company.ben), "/calls")
    assert 'href="/calls"' in text_of(signed_in(company.ben), "/calls/month")
