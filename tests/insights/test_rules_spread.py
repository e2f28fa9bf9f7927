"""Who carries how much, what is missing where, and what may be told of private ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.insights.rules import (
    Level,
    Segment,
    Share,
    TeamBalance,
    TopShare,
    balances,
    shown_count,
    sorted_by_need,
    top_share,
)


def test_nobody_and_nothing_given_is_no_share() -> None:
    assert top_share({}) == top_share({0: 40}) == TopShare()


def test_one_person_who_gave_all_is_the_whole_tenth() -> None:
    found = top_share({5: 1})
    assert (found.share, found.people, found.gini) == (Share(5, 5), 1, 0.0)


def test_where_everybody_gives_the_same_a_tenth_gives_a_tenth() -> None:
    found = top_share({2: 20})
    assert (found.share, found.people) == (Share(4, 40), 2)
    assert found.gini == pytest.approx(0)


def test_where_one_of_twenty_gives_all_the_tenth_gives_all() -> None:
    found = top_share({0: 19, 8: 1})
    assert found.share == Share(8, 8) and found.gini == pytest.approx(0.95)


def test_a_tenth_of_a_few_is_at_least_one_person() -> None:
    assert top_share({1: 3}).people == 1


@given(st.dictionaries(st.integers(0, 30), st.integers(1, 50), min_size=1))
def test_the_busiest_tenth_never_gives_less_than_its_part(people: dict[int, int]) -> None:
    found = top_share(people)
    everybody = sum(people.values())
    if found.share.whole:
        assert found.share.ratio >= found.people / everybody - 1e-9
        assert -1e-9 <= found.gini < 1


def test_lending_within_a_team_is_neither_lent_nor_borrowed() -> None:
    found = balances([("North", "South", 3), ("South", "North", 1), ("North", "North", 5), ("", "South", 2)])
    assert found["North"] == TeamBalance("North", gave=3, took=1, kept=5)
    assert found["South"] == TeamBalance("South", gave=1, took=5)
    assert found[""] == TeamBalance("", gave=2)


@pytest.mark.parametrize(
    ("free", "deals", "level", "missing"),
    [
        (0, 0, Level.UNASKED, 0),
        (3, 0, Level.UNASKED, 0),
        (0, 1, Level.NOBODY, 1),
        (1, 2, Level.SHORT, 1),
        (2, 2, Level.ENOUGH, 0),
    ],
)
def test_a_segment_stands_by_how_many_deals_there_are_for_each_free_person(
    free: int, deals: int, level: Level, missing: int
) -> None:
    one = Segment("Rail", voices=free, free=free, deals=deals)
    assert (one.level, one.missing) == (level, missing)


def test_where_nobody_can_be_asked_comes_first() -> None:
    found = sorted_by_need(
        [
            Segment("Unasked", free=9),
            Segment("Enough", free=3, deals=2),
            Segment("Short by one", free=1, deals=2),
            Segment("Short by four", free=1, deals=5),
            Segment("Nobody", deals=1),
        ]
    )
    assert [one.name for one in found] == ["Nobody", "Short by four", "Short by one", "Enough", "Unasked"]


@pytest.mark.parametrize(
    ("known", "private", "may_unmask", "shown"),
    [(0, 1, False, 0), (1, 1, False, 1), (2, 1, False, 3), (0, 3, False, 3), (0, 1, True, 1), (0, 2, False, 0)],
)
def test_a_private_one_counts_only_where_the_count_names_nobody(
    known: int, private: int, may_unmask: bool, shown: int
) -> None:
    assert shown_count(known, private, may_unmask=may_unmask) == shown
