"""Private references against named ones: what stands on which side, and from how many on they are compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from goodword.insights.rules import (
    AnswerCell,
    DealCell,
    Difference,
    Helped,
    NeedCell,
    Room,
    Share,
    Sides,
    Voice,
    accepted_by,
    in_time_by,
    room_used,
    said_by,
    wins_by,
    won_by,
)

JANUARY, FEBRUARY = date(2027, 1, 1), date(2027, 2, 1)
DEAL = DealCell(JANUARY, won=True, used=True, found_nobody=False, renewal=False, currency="EUR", deals=3)
NEED = NeedCell(JANUARY, "fulfilled", helped=True, in_time=True, next_best=False, asked=True, needs=2)


@pytest.mark.parametrize(
    ("named", "private", "side"),
    [
        (False, False, Helped.NOBODY),
        (True, False, Helped.NAMED),
        (False, True, Helped.PRIVATE),
        (True, True, Helped.BOTH),
    ],
)
def test_a_deal_stands_on_the_side_of_whoever_helped_it(named: bool, private: bool, side: Helped) -> None:
    assert Helped.of(named=named, private=private) is side


def test_what_both_kinds_helped_and_what_nobody_did_is_on_neither_side() -> None:
    cells = [
        replace(DEAL, by=Helped.PRIVATE),
        replace(DEAL, by=Helped.PRIVATE, won=False, deals=1),
        replace(DEAL, by=Helped.NAMED, deals=5),
        replace(DEAL, by=Helped.BOTH, deals=7),
        replace(DEAL, by=Helped.NOBODY, used=False, deals=9),
    ]
    assert won_by(cells, [JANUARY]) == Difference(Share(3, 4), Share(5, 5))
    assert won_by(cells, [FEBRUARY]) == Difference(Share(), Share())


def test_only_requests_that_were_helped_are_in_time_or_late() -> None:
    cells = [
        replace(NEED, by=Helped.PRIVATE),
        replace(NEED, by=Helped.PRIVATE, in_time=False),
        replace(NEED, by=Helped.NAMED),
        replace(NEED, helped=False, in_time=False),
    ]
    assert in_time_by(cells, [JANUARY]) == Difference(Share(2, 4), Share(2, 2))


def test_customers_answers_are_told_apart_and_who_still_has_time_is_left_out() -> None:
    cells = [
        AnswerCell(JANUARY, "yes", 4, private=True),
        AnswerCell(JANUARY, "silent", 1, private=True),
        AnswerCell(JANUARY, "waiting", 8, private=True),
        AnswerCell(JANUARY, "no", 2),
    ]
    assert accepted_by(cells, [JANUARY]) == Difference(Share(4, 5), Share(0, 2))


def test_won_deals_keep_what_they_were_worth_on_their_own_side() -> None:
    private, named = wins_by(
        [
            replace(DEAL, by=Helped.PRIVATE, amount=Decimal(90)),
            replace(DEAL, by=Helped.NAMED, amount=Decimal(70), currency="USD"),
        ],
        [JANUARY],
    )
    assert (private.share.n, dict(private.used)) == (3, {"EUR": Decimal(90)})
    assert (named.share.n, dict(named.used)) == (3, {"USD": Decimal(70)})


def test_a_buyers_some_is_a_good_word_and_a_reps_too_early_is_not() -> None:
    buyer = Voice("prospect", 9, (("helped_a_lot", 1), ("helped_some", 2), ("did_not_help", 3)))
    rep = Voice("rep", 9, (("moved", 1), ("too_early", 2), ("no", 3)))
    said = said_by({"prospect": buyer}, {"rep": rep})
    assert said["prospect"] == Difference(Share(3, 6), Share())
    assert said["rep"] == Difference(Share(), Share(1, 6))


def test_where_nothing_private_was_counted_there_is_nothing_to_hold_together() -> None:
    assert Sides().is_empty and Sides(acceptance=Difference(Share(), Share(4, 5))).is_empty
    assert not Sides(acceptance=Difference(Share(0, 1), Share())).is_empty


def test_room_is_added_up_in_half_calls_and_whoever_gave_all_of_it_has_none_left() -> None:
    found = room_used([(8, 2, 3), (8, 8, 1), (4, 5, 1)])
    assert found == Room(used=19, whole=36, people=5, spent=2) and found.percent == 53
    assert not found.enough and Room().percent == 0


def test_more_than_everybodys_room_is_said_as_more_than_a_hundred() -> None:
    assert room_used([(8, 12, 20)]).percent == 150
