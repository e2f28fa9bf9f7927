"""The words of the demo's customers: nobody's twice, of customers there are, cleared for whole years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.demo.company.customers import CUSTOMERS, Customer
from goodword.demo.words import SECTIONS, YEAR, said_on
from goodword.demo.year.plan import Year, plan
from goodword.demo.year.tables import rows

TODAY = date(2026, 11, 20)
OPENING = 4  # words by which two stories would be taken for one


@pytest.fixture(scope="module")
def year() -> Year:
    return plan(TODAY)


@pytest.fixture(scope="module")
def customers(year: Year) -> list[Customer]:
    return [*CUSTOMERS, *(one.customer for one in year.customers)]


def test_stories_are_of_different_customers_and_begin_and_end_in_words_of_their_own() -> None:
    stories = rows("stories")
    assert len(stories) >= 30
    for column in ("customer", "title", *SECTIONS):
        assert len({row[column] for row in stories}) == len(stories)
    for column in SECTIONS:
        assert len({tuple(row[column].split()[:OPENING]) for row in stories}) == len(stories)


def test_who_speaks_is_a_customer_that_is_no_private_reference(customers: list[Customer]) -> None:
    known = {one.name for one in customers if not one.masked}
    assert {row["customer"] for row in (*rows("stories"), *rows("quotes"))} <= known


def test_nobody_is_quoted_with_the_words_of_another(customers: list[Customer]) -> None:
    quotes = [*(one.quote for one in customers if one.quote), *(row["text"] for row in rows("quotes"))]
    assert len(set(quotes)) == len(quotes) >= 50


def test_the_words_of_a_few_ran_out_or_do_soon_and_of_nobody_who_joined_lately(year: Year) -> None:
    spoken = {row["customer"] for row in rows("stories")}
    over = [one for one in year.customers if one.customer.words_last < 0 and one.customer.name in spoken]
    soon = [one for one in CUSTOMERS if one.quote and one.words_last < 60]
    assert 2 <= len(over) <= 6 and len(soon) == 2
    assert all(one.customer.words_last + one.days_ago >= 365 for one in year.customers if one.days_ago is not None)


@given(st.integers(min_value=1, max_value=1500))
def test_words_are_cleared_for_whole_years_from_a_day_before_they_were_noted(days: int) -> None:
    until = TODAY + timedelta(days=days)
    said = said_on(until, TODAY)
    assert said <= TODAY and until - said >= YEAR
    assert (until - said) % YEAR == timedelta(0)
