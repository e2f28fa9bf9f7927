from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.protection.rules import (
    EFFORT,
    FOR_GOOD,
    HALVES,
    LIVE_HELP,
    Dial,
    Effective,
    Entry,
    Limits,
    Rest,
    What,
    rest,
    standing_uses,
    strictest,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
OURS = strictest(Limits())


def ago(days: int, help: str = "call", what: What = What.USE, ask: str | None = None) -> Entry:
    return Entry(what, NOW - timedelta(days=days), help, "Maya", "Kestrel Freight", ask)


@pytest.mark.parametrize(
    ("uses", "level", "word", "reason"),
    [
        ([], 5, "Rested", "No call yet · 0 of 4 this year"),
        ([ago(96)], 5, "Rested", "Last call 96 days ago · 1 of 4 this year"),
        ([ago(71)], 4, "Rested", "Last call 71 days ago · 1 of 4 this year"),
        ([ago(58), ago(150)], 3, "Ready", "Last call 58 days ago · 2 of 4 this year"),
        ([ago(34), ago(120), ago(200)], 2, "Go easy", "Last call 34 days ago · 3 of 4 this year"),
        ([ago(40, "written")], 5, "Rested", "No call yet · ½ of 4 this year"),
        ([ago(100), ago(300, "case_study")], 3, "Rested", "Last call 100 days ago · 3 of 4 this year"),
        ([ago(366)], 5, "Rested", "Last call 366 days ago · 0 of 4 this year"),
    ],
)
def test_rest_is_the_rule_anyone_can_recompute(uses: list[Entry], level: int, word: str, reason: str) -> None:
    found = rest(uses, OURS, NOW)
    assert (found.level, found.reason, found.zero_from) == (level, reason, None)
    assert found.word == ("Ready" if level == 3 else word)
    assert found.label == f"Rest: {found.word}, {level} of 5"
    assert found.next_free_on == NOW.date()


def test_half_and_three_quarters_of_the_year_are_counted_in_half_calls() -> None:
    three_and_a_half_quarters = [ago(200), ago(210), ago(220, "written")]
    assert rest(three_and_a_half_quarters, OURS, NOW).level == 4
    assert rest([*three_and_a_half_quarters, ago(230, "written")], OURS, NOW).level == 3
    assert rest([ago(200), ago(210, "written")], OURS, NOW).level == 5


def test_many_small_helps_never_take_the_last_point_while_there_is_room() -> None:
    wide = strictest(Limits(per_quarter=20, per_year=20, gap_days=0))
    assert rest([ago(day) for day in range(1, 9)], wide, NOW).level == 1


@pytest.mark.parametrize(
    ("uses", "asked", "paused", "held", "zero", "word", "free"),
    [
        ([ago(29)], False, None, False, "gap", "Resting until 23 Nov", date(2026, 11, 23)),
        ([ago(40), ago(80)], False, None, False, "limit_default", "Resting until 2 Dec", date(2026, 12, 2)),
        ([ago(5)], True, None, False, "asked", "Being asked", None),
        ([ago(5)], False, date(2027, 1, 4), False, "paused", "Paused", date(2027, 1, 4)),
        ([ago(5)], True, FOR_GOOD, True, "paused", "Paused", None),
        ([ago(5)], True, None, True, "held", "On hold", None),
    ],
)
def test_rest_is_zero_for_one_named_reason(
    uses: list[Entry],
    asked: bool,
    paused: date | None,
    held: bool,
    zero: str,
    word: str,
    free: date | None,
) -> None:
    found = rest(uses, OURS, NOW, asked_now=asked, paused_until=paused, held=held)
    assert (found.level, found.zero_from, found.word, found.next_free_on) == (0, zero, word, free)


def test_the_gap_ends_after_thirty_whole_days_and_a_pause_on_its_date() -> None:
    assert rest([ago(29)], OURS, NOW).level == 0
    assert rest([ago(30)], OURS, NOW).level == 4
    assert rest([], OURS, NOW, paused_until=NOW.date() + timedelta(days=1)).level == 0
    assert rest([], OURS, NOW, paused_until=NOW.date()).level == 5


def test_the_days_since_are_told_as_people_say_them() -> None:
    told = [rest([ago(days)], OURS, NOW).reason.split(" · ")[0] for days in (0, 1, 2)]
    assert told == ["Last call today", "Last call 1 day ago", "Last call 2 days ago"]


def test_days_are_days_on_the_advocates_own_calendar() -> None:
    late = Entry(What.USE, datetime(2026, 10, 23, 20, tzinfo=UTC), "call", "Maya", "K")
    assert rest([late], OURS, NOW, zone="UTC").level == 4
    assert rest([late], OURS, NOW, zone="Asia/Tokyo").zero_from == "gap"


def test_the_customers_own_setting_is_named_before_ours() -> None:
    own_gap = strictest(Limits(), dial=Dial(gap_days=60))
    assert rest([ago(10)], own_gap, NOW).zero_from == "limit_customer"
    assert rest([ago(40)], own_gap, NOW).zero_from == "limit_customer"
    assert rest([ago(10)], OURS, NOW).zero_from == "gap"
    own_year = strictest(Limits(), dial=Dial(per_year=1))
    assert rest([ago(100)], own_year, NOW).zero_from == "limit_customer"
    assert rest([ago(100)], OURS, NOW).zero_from is None


def test_a_customer_who_set_zero_is_never_free_again() -> None:
    never = rest([], strictest(Limits(), dial=Dial(per_year=0)), NOW)
    assert (never.level, never.word, never.next_free_on) == (0, "Resting", None)


def test_three_asks_in_thirty_days_are_enough_whatever_the_answers_were() -> None:
    asks = [ago(day, what=What.ASK) for day in (1, 12, 29)]
    found = rest(asks, OURS, NOW)
    assert (found.zero_from, found.next_free_on) == ("limit_default", date(2026, 11, 23))
    assert found.reason.endswith("asked 3 of 3 times in 30 days")
    assert rest(asks[:2], OURS, NOW).level == 5


@pytest.mark.parametrize(
    ("default", "own", "holds", "whose"),
    [
        (4, None, 4, "default"),
        (4, 6, 4, "default"),
        (4, 2, 2, "customer"),
        (4, 4, 4, "customer"),
        (4, 0, 0, "customer"),
    ],
)
def test_the_dial_only_ever_lowers(default: int, own: int | None, holds: int, whose: str) -> None:
    effective = strictest(Limits(per_year=default), dial=Dial(per_year=own))
    assert effective.limits.per_year == holds
    assert effective.whose("per_year") == whose


def test_the_strictest_of_workspace_account_and_customer_holds_for_each_number() -> None:
    effective = strictest(
        Limits(per_year=3, gap_days=10),
        account=Limits(per_quarter=1, account_per_quarter=2),
        dial=Dial(gap_days=45, asks_per_30_days=1),
    )
    assert effective.limits == Limits(1, 3, 45, 1, 2)
    assert effective.ours == Limits(1, 3, 30, 3, 2)


def test_a_negative_limit_is_refused() -> None:
    for refused in (lambda: Limits(per_year=-1), lambda: Dial(gap_days=-1)):
        with pytest.raises(ValueError, match="negative"):
            refused()


def test_a_credit_gives_back_the_use_of_its_own_ask_only() -> None:
    uses = [ago(40, ask="a"), ago(35, ask="b")]
    assert rest(uses, OURS, NOW).level == 0
    credited = [*uses, ago(34, what=What.CREDIT, ask="b")]
    assert standing_uses(credited) == [uses[0]]
    assert rest(credited, OURS, NOW) == rest(uses[:1], OURS, NOW)
    assert rest([*uses, ago(34, what=What.CREDIT, ask="other")], OURS, NOW) == rest(uses, OURS, NOW)


def test_a_credit_without_an_ask_gives_back_the_newest_use_before_it() -> None:
    uses = [ago(80), ago(35), ago(31, "written")]
    left = standing_uses([*uses, ago(33, what=What.CREDIT)])
    assert left == [uses[0], uses[2]]
    assert standing_uses([ago(10), ago(20, what=What.CREDIT)]) == [ago(10)]


def test_a_reservation_counts_as_the_use_it_may_become() -> None:
    booked = Entry(What.RESERVED, NOW + timedelta(days=3), "call", "Maya", "K", "ask")
    assert rest([booked], OURS, NOW).zero_from == "gap"
    assert rest([booked], OURS, NOW).reason.startswith("Next call on 25 Nov")
    given_back = Entry(What.CREDIT, NOW, "call", "Maya", "K", "ask")
    assert rest([booked, given_back], OURS, NOW).level == 5


def test_every_kind_of_help_has_a_weight_and_live_ones_are_known() -> None:
    assert HALVES.keys() > LIVE_HELP
    by_weight = {
        1: {"written", "quote", "logo", "review"},
        2: {"call", "group_call", "peer_chat", "analyst_call"},
        4: {"case_study", "video", "press"},
        6: {"site_visit", "speaking"},
    }
    assert {kind: weight for weight, kinds in by_weight.items() for kind in kinds} == HALVES
    assert EFFORT.keys() == HALVES.keys()
    with pytest.raises(KeyError):
        rest([ago(1, "a favour")], OURS, NOW)


entries = st.builds(
    ago,
    st.integers(0, 500),
    st.sampled_from(sorted(HALVES)),
    st.sampled_from([What.USE, What.ASK, What.RESERVED]),
    st.none(),
)
limits = st.builds(
    Limits, st.integers(0, 6), st.integers(0, 8), st.integers(0, 90), st.integers(0, 5), st.integers(0, 8)
)
dials = st.builds(
    Dial,
    st.none() | st.integers(0, 6),
    st.none() | st.integers(0, 8),
    st.none() | st.integers(0, 90),
    st.none() | st.integers(0, 5),
)
effectives = st.builds(Effective, limits, dials)
ledgers = st.lists(entries, max_size=8)


def _recomputed(ledger: list[Entry], effective: Effective) -> int:
    """Work out the level the long way, day by day and without the code under test."""
    held = effective.limits
    today = NOW.date()
    uses = [(today - one.at.date(), one.help) for one in ledger if one.what in (What.USE, What.RESERVED)]
    asks = [today - one.at.date() for one in ledger if one.what == What.ASK]
    year = sum(HALVES[help] for age, help in uses if age.days < 365)
    quarter = sum(HALVES[help] for age, help in uses if age.days < 90)
    live = [age.days for age, help in uses if help in LIVE_HELP]
    if year >= 2 * held.per_year or quarter >= 2 * held.per_quarter:
        return 0
    if sum(1 for age in asks if age.days < 30) >= held.asks_per_30_days or (live and min(live) < held.gap_days):
        return 0
    spent = 2 if 2 * year >= 3 * held.per_year else 1 if year >= held.per_year else 0
    return max(1, 5 - sum(1 for age in live if age < 90) - spent)


@given(ledgers, effectives)
@settings(max_examples=300)
def test_rest_equals_the_plain_recomputation(ledger: list[Entry], effective: Effective) -> None:
    assert rest(ledger, effective, NOW).level == _recomputed(ledger, effective)


@given(ledgers, entries, effectives)
@settings(max_examples=300)
def test_more_use_never_means_more_rest_nor_an_earlier_date(
    ledger: list[Entry], more: Entry, effective: Effective
) -> None:
    before, after = rest(ledger, effective, NOW), rest([*ledger, more], effective, NOW)
    assert after.level <= before.level
    assert _day(after) >= _day(before)


@given(ledgers, effectives, dials)
@settings(max_examples=300)
def test_a_customers_setting_never_gives_more_room(ledger: list[Entry], effective: Effective, dial: Dial) -> None:
    without, own = Effective(effective.ours), Effective(effective.ours, dial)
    assert rest(ledger, own, NOW).level <= rest(ledger, without, NOW).level
    assert _day(rest(ledger, own, NOW)) >= _day(rest(ledger, without, NOW))


@given(ledgers, st.integers(0, 400), st.sampled_from(sorted(HALVES)), effectives)
@settings(max_examples=300)
def test_a_credited_use_leaves_no_trace(ledger: list[Entry], day: int, help: str, effective: Effective) -> None:
    use, credit = ago(day, help, ask="this"), ago(0, help, What.CREDIT, "this")
    assert rest([*ledger, use, credit], effective, NOW) == rest(ledger, effective, NOW)


@given(st.lists(entries, max_size=4), effectives)
@settings(max_examples=100)
def test_the_order_of_the_rows_is_of_no_account(ledger: list[Entry], effective: Effective) -> None:
    assert len({rest(some, effective, NOW) for some in permutations(ledger)}) == 1


@given(ledgers, effectives)
@settings(max_examples=300)
def test_they_are_free_on_the_day_we_name_and_not_the_day_before(ledger: list[Entry], effective: Effective) -> None:
    found = rest(ledger, effective, NOW)
    if found.next_free_on is None:
        assert min(effective.limits.per_quarter, effective.limits.per_year, effective.limits.asks_per_30_days) == 0
        return
    wait = found.next_free_on - NOW.date()
    assert rest(ledger, effective, NOW + wait).level > 0
    if wait:
        assert rest(ledger, effective, NOW + wait - timedelta(days=1)).level == 0


def _day(found: Rest) -> date:
    return found.next_free_on or FOR_GOOD
