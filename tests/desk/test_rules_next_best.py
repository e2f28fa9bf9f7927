from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.desk.rules.next_best import (
    OFFERS,
    AskNow,
    Standby,
    counts_as,
    has_enough,
    may_ask_owner,
    may_start_customer_ask,
    next_best,
    what_next,
    which_owner_yes_goes_first,
)
from goodword.desk.rules.states import LIVE, WITH_CUSTOMER, AskState

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
INGRID, TOMASZ, SOFIA = Standby("Ingrid", 1, True), Standby("Tomasz", 2, True), Standby("Sofia", 3, True)


@pytest.mark.parametrize(
    ("asks", "wanted", "may"),
    [
        ([], 1, True),
        (["owner_pending", "owner_ok", "owner_no"], 1, True),
        (["declined", "expired", "cancelled", "no_show"], 1, True),
        (["customer_pending"], 1, False),
        (["countered"], 1, False),
        (["booked"], 1, False),
        (["booked"], 2, True),
        (["booked", "accepted"], 3, False),
        (["held"], 1, False),
        (["held", "booked"], 3, True),
    ],
)
def test_customers_are_asked_one_at_a_time_and_only_while_one_is_wanted(
    asks: list[str], wanted: int, may: bool
) -> None:
    assert may_start_customer_ask(asks, wanted) is may


def test_one_reference_is_wanted_unless_more_are_said() -> None:
    assert not may_start_customer_ask(["booked"])
    assert what_next([AskNow("a", "booked", 0)], [INGRID], tried={"Maya"}).kind == "wait"


def test_up_to_three_owners_are_asked_side_by_side() -> None:
    assert may_ask_owner(["owner_pending", "owner_ok", "owner_no", "owner_timeout"])
    assert not may_ask_owner(["owner_pending", "owner_pending", "owner_ok"])


def test_an_answer_that_can_be_taken_back_is_none_yet() -> None:
    assert counts_as("owner_ok", settled=False) == "owner_pending"
    assert counts_as("owner_ok", settled=True) == "owner_ok"
    assert counts_as("declined", may_return_to="customer_pending") == "customer_pending"
    assert counts_as("declined", may_return_to="expired") == "expired"
    assert counts_as("declined") == "declined"
    assert counts_as("cancelled", may_return_to="booked") == "booked"
    # Taken back it may be a yes again; until then nobody may take it to the customer.
    assert counts_as("owner_no", may_return_to="owner_ok") == "owner_pending"
    # A late yes that is undone is a silence again; as long as it stands it is a yes.
    assert counts_as("accepted", may_return_to="expired") == "accepted"


def test_a_booked_or_held_call_is_enough() -> None:
    assert has_enough(["booked", "owner_ok"]) and has_enough(["held"])
    assert not has_enough(["accepted", "countered", "no_show"])
    assert not has_enough(["booked"], wanted=2)


def test_of_several_yeses_the_better_placed_goes_first_and_of_equals_the_earlier() -> None:
    later, earlier = (AskNow("b", "owner_ok", 1, NOON), AskNow("a", "owner_ok", 1, NOON - timedelta(hours=1)))
    assert which_owner_yes_goes_first([later, earlier]) is earlier
    assert which_owner_yes_goes_first([earlier, AskNow("c", "owner_ok", 0, NOON)]) == AskNow("c", "owner_ok", 0, NOON)
    without_a_moment = AskNow("z", "owner_ok", 1)
    assert which_owner_yes_goes_first([earlier, without_a_moment]) is without_a_moment
    assert which_owner_yes_goes_first([AskNow("d", "owner_pending", 0)]) is None


def test_the_next_best_still_passes_was_not_asked_for_this_deal_and_is_free() -> None:
    assert next_best([TOMASZ, INGRID], tried=set()) == INGRID
    assert next_best([Standby("Ingrid", 1, False), TOMASZ], tried=set()) == TOMASZ
    assert next_best([INGRID, TOMASZ], tried={"Ingrid"}) == TOMASZ
    assert next_best([INGRID], tried={"Ingrid"}) is None


def test_after_a_no_a_waiting_yes_comes_before_a_new_standby() -> None:
    asks = [AskNow("a", "declined", 0), AskNow("b", "owner_ok", 1, NOON)]
    assert what_next(asks, [SOFIA], tried={"Maya", "Ingrid"}).ask == asks[1]
    asked = what_next(asks[:1], [INGRID, TOMASZ], tried={"Maya"})
    assert (asked.kind, asked.standby) == ("ask_owner", INGRID)


def test_nothing_new_is_started_while_somebody_may_still_say_yes() -> None:
    for state in ("customer_pending", "accepted", "booked", "held", "owner_pending"):
        assert what_next([AskNow("a", state, 0)], [INGRID], tried={"Maya"}).kind == "wait"


def test_a_tender_that_wants_more_goes_on_beside_a_booked_call() -> None:
    asks = [AskNow("a", "booked", 0)]
    assert what_next(asks, [INGRID], tried={"Maya"}, wanted=2).standby == INGRID
    assert what_next(asks, [INGRID], tried={"Maya"}, wanted=1).kind == "wait"


def test_when_nobody_is_left_we_look_once_more_and_then_offer_what_there_is() -> None:
    nobody = [AskNow("a", "declined", 0)]
    assert what_next(nobody, [], tried={"Maya"}).kind == "rerank"
    found = what_next(nobody, [], tried={"Maya"}, reranked=True)
    assert (found.kind, found.offers) == ("offer", OFFERS)
    assert OFFERS == ("written", "quote", "pack", "recruit")


states = st.lists(st.sampled_from([*AskState]), max_size=5)


@given(states, st.lists(st.booleans(), max_size=4), st.integers(1, 3), st.booleans())
@settings(max_examples=300)
def test_whatever_comes_next_breaks_no_rule(
    asks: list[AskState], passes: list[bool], wanted: int, reranked: bool
) -> None:
    now = [AskNow(nth, state, nth, NOON) for nth, state in enumerate(asks)]
    standbys = [Standby(f"standby {nth}", nth, passing) for nth, passing in enumerate(passes)]
    found = what_next(now, standbys, tried={"standby 0"}, reranked=reranked, wanted=wanted)
    if found.kind == "ask_customer":
        assert may_start_customer_ask(asks, wanted)
        assert found.ask is not None and found.ask.state == AskState.OWNER_OK
    if found.kind == "ask_owner":
        assert found.standby is not None and found.standby.passes and found.standby.advocate != "standby 0"
        assert may_ask_owner(asks)
    if found.kind in ("rerank", "offer"):
        assert not (LIVE - {AskState.BOOKED}) & set(asks)
    if found.kind == "wait":
        assert (LIVE | WITH_CUSTOMER | {AskState.HELD}) & set(asks)
