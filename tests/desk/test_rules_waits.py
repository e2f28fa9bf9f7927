from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.core.working_time import WorkWeek, working_time_between
from goodword.desk.rules.owner_mode import OwnerMode, Why, owner_step
from goodword.desk.rules.states import (
    ASK_TRANSITIONS,
    LIVE,
    REQUEST_ENDS,
    REQUEST_TRANSITIONS,
    AskState,
    AskVerb,
    RequestState,
    RequestVerb,
)
from goodword.desk.rules.waits import (
    ASK_WAITS,
    DEFAULT_WAITS,
    REQUEST_WAITS,
    WAITS_THROUGH_ASKS,
    Situation,
    Turn,
    WaitSettings,
    Who,
    ask_turns,
    deadline,
    request_turns,
    silence_on_ask,
    silence_on_request,
)

UTC_WEEK = WorkWeek("UTC")
MONDAY = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)
HOUR = timedelta(hours=1)
OWNER, DEPUTY = ask_turns(AskState.OWNER_PENDING)
(CUSTOMER,) = ask_turns(AskState.CUSTOMER_PENDING)


def test_every_state_that_waits_has_a_clock_and_somebody_after_silence() -> None:
    assert ASK_WAITS.keys() == LIVE
    for chains in ASK_WAITS.values():
        for chain in chains:
            _ends_in_a_move(chain)
    for chain in REQUEST_WAITS.values():
        _ends_in_a_move(chain)


def _ends_in_a_move(chain: tuple[Turn, ...]) -> None:
    assert chain
    assert [turn.then is None for turn in chain] == [True] * (len(chain) - 1) + [False]
    for turn in chain:
        assert getattr(DEFAULT_WAITS, turn.lasts) > timedelta(0)
        assert getattr(DEFAULT_WAITS, turn.floor) > timedelta(0)
        if turn.reminder:
            assert timedelta(0) < getattr(DEFAULT_WAITS, turn.reminder) < getattr(DEFAULT_WAITS, turn.lasts)


def test_what_silence_does_is_a_move_the_tables_know() -> None:
    for ask_state, chains in ASK_WAITS.items():
        for chain in chains:
            assert (ask_state, chain[-1].then) in ASK_TRANSITIONS
            if any(turn.who is Who.DEPUTY for turn in chain):
                assert (ask_state, AskVerb.PASS_TO_DEPUTY) in ASK_TRANSITIONS
    for request_state, turns in REQUEST_WAITS.items():
        assert (request_state, turns[-1].then) in REQUEST_TRANSITIONS


def test_every_open_request_waits_by_itself_or_through_its_asks() -> None:
    assert REQUEST_WAITS.keys() | WAITS_THROUGH_ASKS.keys() | REQUEST_ENDS == set(RequestState)
    assert not REQUEST_WAITS.keys() & WAITS_THROUGH_ASKS.keys()
    for asks in WAITS_THROUGH_ASKS.values():
        assert asks <= ASK_WAITS.keys()
    assert frozenset().union(*WAITS_THROUGH_ASKS.values()) == LIVE


def test_every_chain_can_come_up() -> None:
    situations = [
        Situation(mode, deputy, picker, chosen, by_owner, in_line, writes)
        for mode in OwnerMode
        for deputy in (True, False)
        for picker in (Who.PROSPECT, Who.CUSTOMER)
        for chosen in (True, False)
        for by_owner in (True, False)
        for in_line in (True, False)
        for writes in (True, False)
    ]
    for state, chains in ASK_WAITS.items():
        assert {ask_turns(state, situation) for situation in situations} == set(chains)
    assert ask_turns(AskState.DECLINED) == ()
    assert request_turns(RequestState.WITH_OWNER) == ()


@pytest.mark.parametrize(
    ("turn", "hours", "reminder"),
    [(OWNER, 8, 4), (DEPUTY, 4, None), (CUSTOMER, 16, 8), (request_turns("to_match")[0], 4, None)],
)
def test_the_default_waits_are_those_promised(turn: Turn, hours: int, reminder: int | None) -> None:
    due = deadline(turn, MONDAY, UTC_WEEK)
    assert working_time_between(MONDAY, due.at, UTC_WEEK) == hours * HOUR
    if reminder is None:
        assert due.reminder_at is None
    else:
        assert due.reminder_at is not None
        assert working_time_between(MONDAY, due.reminder_at, UTC_WEEK) == reminder * HOUR


def test_a_clock_runs_on_the_working_week_of_whoever_has_the_ball() -> None:
    tokyo = WorkWeek("Asia/Tokyo")
    assert deadline(OWNER, MONDAY, UTC_WEEK).at == datetime(2026, 11, 24, 9, 40, tzinfo=UTC)
    assert deadline(OWNER, MONDAY, tokyo).at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_a_close_need_by_shortens_the_wait_and_its_reminder_alike() -> None:
    in_two_days = datetime(2026, 11, 25, 9, 40, tzinfo=UTC)
    due = deadline(OWNER, MONDAY, UTC_WEEK, need_by=in_two_days, still_to_come=24 * HOUR)
    assert working_time_between(MONDAY, due.at, UTC_WEEK) == 4 * HOUR
    assert due.reminder_at == MONDAY + 2 * HOUR
    far = deadline(OWNER, MONDAY, UTC_WEEK, need_by=MONDAY + timedelta(days=40), still_to_come=24 * HOUR)
    assert far == deadline(OWNER, MONDAY, UTC_WEEK)


def test_no_need_by_makes_a_wait_shorter_than_its_floor() -> None:
    at_once = deadline(OWNER, MONDAY, UTC_WEEK, need_by=MONDAY, still_to_come=24 * HOUR)
    assert at_once.at == MONDAY + 2 * HOUR
    past = deadline(CUSTOMER, MONDAY, UTC_WEEK, need_by=MONDAY - timedelta(days=9), still_to_come=24 * HOUR)
    assert past.at == MONDAY + 4 * HOUR


def test_an_answer_is_not_waited_for_beyond_the_last_proposed_time() -> None:
    latest = MONDAY + 3 * HOUR
    due = deadline(CUSTOMER, MONDAY, UTC_WEEK, latest=latest)
    assert (due.at, due.reminder_at) == (latest, None)
    assert deadline(CUSTOMER, MONDAY, UTC_WEEK, latest=MONDAY - HOUR).at == MONDAY


def test_undo_is_ten_minutes_on_any_clock_and_the_wrap_up_fourteen_days() -> None:
    saturday = datetime(2026, 11, 28, 22, tzinfo=UTC)
    (undo,) = ask_turns(AskState.OWNER_OK)
    assert deadline(undo, saturday, UTC_WEEK, need_by=saturday).at == saturday + timedelta(minutes=10)
    (wrap_up,) = request_turns(RequestState.WRAP_UP)
    assert deadline(wrap_up, saturday, UTC_WEEK).at == saturday + timedelta(days=14)


def test_a_workspace_sets_its_own_waits() -> None:
    own = WaitSettings.from_rules({"owner": 16, "wrap_up_days": 7})
    assert working_time_between(MONDAY, deadline(OWNER, MONDAY, UTC_WEEK, settings=own).at, UTC_WEEK) == 16 * HOUR
    assert own.wrap_up_days == timedelta(days=7)
    assert own.customer == DEFAULT_WAITS.customer
    for refused in ({"undo": 1}, {"patience": 3}):
        with pytest.raises(ValueError, match="No such wait"):
            WaitSettings.from_rules(refused)
    with pytest.raises(ValueError, match="negative"):
        WaitSettings.from_rules({"owner": -1})


def test_an_owners_silence_goes_to_the_deputy_then_to_the_next_best() -> None:
    first = silence_on_ask("owner_pending")
    assert (first.verb, first.to, first.nth) == (None, Who.DEPUTY, 1)
    second = silence_on_ask("owner_pending", nth=1)
    assert (second.code, second.verb, second.to) == ("next_best", AskVerb.OWNER_TIMEOUT, None)
    alone = silence_on_ask("owner_pending", Situation(has_deputy=False))
    assert (alone.verb, alone.code) == (AskVerb.OWNER_TIMEOUT, "next_best")


def test_a_deputy_taken_away_in_the_middle_of_their_turn_freezes_nothing() -> None:
    silent = silence_on_ask("owner_pending", Situation(has_deputy=False), nth=1)
    assert (silent.verb, silent.code) == (AskVerb.OWNER_TIMEOUT, "next_best")


def test_silence_after_tell_me_goes_ahead() -> None:
    told = silence_on_ask("owner_pending", Situation(mode="tell_me"))
    assert (told.verb, told.code) == (AskVerb.GO_AHEAD, "goes_ahead")


def test_a_customers_silence_expires_quietly_whoever_wrote_to_them() -> None:
    for situation in (Situation(), Situation(asked_by_owner=True)):
        silent = silence_on_ask("customer_pending", situation)
        assert (silent.verb, silent.code) == (AskVerb.EXPIRE, "next_best")
    assert ask_turns("customer_pending", Situation(asked_by_owner=True))[0].who is Who.OWNER


def test_scheduling_goes_to_the_program_then_to_its_lead_and_then_on() -> None:
    holders = [turn.who for turn in ask_turns("countered", Situation(picker=Who.CUSTOMER))]
    assert holders == [Who.CUSTOMER, Who.PROGRAM, Who.LEAD]
    theirs = silence_on_ask("countered", Situation(picker=Who.CUSTOMER), nth=2)
    assert (theirs.verb, theirs.code) == (AskVerb.CANCEL, "next_best"), "another customer may have a time"
    buyers = silence_on_ask("countered", nth=2)
    assert (buyers.verb, buyers.code) == (AskVerb.CANCEL, "no_pick"), "no other customer mends a silent buyer"
    assert silence_on_ask("accepted", Situation(time_chosen=True)).verb == AskVerb.BOOK


def test_whether_a_call_took_place_is_asked_and_never_assumed() -> None:
    held = [silence_on_ask("booked", nth=nth) for nth in range(3)]
    assert [one.to for one in held] == [Who.PROGRAM, Who.LEAD, None]
    assert (held[2].verb, held[2].code) == (AskVerb.CANCEL, "not_confirmed")


def test_a_request_nobody_matches_ends_as_unfilled() -> None:
    first, last = silence_on_request("to_match"), silence_on_request("to_match", 1)
    assert first.to == Who.LEAD
    assert last.verb == RequestVerb.CLOSE_UNFILLED
    assert silence_on_request("wrap_up").verb == RequestVerb.FULFIL
    assert silence_on_request("draft", 1).verb == RequestVerb.WITHDRAW


def test_nothing_to_be_silent_about_is_a_mistake() -> None:
    for state in ("planned", "declined"):
        with pytest.raises(LookupError):
            silence_on_ask(state)
    with pytest.raises(LookupError):
        silence_on_request("with_owner")


@pytest.mark.parametrize(
    ("mode", "facts", "verb", "runs_as", "why"),
    [
        ("ask_me", {}, "ask_owner", "ask_me", Why.ASK_ME),
        ("tell_me", {}, "tell_owner", "tell_me", Why.TELL_ME),
        ("pre_approved", {"pre_approved_a_quarter": 2, "used_this_quarter": 1}, "pre_approve", "pre_approved", None),
        (
            "pre_approved",
            {"pre_approved_a_quarter": 2, "used_this_quarter": 2},
            "ask_owner",
            "ask_me",
            Why.PRE_APPROVAL_USED_UP,
        ),
        ("ask_me", {"requester_decides": True}, "pre_approve", "pre_approved", Why.OWN_ACCOUNT),
        ("tell_me", {"needs_owner_yes": True}, "ask_owner", "ask_me", Why.YES_NEEDED),
        (
            "pre_approved",
            {"needs_owner_yes": True, "pre_approved_a_quarter": 9},
            "ask_owner",
            "ask_me",
            Why.YES_NEEDED,
        ),
        ("ask_me", {"needs_owner_yes": True, "requester_decides": True}, "pre_approve", "pre_approved", None),
    ],
)
def test_the_owners_mode_decides_how_an_ask_begins(
    mode: str, facts: dict[str, int], verb: str, runs_as: str, why: Why | None
) -> None:
    step = owner_step(
        mode,
        requester_decides=bool(facts.get("requester_decides")),
        used_this_quarter=facts.get("used_this_quarter", 0),
        pre_approved_a_quarter=facts.get("pre_approved_a_quarter", 0),
        needs_owner_yes=bool(facts.get("needs_owner_yes")),
    )
    assert (step.verb, step.mode) == (verb, runs_as)
    assert (AskState.PLANNED, step.verb) in ASK_TRANSITIONS
    assert step.waits == (verb != "pre_approve")
    if why is not None:
        assert step.why is why


all_turns = st.sampled_from(
    [turn for chains in ASK_WAITS.values() for chain in chains for turn in chain]
    + [turn for chain in REQUEST_WAITS.values() for turn in chain]
)
starts = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
hours = st.integers(-40, 200).map(lambda count: timedelta(hours=count))


@given(
    all_turns, starts, hours, hours, st.sampled_from(["UTC", "Asia/Kolkata", "America/St_Johns", "Australia/Lord_Howe"])
)
@settings(max_examples=300)
def test_a_deadline_lies_ahead_and_a_need_by_never_lengthens_it(
    turn: Turn, start: datetime, until: timedelta, to_come: timedelta, zone: str
) -> None:
    week = WorkWeek(zone)
    full = deadline(turn, start, week)
    cut = deadline(turn, start, week, need_by=start + until, still_to_come=max(timedelta(0), to_come))
    assert start < cut.at <= full.at
    if cut.reminder_at is not None:
        assert start < cut.reminder_at < cut.at
    if not turn.calendar:
        lasted = working_time_between(start, cut.at, week)
        assert lasted >= min(getattr(DEFAULT_WAITS, turn.floor), getattr(DEFAULT_WAITS, turn.lasts))
