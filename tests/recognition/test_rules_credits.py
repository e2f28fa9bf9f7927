from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.recognition.rules import CreditKind, Delivered, Helper, Role, credits_due

CLOSED = datetime(2026, 12, 18, tzinfo=UTC)
AMARA, LUCIA, PRIYA = Helper("Amara", "owner"), Helper("Lucia", "nominator"), Helper("Priya", "broker")
MAYA = Helper("Maya", "advocate")


def call(*helpers: Helper, days_before: int = 10) -> Delivered:
    return Delivered(CLOSED - timedelta(days=days_before), helpers)


def test_owner_nominator_and_broker_get_an_assist_and_the_advocate_thanks() -> None:
    found = credits_due([call(AMARA, LUCIA, PRIYA, MAYA)], won=True, closed_at=CLOSED, deal="Harbourline")
    assert [(one.person, one.kind) for one in found] == [
        ("Amara", "assist"),
        ("Lucia", "assist"),
        ("Priya", "assist"),
        ("Maya", "thanks"),
    ]
    assert [one.words for one in found[:3]] == [
        "Your customer helped win Harbourline.",
        "Somebody you nominated helped win Harbourline.",
        "A reference you brokered helped win Harbourline.",
    ]
    assert found[3].words == "Your call helped Harbourline decide. Thank you."


def test_several_calls_and_roles_in_one_deal_are_one_credit() -> None:
    both = Helper("Amara", "nominator")
    (found,) = credits_due([call(AMARA, both), call(AMARA)], won=True, closed_at=CLOSED)
    assert (found.person, found.kind, found.roles) == ("Amara", "assist", (Role.OWNER, Role.NOMINATOR))


def test_a_lost_deal_thanks_everybody_and_blames_nobody() -> None:
    found = credits_due([call(AMARA, MAYA)], won=False, closed_at=CLOSED, deal="Harbourline")
    assert {one.kind for one in found} == {CreditKind.THANKS}
    assert {one.person for one in found} == {"Amara", "Maya"}
    assert all("didn't land" in one.words for one in found)


def test_help_after_the_close_won_nothing() -> None:
    assert credits_due([call(AMARA, days_before=-1)], won=True, closed_at=CLOSED) == ()
    assert len(credits_due([call(AMARA, days_before=0)], won=True, closed_at=CLOSED)) == 1


def test_the_seller_gets_no_assist_for_helping_themselves() -> None:
    found = credits_due([call(AMARA, LUCIA)], won=True, closed_at=CLOSED, seller="Amara")
    assert [one.person for one in found] == ["Lucia"]


def test_a_colleague_who_left_is_left_out_and_a_customer_never_is() -> None:
    found = credits_due([call(AMARA, LUCIA, MAYA)], won=True, closed_at=CLOSED, colleagues_only={"Lucia"})
    assert [one.person for one in found] == ["Lucia", "Maya"]


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(ValueError, match="bystander"):
        credits_due([call(Helper("Ben", "bystander"))], won=True, closed_at=CLOSED)


helpers = st.builds(Helper, st.sampled_from("ABCDE"), st.sampled_from([*Role]))
deals = st.lists(st.builds(Delivered, st.just(CLOSED), st.lists(helpers).map(tuple)))


@given(deals, st.booleans())
def test_each_person_is_credited_once_and_a_second_run_says_the_same(delivered: list[Delivered], won: bool) -> None:
    found = credits_due(delivered, won=won, closed_at=CLOSED)
    people = [one.person for one in found]
    assert len(people) == len(set(people))
    assert set(people) == {helper.person for one in delivered for helper in one.helpers}
    assert found == credits_due([*reversed(delivered), *delivered], won=won, closed_at=CLOSED)
