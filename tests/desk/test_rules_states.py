from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.desk.rules import drawing
from goodword.desk.rules.next_best import may_ask_owner, may_start_customer_ask
from goodword.desk.rules.states import (
    ASK_BEGINS,
    ASK_ENDS,
    ASK_TRANSITIONS,
    CLOSES,
    FOLLOWS,
    LIVE,
    REQUEST_BEGINS,
    REQUEST_ENDS,
    REQUEST_TRANSITIONS,
    SAID_YES,
    TAKEN_BACK,
    WITH_CUSTOMER,
    WITH_OWNER,
    AskState,
    AskVerb,
    CloseReason,
    RequestState,
    RequestVerb,
    Transitions,
    close_reason,
    request_state_of,
    verb_to_follow,
)

ASK_VERBS_BY_STATE = {
    "planned": "ask_owner tell_owner pre_approve cancel",
    "owner_pending": "pass_to_deputy approve go_ahead decline_by_owner owner_timeout stand_by cancel",
    "owner_ok": "ask_customer decline_by_owner stand_by cancel",
    "owner_no": "",
    "owner_timeout": "approve_late decline_by_owner",
    "customer_pending": "accept counter decline expire cancel",
    "accepted": "book offer_times decline cancel",
    "countered": "book offer_times decline cancel",
    "declined": "",
    "expired": "accept counter decline",
    "booked": "confirm_held no_show reschedule book call_off cancel",
    "held": "",
    "no_show": "confirm_held",
    "cancelled": "",
}
CLOSING = "withdraw close_with_proof close_unfilled close_with_deal"
REQUEST_VERBS_BY_STATE = {
    "draft": "send withdraw close_with_deal",
    "to_match": f"ask_owner ask_customer schedule book wrap_up close_unconfirmed {CLOSING}",
    "with_owner": f"ask_customer schedule book wrap_up rematch {CLOSING}",
    "with_customer": f"ask_owner schedule book wrap_up rematch {CLOSING}",
    "scheduling": f"ask_owner ask_customer book wrap_up rematch {CLOSING}",
    "booked": f"ask_owner ask_customer schedule rematch wrap_up {CLOSING}",
    "wrap_up": "fulfil book schedule",
    "closed": "",
}
LIVES = [
    pytest.param(REQUEST_TRANSITIONS, REQUEST_BEGINS, REQUEST_ENDS, RequestState, id="request"),
    pytest.param(ASK_TRANSITIONS, ASK_BEGINS, ASK_ENDS, AskState, id="ask"),
]
Life = type[RequestState] | type[AskState]


def test_the_names_of_the_states_are_those_of_the_specification() -> None:
    assert [*RequestState] == [
        "draft",
        "to_match",
        "with_owner",
        "with_customer",
        "scheduling",
        "booked",
        "wrap_up",
        "closed",
    ]
    assert [*AskState] == [
        "planned",
        "owner_pending",
        "owner_ok",
        "owner_no",
        "owner_timeout",
        "customer_pending",
        "accepted",
        "countered",
        "declined",
        "expired",
        "booked",
        "held",
        "no_show",
        "cancelled",
    ]
    assert [*CloseReason] == ["fulfilled", "withdrawn", "proof_only", "unfilled", "deal_closed", "not_confirmed"]


@pytest.mark.parametrize("state", AskState)
@pytest.mark.parametrize("verb", AskVerb)
def test_an_ask_knows_exactly_these_moves(state: AskState, verb: AskVerb) -> None:
    assert ((state, verb) in ASK_TRANSITIONS) == (verb in ASK_VERBS_BY_STATE[state].split())


@pytest.mark.parametrize("state", RequestState)
@pytest.mark.parametrize("verb", RequestVerb)
def test_a_request_knows_exactly_these_moves(state: RequestState, verb: RequestVerb) -> None:
    assert ((state, verb) in REQUEST_TRANSITIONS) == (verb in REQUEST_VERBS_BY_STATE[state].split())


@pytest.mark.parametrize(("table", "begins", "ends", "states"), LIVES)
def test_every_state_can_be_reached_and_can_reach_an_end(
    table: Transitions, begins: str, ends: frozenset[str], states: Life
) -> None:
    assert _reached(table, {begins}) == set(states)
    backwards = {(after, f"{before}>{verb}"): before for (before, verb), after in table.items()}
    assert _reached(backwards, set(ends)) == set(states)


@pytest.mark.parametrize(("table", "begins", "ends", "states"), LIVES)
def test_every_state_that_is_no_end_has_an_exit(
    table: Transitions, begins: str, ends: frozenset[str], states: Life
) -> None:
    for state in set(states) - ends:
        assert {after for (before, _), after in table.items() if before == state} - {state}


def test_every_verb_is_used_and_none_twice_for_the_same_thing() -> None:
    assert {verb for _, verb in REQUEST_TRANSITIONS} == set(RequestVerb)
    assert {verb for _, verb in ASK_TRANSITIONS} == set(AskVerb) - {AskVerb.PLAN}


def test_an_undone_answer_of_a_silent_one_is_a_silence_again() -> None:
    """An undo leads to where the answer was given, so each answer that can be undone has a way back from each end."""
    answers = {"approve", "approve_late", "decline_by_owner", "accept", "counter", "decline", "call_off"}
    given = {(before, after) for (before, verb), after in ASK_TRANSITIONS.items() if verb in answers}
    assert {after for _, after in given} == {"owner_ok", "owner_no", "accepted", "countered", "declined", "cancelled"}
    # A late yes is a yes; answers in writing, once sent, are taken back too.
    assert len(TAKEN_BACK) == len(set(TAKEN_BACK.values())) == len(answers - {"approve_late"} | {"answer"})


def test_silence_never_takes_an_owner_who_is_to_be_asked_to_the_customer() -> None:
    assert ASK_TRANSITIONS[(AskState.OWNER_PENDING, AskVerb.OWNER_TIMEOUT)] == AskState.OWNER_TIMEOUT
    into = {before for (before, _), after in ASK_TRANSITIONS.items() if after == AskState.CUSTOMER_PENDING}
    assert into == {AskState.OWNER_OK}


def test_the_sets_of_states_fit_together() -> None:
    assert WITH_CUSTOMER < LIVE and WITH_OWNER < LIVE and not LIVE & ASK_ENDS
    assert AskState.PLANNED not in LIVE
    assert LIVE | ASK_ENDS | {AskState.PLANNED} == set(AskState)
    assert AskState.CUSTOMER_PENDING not in SAID_YES


@pytest.mark.parametrize(
    ("asks", "wanted", "state"),
    [
        ([], 1, "to_match"),
        (["planned", "planned"], 1, "to_match"),
        (["owner_pending", "owner_pending", "owner_no"], 1, "with_owner"),
        (["owner_ok", "owner_pending"], 1, "with_owner"),
        (["customer_pending", "owner_ok"], 1, "with_customer"),
        (["declined", "owner_pending"], 1, "with_owner"),
        (["accepted", "planned"], 1, "scheduling"),
        (["countered"], 1, "scheduling"),
        (["booked"], 1, "booked"),
        (["held"], 1, "wrap_up"),
        (["no_show"], 1, "to_match"),
        (["declined", "expired", "owner_timeout", "cancelled"], 1, "to_match"),
        (["held", "booked", "customer_pending"], 3, "with_customer"),
        (["held", "booked"], 3, "to_match"),
        (["held", "held", "held"], 3, "wrap_up"),
    ],
)
def test_a_request_stands_where_its_asks_stand(asks: list[str], wanted: int, state: str) -> None:
    assert request_state_of(asks, wanted) == state


def test_one_reference_is_enough_unless_more_are_wanted() -> None:
    assert request_state_of(["held"]) == RequestState.WRAP_UP
    assert verb_to_follow("booked", ["held"]) == RequestVerb.WRAP_UP
    assert close_reason("fulfil", delivered=1) == close_reason("close_unfilled", delivered=1) == "fulfilled"


def test_a_request_follows_by_the_verb_of_the_state_it_goes_to() -> None:
    assert verb_to_follow("to_match", ["owner_pending"]) == RequestVerb.ASK_OWNER
    assert verb_to_follow("with_owner", ["owner_ok"]) is None
    assert verb_to_follow("booked", ["cancelled"]) == RequestVerb.REMATCH
    for state, verb in FOLLOWS.items():
        assert {after for (_, used), after in REQUEST_TRANSITIONS.items() if used == verb} == {state}


@given(st.data(), st.integers(1, 3))
@settings(max_examples=300)
def test_wherever_asks_wander_the_request_can_follow(data: st.DataObject, wanted: int) -> None:
    asks: list[str] = [ASK_BEGINS] * 4
    state = str(RequestState.TO_MATCH)
    for _ in range(data.draw(st.integers(1, 25))):
        moves = _moves_that_keep_the_rules(asks, wanted)
        if not moves:
            return
        nth, verb = data.draw(st.sampled_from(moves))
        asks[nth] = str(ASK_TRANSITIONS[(asks[nth], verb)])
        follow = verb_to_follow(state, asks, wanted)
        if follow is not None:
            state = str(REQUEST_TRANSITIONS[(state, follow)])
        assert state == request_state_of(asks, wanted)
        assert sum(1 for ask in asks if ask in WITH_CUSTOMER) <= 1


def _moves_that_keep_the_rules(asks: list[str], wanted: int) -> list[tuple[int, str]]:
    """Return the moves an action would make: one customer at a time, three owners, late answers only in need."""
    moves = []
    for nth, ask in enumerate(asks):
        others = [*asks[:nth], *asks[nth + 1 :]]
        for verb in sorted(verb for at, verb in ASK_TRANSITIONS if at == ask):
            after = ASK_TRANSITIONS[(ask, verb)]
            if after in WITH_CUSTOMER and ask not in WITH_CUSTOMER and not may_start_customer_ask(others, wanted):
                continue
            if after in WITH_OWNER and ask not in WITH_OWNER and not may_ask_owner(others):
                continue
            if verb == AskVerb.BOOK and ask == AskState.BOOKED:
                continue
            moves.append((nth, verb))
    return moves


@pytest.mark.parametrize(
    ("verb", "delivered", "wanted", "proof", "reason"),
    [
        ("fulfil", 1, 1, False, "fulfilled"),
        ("withdraw", 0, 1, True, "withdrawn"),
        ("close_unfilled", 0, 1, False, "unfilled"),
        ("close_unfilled", 0, 1, True, "proof_only"),
        ("close_unfilled", 1, 1, False, "fulfilled"),
        ("close_unfilled", 1, 3, False, "unfilled"),
        ("close_with_proof", 0, 1, False, "proof_only"),
        ("close_with_deal", 0, 1, True, "deal_closed"),
        ("close_with_deal", 1, 1, True, "fulfilled"),
        ("close_unconfirmed", 0, 1, True, "not_confirmed"),
    ],
)
def test_a_closing_is_counted_as_what_really_came_of_it(
    verb: str, delivered: int, wanted: int, proof: bool, reason: str
) -> None:
    assert close_reason(verb, delivered=delivered, wanted=wanted, proof_shared=proof) == reason


def test_every_way_to_close_has_a_reason() -> None:
    closing = {verb for (_, verb), after in REQUEST_TRANSITIONS.items() if after == RequestState.CLOSED}
    assert closing == set(CLOSES)
    assert set(CLOSES.values()) == set(CloseReason)
    with pytest.raises(ValueError, match="nonsense"):
        close_reason("nonsense")


def test_the_page_about_states_is_drawn_from_the_tables() -> None:
    page = Path(__file__).parents[2] / "docs" / "states.md"
    assert page.read_text() == drawing.page(), "run: python -m goodword.desk.rules.drawing > docs/states.md"


def test_the_drawing_shows_every_move() -> None:
    drawn = drawing.mermaid(ASK_TRANSITIONS, ASK_BEGINS, ASK_ENDS)
    for (before, verb), after in ASK_TRANSITIONS.items():
        assert any(
            line.startswith(f"    {before} --> {after} :") and verb in line.split(" : ")[1].split(", ")
            for line in drawn.splitlines()
        )


def _reached(table: Transitions, start: set[str]) -> set[str]:
    seen, fresh = set(start), set(start)
    while fresh:
        fresh = {str(after) for (before, _), after in table.items() if before in fresh} - seen
        seen |= fresh
    return seen
