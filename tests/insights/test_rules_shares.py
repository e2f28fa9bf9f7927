"""A percentage is shown where there is enough for one, and says how sure it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.insights.rules import COMPARABLE, ENOUGH, Difference, Share, Typical


@st.composite
def shares(draw: st.DrawFn) -> Share:
    whole = draw(st.integers(0, 5000))
    return Share(draw(st.integers(0, whole)), whole)


def test_nothing_counted_is_no_percentage_and_could_be_anything() -> None:
    nothing = Share()
    assert (nothing.percent, nothing.interval, nothing.enough) == (0, (0.0, 1.0), False)


def test_one_of_one_is_not_enough_and_not_certain() -> None:
    one = Share(1, 1)
    assert not one.enough and one.percent == 100 and one.low == 21 and one.high == 100


def test_none_of_many_still_leaves_room() -> None:
    assert (Share(0, 50).low, Share(0, 50).high) == (0, 7)


def test_enough_begins_at_twenty() -> None:
    assert not Share(7, ENOUGH - 1).enough and Share(7, ENOUGH).enough
    assert not Typical(ENOUGH - 1, 1.0, 2.0).enough and Typical(ENOUGH, 1.0, 2.0).enough


@pytest.mark.parametrize(
    ("n", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_wilsons_as_published(n: int, whole: int, low: float, high: float) -> None:
    """The examples of Newcombe 1998, table I, method 3."""
    assert Share(n, whole).interval == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
        (Share(10, 10), Share(0, 20), 0.6791, 1.0),
    ],
)
def test_the_difference_is_newcombes_as_published(one: Share, other: Share, low: float, high: float) -> None:
    """The examples of Newcombe 1998, table II, method 10."""
    assert Difference(one, other).interval == pytest.approx((low, high), abs=5e-5)


@given(shares())
def test_the_interval_holds_the_share_and_stays_within_all_and_nothing(share: Share) -> None:
    low, high = share.interval
    assert 0 <= low <= high <= 1
    assert low - 1e-9 <= share.ratio <= high + 1e-9 or not share.whole


@given(shares(), shares())
def test_a_difference_turned_round_is_the_same_the_other_way(one: Share, other: Share) -> None:
    low, high = Difference(one, other).interval
    back_low, back_high = Difference(other, one).interval
    assert (low, high) == pytest.approx((-back_high, -back_low))


def test_no_difference_within_the_interval_may_be_chance() -> None:
    assert Difference(Share(30, 60), Share(14, 30)).could_be_chance
    assert not Difference(Share(56, 70), Share(48, 80)).could_be_chance


def test_one_small_side_is_too_few_to_compare() -> None:
    assert not Difference(Share(50, 100), Share(1, 4)).enough
    assert not Difference(Share(50, 100), Share(1, COMPARABLE - 1)).enough
    assert Difference(Share(50, 100), Share(1, COMPARABLE)).enough and COMPARABLE == 30


def test_a_part_is_never_larger_than_its_whole() -> None:
    for n, whole in ((2, 1), (-1, 3)):
        with pytest.raises(ValueError, match="no part"):
            Share(n, whole)
