from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.protection.rules import (
    CODES,
    FOR_GOOD,
    HALVES,
    Dial,
    Entry,
    Gate,
    Limits,
    Override,
    Standing,
    Verdict,
    What,
    Wish,
    strictest,
    verdict,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = NOW.date()
OURS = strictest(Limits())
MAYA = Standing("maya", "kestrel", group="kestrel group", given=frozenset({"call", "site_visit"}), name="Maya")
CALL = Wish("call", prospect_account="harbourline", prospect_group="harbourline group", language="nl")


def ago(
    days: int, help: str = "call", what: What = What.USE, advocate: str = "maya", account: str = "kestrel"
) -> Entry:
    return Entry(what, NOW - timedelta(days=days), help, advocate, account)


def codes(found: Verdict) -> list[str]:
    return [reason.code for reason in found.reasons]


def test_a_rested_advocate_who_agreed_can_be_asked() -> None:
    found = verdict(MAYA, CALL, [ago(96)], OURS, NOW)
    assert (found.allowed, found.reasons, found.next_free_on, found.first) == (True, (), TODAY, None)
    assert not found.needs_owner_yes and not found.overridable


@pytest.mark.parametrize(
    ("code", "changed", "until"),
    [
        ("left", {"active": False}, None),
        ("no_consent", {"given": frozenset({"quote"})}, None),
        ("not_offered", {"switched_off": frozenset({"call"})}, None),
        ("same_group", {"group": "harbourline group"}, None),
        ("itself", {"account": "harbourline"}, None),
        ("competitor", {"competes_with": frozenset({"harbourline"})}, None),
        ("competitor", {"competes_with": frozenset({"harbourline group"})}, None),
        ("language", {"languages": frozenset({"en"})}, None),
        ("paused", {"paused_until": FOR_GOOD}, None),
        ("paused_until", {"paused_until": date(2027, 1, 4)}, date(2027, 1, 4)),
        ("held", {"held": True}, None),
        ("held_until", {"held": True, "held_until": date(2027, 1, 4)}, date(2027, 1, 4)),
        ("health", {"health_red": True}, None),
        ("escalation", {"open_severity": 2}, None),
        ("renewal", {"renewal_on": date(2027, 1, 6)}, date(2027, 1, 7)),
        ("renewal", {"renewal_on": TODAY}, TODAY + timedelta(days=1)),
        ("asked_now", {"asked_now": True}, None),
    ],
)
def test_each_stop_refuses_by_itself(code: str, changed: dict[str, Any], until: date | None) -> None:
    assert verdict(MAYA, CALL, [], OURS, NOW).allowed
    found = verdict(replace(MAYA, **changed), CALL, [], OURS, NOW)
    assert codes(found) == [code]
    assert found.first is not None and found.first.until == until
    assert found.next_free_on == until
    assert not found.allowed and not found.overridable


@pytest.mark.parametrize(
    "changed",
    [
        {"renewal_on": date(2027, 1, 7)},
        {"renewal_on": TODAY - timedelta(days=1)},
        {"open_severity": 3},
        {"languages": frozenset({"nl", "en"})},
        {"languages": frozenset()},
        {"paused_until": TODAY},
        {"group": None},
        {"competes_with": frozenset({"somebody else"})},
        {"switched_off": frozenset({"site_visit"})},
    ],
)
def test_what_only_looks_like_a_stop_does_not_refuse(changed: dict[str, Any]) -> None:
    assert verdict(replace(MAYA, **changed), CALL, [], OURS, NOW).allowed


def test_a_renewal_may_stay_within_the_group_but_nobody_vouches_to_themselves() -> None:
    sister = replace(MAYA, group="harbourline group")
    inside = replace(CALL, within_group=True)
    assert verdict(sister, inside, [], OURS, NOW).allowed
    assert codes(verdict(replace(sister, account="harbourline"), inside, [], OURS, NOW)) == ["itself"]


def test_a_claimed_agreement_is_enough_with_the_owners_yes_only() -> None:
    claimed = replace(MAYA, given=frozenset(), claimed=frozenset({"call"}))
    before = verdict(claimed, CALL, [], OURS, NOW)
    assert before.allowed and before.needs_owner_yes
    assert codes(verdict(claimed, replace(CALL, owner_said_yes=False), [], OURS, NOW)) == ["owner_yes"]
    assert verdict(claimed, replace(CALL, owner_said_yes=True), [], OURS, NOW).allowed
    assert verdict(MAYA, replace(CALL, owner_said_yes=False), [], OURS, NOW).allowed


@pytest.mark.parametrize(
    ("dial", "uses", "code", "sentence"),
    [
        (Dial(), [200, 220, 240, 260], "limit_default_year", "Our limit is 4 calls a year. 4 are used."),
        (Dial(), [40, 50], "limit_default_quarter", "Our limit is 2 calls a quarter. 2 are used."),
        (Dial(per_year=3), [200, 220, 240], "limit_customer_year", "Maya set 3 calls a year. 3 are used."),
        (Dial(per_quarter=1), [40], "limit_customer_quarter", "Maya set 1 call a quarter. 1 is used."),
        (Dial(gap_days=60), [40], "gap_customer", "Maya asked for 60 days between. The last was 40 days ago."),
        (Dial(), [10], "gap", "Resting until 12 Dec. The last was 10 days ago."),
    ],
)
def test_a_limit_is_refused_in_the_words_of_whose_it_is(dial: Dial, uses: list[int], code: str, sentence: str) -> None:
    found = verdict(MAYA, CALL, [ago(day) for day in uses], strictest(Limits(), dial=dial), NOW)
    assert (codes(found), found.reasons[0].sentence) == ([code], sentence)
    assert found.next_free_on is not None and found.next_free_on > TODAY


def test_the_third_ask_of_a_month_is_the_last() -> None:
    asks = [ago(day, what=What.ASK) for day in (3, 9, 20)]
    assert verdict(MAYA, CALL, asks[:2], OURS, NOW).allowed
    found = verdict(MAYA, CALL, asks, OURS, NOW)
    assert (codes(found), found.next_free_on) == (["asks_default"], date(2026, 12, 2))


def test_a_customer_may_allow_fewer_asks_than_we_do() -> None:
    own = strictest(Limits(), dial=Dial(asks_per_30_days=2))
    asks = [ago(day, what=What.ASK) for day in (3, 9)]
    assert verdict(MAYA, CALL, asks[:1], own, NOW).allowed
    found = verdict(MAYA, CALL, asks, own, NOW)
    assert (codes(found), found.reasons[0].sentence) == (
        ["asks_customer"],
        "Maya allows 2 asks in 30 days. 2 are used.",
    )


def test_colleagues_at_the_same_company_share_its_limit() -> None:
    others = [ago(day, advocate=name) for day, name in ((40, "ana"), (50, "ana"), (60, "bo"), (70, "bo"))]
    assert codes(verdict(MAYA, CALL, others, OURS, NOW)) == ["limit_account"]
    assert verdict(MAYA, CALL, others[:3], OURS, NOW).allowed
    reserved = [*others[:3], ago(0, what=What.RESERVED, advocate="cy")]
    assert codes(verdict(MAYA, CALL, reserved, OURS, NOW)) == ["limit_account"]
    elsewhere = [*others[:3], ago(60, advocate="dee", account="osterley")]
    assert verdict(MAYA, CALL, elsewhere, OURS, NOW).allowed


def test_sister_companies_share_the_groups_limit_and_a_company_alone_has_none() -> None:
    def sister(nth: int, group: str | None = "kestrel group") -> Entry:
        return replace(ago(30 + nth, advocate=f"a{nth}", account=f"sister {nth}"), group=group)

    sisters = [sister(nth) for nth in range(8)]
    found = verdict(MAYA, CALL, sisters, OURS, NOW)
    assert codes(found) == ["limit_group"]
    assert found.reasons[0].sentence == "Our limit is 8 calls a quarter for this group of companies. 8 are used."
    assert found.next_free_on == TODAY - timedelta(days=37) + timedelta(days=90)
    assert verdict(MAYA, CALL, sisters[:7], OURS, NOW).allowed
    assert verdict(MAYA, CALL, [*sisters[:7], sister(9, "another group")], OURS, NOW).allowed
    alone, strangers = replace(MAYA, group=None), [sister(nth, None) for nth in range(9)]
    assert verdict(alone, CALL, strangers, OURS, NOW).allowed


def test_uses_at_a_former_company_still_count_for_the_person() -> None:
    assert codes(verdict(MAYA, CALL, [ago(10, account="osterley")], OURS, NOW)) == ["gap"]


def test_a_limit_of_one_kind_of_help_counts_that_kind_alone() -> None:
    calls = strictest(Limits(gap_days=0), kind=Limits(per_year=1, gap_days=0))
    written = [ago(day, "written") for day in (40, 50)]
    assert verdict(MAYA, CALL, written, calls, NOW).allowed
    found = verdict(MAYA, CALL, [*written, ago(100)], calls, NOW)
    assert codes(found) == ["limit_kind_year"]
    assert found.reasons[0].sentence == "Our limit for this kind of help is 1 a year. 1 is used."
    assert not found.overridable


def test_a_longer_gap_for_one_kind_of_help_is_ours_to_pass_over() -> None:
    visits = strictest(Limits(9, 9, account_per_quarter=9), kind=Limits(9, 9, 80, account_per_quarter=9))
    visit = replace(CALL, help="site_visit")
    assert verdict(MAYA, visit, [ago(40)], visits, NOW).allowed
    found = verdict(MAYA, visit, [ago(40, "site_visit")], visits, NOW)
    assert (codes(found), found.overridable) == (["gap_kind"], True)
    assert verdict(MAYA, visit, [ago(40, "site_visit")], visits, NOW, override=Override(True, "The board")).allowed


def test_whoever_said_no_for_a_deal_is_not_asked_for_it_again() -> None:
    assert codes(verdict(MAYA, replace(CALL, declined_by=frozenset({"maya"})), [], OURS, NOW)) == ["declined"]
    assert verdict(MAYA, replace(CALL, declined_by=frozenset({"ingrid"})), [], OURS, NOW).allowed


def test_a_help_heavier_than_the_limit_needs_the_whole_window() -> None:
    visit = replace(CALL, help="site_visit")
    assert verdict(MAYA, visit, [], OURS, NOW).allowed
    assert codes(verdict(MAYA, visit, [ago(60)], OURS, NOW)) == ["limit_default_quarter"]
    assert verdict(MAYA, CALL, [ago(60)], OURS, NOW).allowed


def test_a_dial_at_zero_refuses_for_good() -> None:
    found = verdict(MAYA, CALL, [], strictest(Limits(), dial=Dial(per_year=0)), NOW)
    assert (codes(found), found.next_free_on) == (["limit_customer_year"], None)


def test_a_live_call_waits_for_the_deal_or_the_program_managers_leave() -> None:
    gate = Gate(from_stage=2, amount=50_000)
    early = replace(CALL, stage=1, amount=80_000)
    assert codes(verdict(MAYA, early, [], OURS, NOW, gate=gate)) == ["gate_stage"]
    assert codes(verdict(MAYA, replace(early, stage=2, amount=49_999), [], OURS, NOW, gate=gate)) == ["gate_amount"]
    assert verdict(MAYA, replace(early, stage=2), [], OURS, NOW, gate=gate).allowed
    assert verdict(MAYA, early, [], OURS, NOW, gate=replace(gate, leave=True)).allowed
    written = replace(MAYA, given=frozenset({"written"}))
    assert verdict(written, replace(early, help="written"), [], OURS, NOW, gate=gate).allowed


def test_a_manager_overrides_our_default_gap_and_then_the_owner_must_say_yes() -> None:
    resting = [ago(10)]
    refused = verdict(MAYA, CALL, resting, OURS, NOW)
    assert refused.overridable and not refused.allowed
    found = verdict(MAYA, CALL, resting, OURS, NOW, override=Override(True, "The board meets on Friday"))
    assert found.allowed and found.needs_owner_yes
    at_customer = replace(CALL, owner_said_yes=False)
    again = verdict(MAYA, at_customer, resting, OURS, NOW, override=Override(True, "The board meets on Friday"))
    assert codes(again) == ["owner_yes"]


@pytest.mark.parametrize(
    ("override", "dial", "uses"),
    [
        (Override(False, "A rep wants it"), Dial(), [10]),
        (Override(True, "  "), Dial(), [10]),
        (Override(True, "Big deal"), Dial(gap_days=30), [10]),
        (Override(True, "Big deal"), Dial(gap_days=20), [10]),
        (Override(True, "Big deal"), Dial(per_quarter=1), [10]),
        (Override(True, "Big deal"), Dial(), [40, 50]),
    ],
    ids=[
        "not a manager",
        "no reason",
        "customer's own gap",
        "a shorter own gap",
        "customer's limit",
        "a limit of ours",
    ],
)
def test_nothing_but_our_default_gap_can_be_overridden(override: Override, dial: Dial, uses: list[int]) -> None:
    entries = [ago(day) for day in uses]
    assert not verdict(MAYA, CALL, entries, strictest(Limits(), dial=dial), NOW, override=override).allowed


def test_an_override_reaches_past_a_shorter_gap_of_the_customers_once_that_is_over() -> None:
    effective = strictest(Limits(), dial=Dial(gap_days=20))
    found = verdict(MAYA, CALL, [ago(25)], effective, NOW, override=Override(True, "Big deal"))
    assert found.allowed
    assert verdict(MAYA, CALL, [ago(25)], effective, NOW).overridable


def test_all_reasons_are_told_most_lasting_first() -> None:
    found = verdict(
        replace(
            MAYA,
            given=frozenset(),
            claimed=frozenset({"call"}),
            competes_with=frozenset({"harbourline"}),
            paused_until=date(2027, 1, 4),
            held=True,
            health_red=True,
            asked_now=True,
        ),
        replace(CALL, owner_said_yes=False),
        [ago(10), ago(50)],
        strictest(Limits(), dial=Dial(per_quarter=1)),
        NOW,
    )
    assert codes(found) == [
        "competitor",
        "paused_until",
        "limit_customer_quarter",
        "held",
        "limit_default_quarter",
        "health",
        "gap",
        "asked_now",
        "owner_yes",
    ]
    assert found.rest.zero_from == "paused"


entries = st.builds(
    ago,
    st.integers(0, 400),
    st.sampled_from(sorted(HALVES)),
    st.sampled_from([What.USE, What.ASK, What.RESERVED]),
    st.sampled_from(["maya", "ana"]),
)
dials = st.builds(
    Dial, st.none() | st.integers(0, 4), st.none() | st.integers(0, 6), st.none() | st.integers(0, 90), st.none()
)
helps = st.sampled_from(["call", "site_visit"])


@given(st.lists(entries, max_size=8), entries, dials, helps)
@settings(max_examples=300)
def test_more_in_the_ledger_never_opens_a_door(ledger: list[Entry], more: Entry, dial: Dial, help: str) -> None:
    effective, wish = strictest(Limits(), dial=dial), replace(CALL, help=help)
    before = verdict(MAYA, wish, ledger, effective, NOW)
    after = verdict(MAYA, wish, [*ledger, more], effective, NOW)
    assert set(codes(before)) <= set(codes(after))
    assert [CODES.index(code) for code in codes(after)] == sorted(CODES.index(code) for code in codes(after))


@given(st.lists(entries, max_size=8), dials, helps)
@settings(max_examples=300)
def test_an_allowed_use_never_passes_any_limit(ledger: list[Entry], dial: Dial, help: str) -> None:
    effective = strictest(Limits(), dial=dial)
    if not verdict(MAYA, replace(CALL, help=help), ledger, effective, NOW).allowed:
        return
    mine = [one for one in ledger if one.advocate == "maya" and one.what != What.ASK]
    for days, limit in ((90, effective.limits.per_quarter), (365, effective.limits.per_year)):
        used = sum(HALVES[one.help] for one in mine if (TODAY - one.at.date()).days < days)
        assert limit > 0
        assert used + min(HALVES[help], 2 * limit) <= 2 * limit


@given(st.lists(entries, max_size=8), dials, helps)
@settings(max_examples=300)
def test_on_the_day_we_name_the_answer_is_yes(ledger: list[Entry], dial: Dial, help: str) -> None:
    effective, wish = strictest(Limits(), dial=dial), replace(CALL, help=help)
    found = verdict(MAYA, wish, ledger, effective, NOW)
    if found.next_free_on is None:
        return
    later = NOW + (found.next_free_on - TODAY)
    assert verdict(MAYA, wish, ledger, effective, later).allowed
