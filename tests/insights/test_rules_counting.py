"""Deals, requests and answers counted from what the database grouped: no deals, all lost, one deal, several currencies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from goodword.insights.rules import (
    Acceptance,
    AnswerCell,
    DealCell,
    Fulfilment,
    NeedCell,
    Share,
    Wins,
    acceptance_in,
    compared,
    fulfilment_in,
    wins_in,
)

JANUARY, FEBRUARY, MARCH = (date(2027, month, 1) for month in (1, 2, 3))
WON = DealCell(JANUARY, True, True, False, False, "EUR", 1, Decimal(480_000))
NEED = NeedCell(JANUARY, "fulfilled", helped=True, in_time=True, next_best=False, asked=True, needs=1)


def test_no_deal_at_all_is_nothing_of_nothing() -> None:
    assert wins_in([], [JANUARY]) == Wins()
    assert not compared([], [JANUARY]).enough


def test_all_lost_is_none_of_none_won() -> None:
    lost = replace(WON, won=False, amount=Decimal(0), deals=3)
    wins = wins_in([lost], [JANUARY])
    assert (wins.share, wins.closed, dict(wins.everything)) == (Share(0, 0), 3, {})
    assert compared([lost], [JANUARY]).one == Share(0, 3)


def test_one_deal_is_one_of_one_at_its_own_amount() -> None:
    wins = wins_in([WON], [JANUARY])
    assert (wins.share, dict(wins.used), wins.renewals) == (Share(1, 1), {"EUR": Decimal(480_000)}, 0)


def test_only_the_months_asked_for_count() -> None:
    cells = [WON, replace(WON, month=FEBRUARY, used=False), replace(WON, month=MARCH)]
    assert wins_in(cells, [JANUARY, FEBRUARY]).share == Share(1, 2)


def test_currencies_stand_apart_that_of_most_deals_first() -> None:
    kroner = replace(WON, currency="SEK", amount=Decimal(9_000_000))
    free = replace(WON, currency="USD", amount=Decimal(0), deals=9)
    wins = wins_in([kroner, replace(WON, deals=2), free], [JANUARY])
    assert list(wins.used.items()) == [("EUR", Decimal(480_000)), ("SEK", Decimal(9_000_000))]


def test_renewals_with_a_reference_are_told_apart() -> None:
    assert wins_in([WON, replace(WON, renewal=True, deals=2)], [JANUARY]).renewals == 2


def test_helped_is_compared_with_found_nobody_and_never_asked_is_on_neither_side() -> None:
    never = replace(WON, used=False, deals=50)
    alone = replace(WON, used=False, found_nobody=True, won=False, deals=4)
    # Found nobody first and was helped later: helped.
    later = replace(WON, found_nobody=True)
    found = compared([WON, never, alone, later], [JANUARY])
    assert (found.one, found.other) == (Share(2, 2), Share(0, 4))


def test_no_request_is_nothing_of_nothing() -> None:
    assert fulfilment_in([], [JANUARY]) == Fulfilment()


def test_help_in_time_is_told_from_help_that_came_late() -> None:
    late = replace(NEED, in_time=False, next_best=True, needs=2)
    found = fulfilment_in([NEED, late], [JANUARY])
    assert (found.share, found.late, found.next_best) == (Share(1, 3), 2, 2)


def test_withdrawn_before_anybody_was_asked_counts_nowhere_and_afterwards_against_us() -> None:
    early = replace(NEED, reason="withdrawn", helped=False, in_time=False, asked=False, needs=5)
    after = replace(early, asked=True, needs=1)
    found = fulfilment_in([NEED, early, after], [JANUARY])
    assert (found.share, found.left_out, found.other) == (Share(1, 2), 5, 1)


def test_how_the_others_ended_adds_up_to_all_that_were_not_helped() -> None:
    ended = {"unfilled": 3, "proof_only": 2, "not_confirmed": 1, "deal_closed": 4, "withdrawn": 1}
    cells = [replace(NEED, reason=reason, helped=False, in_time=False, needs=n) for reason, n in ended.items()]
    found = fulfilment_in(cells, [JANUARY])
    assert (found.unfilled, found.proof_only, found.not_confirmed, found.other) == (3, 2, 1, 5)
    assert found.share == Share(0, 11)


def test_who_still_has_time_or_was_spared_is_neither_yes_nor_no() -> None:
    cells = [AnswerCell(JANUARY, *one) for one in (("yes", 8), ("no", 1), ("silent", 1), ("waiting", 5), ("spared", 2))]
    assert acceptance_in(cells, [JANUARY]) == Acceptance(Share(8, 10), no=1, silent=1, waiting=5, spared=2)
    assert acceptance_in(cells, [FEBRUARY]) == Acceptance()
