from __future__ import annotations

import pytest

from goodword.desk.rules.board import LANES, LAST, lane_of, moves
from goodword.desk.rules.states import ASK_TRANSITIONS, AskState, AskVerb, RequestState

VERBS = {
    "propose": (AskState.PLANNED, AskVerb.ASK_OWNER),
    "approve": (None, AskVerb.APPROVE),
    "owner_no": (None, AskVerb.DECLINE_BY_OWNER),
    "customer_no": (None, AskVerb.DECLINE),
}


def test_every_state_of_an_open_request_has_one_lane() -> None:
    placed = [state for states in LANES.values() for state in states]
    assert sorted(placed) == sorted(set(RequestState) - {RequestState.CLOSED})
    assert lane_of(RequestState.CLOSED) == LAST


@pytest.mark.parametrize("state", [state for state in RequestState if state is not RequestState.CLOSED])
@pytest.mark.parametrize("lead", ["", *AskState])
def test_every_other_lane_is_either_reached_by_a_move_the_table_knows_or_says_why_not(
    state: RequestState, lead: str
) -> None:
    told = moves(state, lead, planned=True, over=True)
    assert [move.lane for move in told] == [lane for lane in [*LANES, LAST] if lane != lane_of(state)]
    for move in told:
        assert bool(move.verb) != bool(move.why)
        if move.verb in VERBS:
            begins, verb = VERBS[move.verb]
            assert (begins or AskState(lead), verb) in ASK_TRANSITIONS


def test_nobody_goes_past_the_owner_to_the_customer() -> None:
    by_lane = {move.lane: move for move in moves(RequestState.TO_MATCH, "", planned=True)}
    assert by_lane["with_owner"].verb == "propose" and not by_lane["with_customer"].verb
    by_lane = {move.lane: move for move in moves(RequestState.WITH_OWNER, AskState.OWNER_PENDING, planned=True)}
    assert by_lane["with_customer"].verb == "approve" and by_lane["to_match"].verb == "owner_no"


def test_where_nobody_is_in_line_the_program_chooses() -> None:
    assert moves(RequestState.TO_MATCH, "", planned=False)[0].verb == "choose"
