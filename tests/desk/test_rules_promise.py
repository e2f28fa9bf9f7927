from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.core.working_time import WorkWeek, close_of_business, working_time_between
from goodword.desk.rules.ball import THEN, BallNames, ball, ball_sentence
from goodword.desk.rules.owner_mode import owner_step
from goodword.desk.rules.promise import (
    Leg,
    Measured,
    Names,
    Weeks,
    blended,
    path_of,
    promise,
    promise_words,
    still_to_come,
)
from goodword.desk.rules.waits import (
    ASK_WAITS,
    DEFAULT_WAITS,
    REQUEST_WAITS,
    Situation,
    WaitSettings,
    Who,
    ask_turns,
    request_turns,
)

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
WEEK = WorkWeek("UTC")
WEEKS = Weeks(WEEK, WEEK, WEEK, WEEK)
HOUR = timedelta(hours=1)
ASK_ME = path_of(owner_step("ask_me"))
PRE_APPROVED = path_of(owner_step("pre_approved", pre_approved_a_quarter=2))


def test_the_default_promise_is_an_answer_in_three_working_days() -> None:
    made = promise(ASK_ME, MONDAY, WEEKS)
    assert working_time_between(MONDAY, made.answer_by, WEEK) == 24 * HOUR
    assert made.possible
    assert promise_words(made, "UTC") == "Answer by Wed 25 Nov. Call by 2 Dec."


@pytest.mark.parametrize(
    ("path", "legs"),
    [
        (ASK_ME, "owner customer scheduling notice"),
        (path_of(owner_step("tell_me")), "tell customer scheduling notice"),
        (PRE_APPROVED, "customer scheduling notice"),
        (path_of(owner_step("ask_me", requester_decides=True)), "customer scheduling notice"),
        (
            path_of(owner_step("ask_me"), program_reviews=True, times_known=True),
            "triage owner customer notice",
        ),
    ],
)
def test_a_promise_is_made_of_the_waits_on_its_own_path(path: tuple[Leg, ...], legs: str) -> None:
    assert path == tuple(legs.split())


def test_a_changed_setting_moves_the_promise() -> None:
    slower = promise(ASK_ME, MONDAY, WEEKS, settings=replace(DEFAULT_WAITS, customer=24 * HOUR))
    assert slower.answer_by - promise(ASK_ME, MONDAY, WEEKS).answer_by == timedelta(days=1)


def test_each_side_answers_on_its_own_clock() -> None:
    tokyo = WorkWeek("Asia/Tokyo")
    made = promise(PRE_APPROVED, MONDAY, replace(WEEKS, customer=tokyo))
    assert working_time_between(MONDAY, made.answer_by, tokyo) == 16 * HOUR


def test_what_people_really_take_counts_from_five_cases_on() -> None:
    quick = Measured(2 * HOUR, 5)
    assert blended(8 * HOUR, quick) == 5 * HOUR
    assert blended(8 * HOUR, replace(quick, n=4)) == 8 * HOUR
    assert blended(8 * HOUR, Measured(timedelta(minutes=7), 9)) == timedelta(hours=4, minutes=15)
    assert blended(8 * HOUR, Measured(10 * HOUR, 9)) == 9 * HOUR
    sooner = promise(ASK_ME, MONDAY, WEEKS, measured={"owner": quick, "customer": Measured(4 * HOUR, 40)})
    assert working_time_between(MONDAY, sooner.answer_by, WEEK) == 15 * HOUR


def test_a_close_need_by_shortens_every_wait_in_proportion() -> None:
    need_by = close_of_business(date(2026, 11, 26), WEEK)
    made = promise(ASK_ME, MONDAY, WEEKS, need_by=need_by)
    assert made.possible
    assert made.call_by == need_by
    assert working_time_between(MONDAY, made.answer_by, WEEK) == 12 * HOUR


def test_a_need_by_that_is_too_tight_says_what_is_possible() -> None:
    need_by = close_of_business(date(2026, 11, 23), WEEK)
    made = promise(ASK_ME, MONDAY, WEEKS, need_by=need_by)
    assert not made.possible
    assert working_time_between(MONDAY, made.earliest, WEEK) == 14 * HOUR
    assert made.call_by == made.earliest
    assert promise_words(made, "UTC") == "Too soon for a call: the earliest is Tue 24 Nov."
    assert promise(ASK_ME, MONDAY, WEEKS, need_by=made.earliest).possible


def test_the_path_is_told_in_whole_sentences() -> None:
    names = Names("Lucia", "Ingrid", "Priya")
    steps = promise(ASK_ME, MONDAY, WEEKS, names=names).steps
    assert [step.sentence for step in steps] == [
        "Lucia answers, or we ask the deputy.",
        "Ingrid answers, or we ask the next best.",
        "A time is picked.",
        "Call held.",
    ]
    told = promise(PRE_APPROVED, MONDAY - timedelta(days=1), WEEKS, names=names).steps[0]
    assert (told.code, told.by, told.sentence) == ("asked", MONDAY, "Lucia is told; Ingrid is asked.")
    assert promise(path_of(owner_step("tell_me"), program_reviews=True), MONDAY, WEEKS).steps[0].code == "triage"


def test_what_is_still_to_come_shrinks_from_state_to_state() -> None:
    left = [still_to_come(state) for state in ("to_match", "owner_pending", "customer_pending", "accepted", "booked")]
    assert left == [64 * HOUR, 56 * HOUR, 40 * HOUR, 24 * HOUR, timedelta(0)]
    assert still_to_come("owner_pending", PRE_APPROVED) == 56 * HOUR


paths = st.builds(
    path_of,
    st.sampled_from([owner_step(mode, pre_approved_a_quarter=2) for mode in ("ask_me", "tell_me", "pre_approved")]),
    program_reviews=st.booleans(),
    times_known=st.booleans(),
)
weeks = st.sampled_from(["UTC", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland"]).map(WorkWeek)
all_weeks = st.builds(Weeks, weeks, weeks, weeks, weeks)
starts = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
medians = st.dictionaries(
    st.sampled_from([*Leg]),
    st.builds(Measured, st.integers(0, 60).map(lambda count: count * HOUR), st.integers(0, 50)),
)


@given(paths, starts, all_weeks, st.none() | st.integers(-10, 400), medians)
@settings(max_examples=300)
def test_a_promise_keeps_its_order_and_never_passes_a_possible_need_by(
    path: tuple[Leg, ...], now: datetime, who: Weeks, hours: int | None, measured: dict[Leg, Measured]
) -> None:
    need_by = None if hours is None else now + timedelta(hours=hours)
    made = promise(path, now, who, need_by=need_by, measured={leg.value: seen for leg, seen in measured.items()})
    assert now < made.answer_by <= made.call_by
    assert now < made.earliest <= made.call_by
    assert made.possible == (need_by is None or made.earliest <= need_by)
    if need_by is not None and made.possible:
        assert made.call_by <= need_by
    assert [step.by for step in made.steps[-1:]] == [made.call_by]


def test_who_has_the_ball_is_told_with_until_when_and_what_then() -> None:
    (owner, deputy), names = ask_turns("owner_pending"), BallNames(owner="Amara", deputy="Diego", customer="Maya")
    tuesday = datetime(2026, 11, 24, 9, tzinfo=UTC)
    at_deputy = ball(deputy, tuesday, names=names, next_name="Ingrid")
    assert ball_sentence(at_deputy, "Europe/Brussels", MONDAY) == "With Diego until Tue 10:00. Then we ask Ingrid."
    (alone, *_) = ask_turns("owner_pending", Situation(has_deputy=False))
    assert ball_sentence(ball(alone, tuesday, names=names, next_name="Ingrid"), "Europe/Brussels", MONDAY) == (
        "With Amara until Tue 10:00. Then we ask Ingrid."
    )
    assert ball(owner, tuesday, names=names).then_sentence == "Then we ask Diego."
    assert ball(alone, tuesday, names=names).then == "nobody_next"


def test_a_late_ball_says_so_and_a_far_one_names_its_date() -> None:
    (customer,) = ask_turns("customer_pending")
    far = ball(customer, datetime(2026, 12, 1, 10, tzinfo=UTC), names=BallNames(customer="Maya"), next_name="Ingrid")
    assert ball_sentence(far, "UTC", MONDAY) == "With Maya until Tue 1 Dec 10:00. Then we ask Ingrid."
    late = ball(customer, datetime(2026, 11, 20, 10, tzinfo=UTC), names=BallNames(customer="Maya"))
    assert ball_sentence(late, "UTC", MONDAY) == "With Maya, due since Fri 10:00. Then we look for someone else."


def test_every_turn_has_a_sentence_and_nobody_is_named_who_may_not_be() -> None:
    turns = [turn for chains in ASK_WAITS.values() for chain in chains for turn in chain]
    turns += [turn for chain in REQUEST_WAITS.values() for turn in chain]
    for turn in turns:
        assert turn.code in THEN
        assert ball(turn, MONDAY).name
    assert {turn.who for turn in turns} == set(Who)
    assert ball(request_turns("to_match")[0], MONDAY).name == "the program"


def test_a_changed_wait_moves_what_is_still_to_come() -> None:
    assert still_to_come("customer_pending", settings=WaitSettings(scheduling=8 * HOUR)) == 32 * HOUR
