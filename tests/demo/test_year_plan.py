"""The year as it is planned, before a word of it is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random
from zoneinfo import ZoneInfo

import pytest

from goodword.core.working_time import WorkWeek
from goodword.demo.company.customers import CUSTOMERS
from goodword.demo.company.deals import DEALS
from goodword.demo.company.people import COLLEAGUES, GONE, ZONES
from goodword.demo.company.scenes import SCENES
from goodword.demo.year.dates import draw_day, pull, quarter_end
from goodword.demo.year.deals import TELLERS
from goodword.demo.year.plan import Year, first_day, plan
from goodword.demo.year.tellers import TELLERS as TOLD

TODAY = date(2026, 11, 20)
# Who and what our design drafts speak of: nobody there may turn up here.
DRAFTS = [
    "Harbourline Logistics",
    "Nordhaven Shipping",
    "Alderbrook Foods",
    "Osterley Components",
    "City of Wexmoor",
    "Larch & Pine Homes",
    "Fairmile Group",
    "Brightwater Energy",
    "Vantage Mills",
    "Sundial Insurance",
    "Juniper Row Hotels",
    "Tern Robotics",
    "Highmere Foods",
    "Pavo Airlines",
    "Granary & Sons",
    "Moorgate Clinics",
    "Quill & Co",
    "Bluefern Retail",
    "Stonebridge Foods",
    "Pinecrest Medical",
    "Ardent Rail",
    "Castellan Steel",
    "Mistral Wines",
    "Lindqvist Paper",
    "Oakhaven Bank",
    "Petrel Media",
    "Kestrel Freight",
    "Northgate Council",
    "Brackwater Ports",
    "Elmstead Health",
    "Corran Distilling",
    "Tidewell",
    "Fathomline",
    "Ben Whitlock",
    "Ingrid Solheim",
    "Lucia Ferrari",
    "Tomasz Zielinski",
    "Amara Diallo",
    "Sofia Lindqvist",
    "Maya Okafor",
    "Priya Nair",
    "Hana Sato",
    "Hana Sørli",
    "Jonas Meyer",
    "Rosa Campos",
    "Daniel Reyes",
    "Elin Marsh",
]


@pytest.fixture(scope="module")
def year() -> Year:
    return plan(TODAY)


def test_the_year_is_as_large_as_a_visitor_should_find_it(year: Year) -> None:
    customers = [*CUSTOMERS, *(one.customer for one in year.customers)]
    assert len(customers) >= 60
    assert len({one.group for one in customers if one.group}) == 8
    assert sum(len(one.people) for one in customers) >= 90
    assert len(DEALS) + len(year.courses) >= 150
    requests = sum(len(course.tellers) for course in year.courses)
    assert requests + len(SCENES) - 1 >= 200
    assert len(COLLEAGUES) == 12
    assert len({one.team for one in COLLEAGUES if one.team}) == 3


def test_the_same_seed_tells_the_same_year_and_another_seed_another(year: Year) -> None:
    assert plan(TODAY) == year
    assert plan(TODAY, seed=21).courses != year.courses


def test_the_day_it_is_told_on_changes_the_dates_and_nothing_else(year: Year) -> None:
    later = plan(date(2027, 3, 3))
    assert [course.tellers for course in later.courses] == [course.tellers for course in year.courses]
    assert [replace(course.deal, closes_in=0) for course in later.courses] == [
        replace(course.deal, closes_in=0) for course in year.courses
    ]


def test_everything_happens_within_the_year_and_in_the_reps_working_hours(year: Year) -> None:
    for course in year.courses:
        week = WorkWeek(ZONES[course.deal.rep])
        assert first_day(year) <= course.opens.date() <= TODAY
        for moment in filter(None, (course.opens, course.closes)):
            there = moment.astimezone(ZoneInfo(week.zone))
            assert week.works_on(there.date())
            assert week.start <= there.time() < week.end
        assert course.closes is None or course.opens < course.closes


def test_names_are_nobody_elses(year: Year) -> None:
    people = [person.name for one in (*CUSTOMERS, *(row.customer for row in year.customers)) for person in one.people]
    buyers = {buyer.name for deal in (*DEALS, *(course.deal for course in year.courses)) for buyer in deal.buyers}
    nominees = [one.name for one in year.nominees]
    names = [*people, *nominees, *buyers, *(one.name for one in (*COLLEAGUES, *GONE))]
    companies = {deal.company for deal in (*DEALS, *(course.deal for course in year.courses))}
    customers = [*CUSTOMERS, *(row.customer for row in year.customers)]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert companies.isdisjoint(one.name for one in customers)
    everyone = {*names, *companies, *(one.name for one in customers), *(one.group for one in customers)}
    assert everyone.isdisjoint(DRAFTS)


def test_every_course_of_a_request_is_told_as_often_as_the_table_says(year: Year) -> None:
    assert Counter(teller for course in year.courses for teller in course.tellers) == TELLERS
    assert set(TELLERS) == set(TOLD)


def test_a_small_share_of_the_year_still_tells_every_course() -> None:
    small = plan(TODAY, share=0.1)
    assert {teller for course in small.courses for teller in course.tellers} == set(TELLERS)
    assert len(small.courses) < 30


def test_quarters_end_in_a_rush() -> None:
    assert quarter_end(date(2026, 11, 20)) == date(2026, 12, 31)
    assert pull(date(2026, 9, 28)) > pull(date(2026, 9, 1)) > pull(date(2026, 7, 6))
    chance = Random(1)
    drawn = [draw_day(chance, date(2026, 1, 1), date(2026, 12, 31)) for _ in range(400)]
    assert sum(day.month % 3 == 0 for day in drawn) > 200
    assert all(day.weekday() < 5 for day in drawn)


def test_nobody_is_looked_at_first_more_often_than_a_year_bears(year: Year) -> None:
    first = Counter(names[0] for lists in year.shortlists.values() for names in lists)
    assert max(first.values()) <= 5
