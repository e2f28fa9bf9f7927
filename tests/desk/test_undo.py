"""Taking an answer back: everything stands as it did before it, and only whoever gave it can."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goodword.core import clock
from goodword.core.errors import NotAllowed, TooLate
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.actions import (
    Offer,
    accept_ask,
    approve_ask,
    call_off,
    counter_ask,
    decline_as_owner,
    decline_ask,
    offer_times,
    send_request,
    undo,
    withdraw_request,
)
from goodword.desk.actions.customer import Lasting
from goodword.desk.models import ReferenceRequest
from goodword.directory.actions import close_opportunity
from goodword.members.policy import actor_of
from goodword.protection import actions as protection
from goodword.protection.models import Hold
from goodword.references import actions as references
from goodword.references.models import Consent
from goodword.references.queries import live_consents
from tests import cast
from tests.cast import Company
from tests.desk.steps import about_at, ask_of, asked, asks, booked, fresh, holds_place, newest

KIND = "group_call"


def test_a_late_no_taken_back_is_a_silence_again_and_asks_no_second_customer() -> None:
    company = cast.company()
    need = asked(company)
    company.run(days=2, hours=8)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "expired"
        approve_ask(ask_of(need, "Ingrid"), by=actor_of(company.lucia))
    company.run(minutes=11)
    with opened(company.workspace):
        maya, ingrid = ask_of(need, "Maya"), ask_of(need, "Ingrid")
        customer = cast.as_customer(maya)
        decline_ask(maya, by=customer)
        undo(newest("ask.declined"), by=customer)
        assert asks(need) == {"Maya": "expired", "Ingrid": "customer_pending"}
        assert not holds_place(ask_of(need, "Maya"))
        accept_ask(ingrid, need.times.get(), by=cast.as_customer(ingrid))
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "expired", "Ingrid": "booked"}


def test_an_owners_late_no_taken_back_is_a_silence_again_and_a_late_yes_still_counts() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
    company.run(days=2, hours=5)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        assert maya.state == "owner_timeout"
        decline_as_owner(maya, by=actor_of(company.amara))
        undo(newest("ask.declined_by_owner"), by=actor_of(company.amara))
        maya = ask_of(need, "Maya")
        assert maya.state == "owner_timeout" and not holds_place(maya)
        approve_ask(maya, by=actor_of(company.amara))
        assert holds_place(maya)
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "customer_pending"


def test_an_owners_late_yes_taken_back_gives_the_place_back_too() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
    company.run(days=2, hours=5)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        approve_ask(maya, by=actor_of(company.amara))
        undo(newest("ask.approved"), by=actor_of(company.amara))
        maya = ask_of(need, "Maya")
        assert maya.state == "owner_timeout" and not holds_place(maya)
        assert maya.deadline_at is None


def test_a_yes_then_a_no_taken_back_is_the_yes_again_with_its_time() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        customer = cast.as_customer(maya)
        accept_ask(maya, need.times.get(), by=customer)
    company.run(minutes=4)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        decline_ask(maya, by=customer)
    company.run(minutes=4)
    with opened(company.workspace):
        undo(newest("ask.declined"), by=customer)
        maya = ask_of(need, "Maya")
        assert (maya.state, maya.chosen) == ("accepted", need.times.get())
        # The yes had waited four of its ten minutes; while the no stood, its clock stood still.
        assert about_at(maya.deadline_at, clock.now() + timedelta(minutes=6))
    company.run(minutes=7)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "booked"


def test_a_deputys_yes_taken_back_leaves_the_ball_with_the_deputy_and_as_much_time_as_was_left() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
    company.run(hours=24, minutes=30)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        due = maya.deadline_at
        assert maya.turn == 1 and due is not None
        approve_ask(maya, by=actor_of(company.lucia))
    company.run(minutes=8)
    with opened(company.workspace):
        undo(newest("ask.approved"), by=actor_of(company.lucia))
        maya = ask_of(need, "Maya")
        assert (maya.state, maya.turn) == ("owner_pending", 1)
        # The minutes in which the yes stood are given back, not eight new hours.
        assert about_at(maya.deadline_at, due + timedelta(minutes=8))


def test_a_customers_yes_taken_back_brings_no_second_reminder_and_no_new_wait() -> None:
    company = cast.company()
    need = asked(company)
    company.run(days=1, hours=2)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        due = maya.deadline_at
        assert Event.objects.filter(name="ask.customer_reminded").count() == 1
        customer = cast.as_customer(maya)
        accept_ask(maya, need.times.get(), by=customer)
    company.run(minutes=5)
    with opened(company.workspace):
        undo(newest("ask.accepted"), by=customer)
        maya = ask_of(need, "Maya")
        assert due is not None and about_at(maya.deadline_at, due + timedelta(minutes=5))
        assert maya.reminder_at is None and maya.chosen is None
    company.run(days=3)
    with opened(company.workspace):
        assert Event.objects.filter(name="ask.customer_reminded").count() == 1
        assert asks(need)["Maya"] == "expired"


def test_times_taken_back_leave_the_buyer_to_pick_nothing() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        customer = cast.as_customer(maya)
        counter_ask(maya, [Offer(clock.now() + timedelta(days=4), "Europe/Brussels")], by=customer)
        undo(newest("ask.countered"), by=customer)
        assert asks(need)["Maya"] == "customer_pending"
        maya = ask_of(need, "Maya")
        with pytest.raises(TooLate):
            offer_times(maya, [Offer(clock.now() + timedelta(days=5), "Europe/Brussels")], by=actor_of(company.ben))


def test_a_call_off_taken_back_is_the_booked_call_with_its_own_clock() -> None:
    company = cast.company()
    need = booked(company)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        due, customer = maya.deadline_at, cast.as_customer(maya)
        call_off(maya, by=customer)
    company.run(minutes=5)
    with opened(company.workspace):
        undo(newest("ask.called_off"), by=customer)
        maya = ask_of(need, "Maya")
        assert maya.state == "booked"
        assert due is not None and about_at(maya.deadline_at, due + timedelta(minutes=5))
        assert holds_place(maya) and fresh(need).state == "booked"


def asked_on_a_claim(company: Company) -> ReferenceRequest:
    """Bring a request to where Maya is asked for what she is only said to have agreed to."""
    with opened(company.workspace):
        references.claim_consent(company.maya, KIND, by=actor_of(company.amara), evidence="A mail of May")
    return asked(company, help_kind=KIND)


@pytest.mark.parametrize("lasting", ["good", "once"])
def test_a_yes_taken_back_takes_the_consent_it_was_along_and_leaves_the_claim(lasting: Lasting) -> None:
    company = cast.company()
    need = asked_on_a_claim(company)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        customer = cast.as_customer(maya)
        accept_ask(maya, need.times.get(), by=customer, lasting=lasting)
        assert live_consents(company.maya, thread=need.pk)[KIND].act == Consent.Act.GIVEN
        undo(newest("ask.accepted"), by=customer)
        assert live_consents(company.maya, thread=need.pk)[KIND].act == Consent.Act.CLAIMED
        assert live_consents(company.maya)[KIND].act == Consent.Act.CLAIMED
        # The undone yes stops nothing else: the question still stands, and a second yes is a consent again.
        accept_ask(ask_of(need, "Maya"), need.times.get(), by=customer, lasting=lasting)
        assert live_consents(company.maya, thread=need.pk)[KIND].act == Consent.Act.GIVEN
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "booked"


def test_other_times_taken_back_take_the_consent_along_too() -> None:
    company = cast.company()
    need = asked_on_a_claim(company)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        customer = cast.as_customer(maya)
        counter_ask(maya, [Offer(clock.now() + timedelta(days=4), "Europe/Brussels")], by=customer)
        undo(newest("ask.countered"), by=customer)
        assert live_consents(company.maya)[KIND].act == Consent.Act.CLAIMED


def test_a_yes_that_was_no_consent_takes_none_along() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        customer = cast.as_customer(maya)
        accept_ask(maya, need.times.get(), by=customer)
        undo(newest("ask.accepted"), by=customer)
        assert live_consents(company.maya)["call"].act == Consent.Act.GIVEN


def test_no_more_of_this_kind_taken_back_leaves_a_claim_a_claim() -> None:
    company = cast.company()
    need = asked_on_a_claim(company)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        customer = cast.as_customer(maya)
        decline_ask(maya, by=customer, stop_kind=True)
        assert KIND not in live_consents(company.maya)
        undo(newest("ask.declined"), by=customer)
        assert live_consents(company.maya)[KIND].act == Consent.Act.CLAIMED


def test_a_no_taken_back_lets_the_longer_pause_stand_that_it_had_replaced() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        customer, today = cast.as_customer(maya), clock.now().date()
        # She paused a moment ago, and answers before the pause has ended the question.
        longer = protection.pause(company.maya, by=customer, until=today + timedelta(days=90))
        decline_ask(maya, by=customer, until=today + timedelta(days=30))
        undo(newest("ask.declined"), by=customer)
        assert list(Hold.objects.standing(clock.now())) == [longer]


def test_nobody_takes_back_a_customers_no_for_them() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        customer = cast.as_customer(maya)
        decline_ask(maya, by=customer)
        for someone_else in (actor_of(company.priya), actor_of(company.amara), cast.as_owner(maya)):
            with pytest.raises(NotAllowed):
                undo(newest("ask.declined"), by=someone_else)
        assert asks(need)["Maya"] == "declined"
        undo(newest("ask.declined"), by=customer)
        assert asks(need)["Maya"] == "customer_pending"


def test_a_no_cannot_be_taken_back_once_the_request_is_closed_for_good() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        close_opportunity(company.deal, by=actor_of(company.ben), won=False)
    company.run(minutes=5)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        customer = cast.as_customer(maya)
        decline_ask(maya, by=customer)
    company.run(minutes=6)
    with opened(company.workspace):
        assert fresh(need).state == "closed"
        with pytest.raises(TooLate, match="closed"):
            undo(newest("ask.declined"), by=customer)
        assert asks(need)["Maya"] == "declined"


def test_a_withdrawal_taken_back_asks_the_customer_who_would_have_been_asked_meanwhile() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=5)
    with opened(company.workspace):
        withdraw_request(need, by=actor_of(company.ben))
    company.run(minutes=8)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "owner_ok"
        undo(newest("request.withdrawn"), by=actor_of(company.ben))
        # The ten minutes of the owner's yes were over meanwhile.
        assert asks(need)["Maya"] == "customer_pending"
        assert (fresh(need).state, fresh(need).close_reason) == ("with_customer", "")


def test_a_withdrawal_taken_back_lets_a_silence_run_on_from_where_it_stood() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        due = ask_of(need, "Maya").deadline_at
        withdraw_request(need, by=actor_of(company.ben))
    company.run(minutes=8)
    with opened(company.workspace):
        undo(newest("request.withdrawn"), by=actor_of(company.ben))
        assert due is not None and about_at(ask_of(need, "Maya").deadline_at, due + timedelta(minutes=8))
    company.run(days=2)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "owner_timeout"


def test_a_withdrawal_taken_back_looks_for_the_next_best_that_nobody_looked_for_meanwhile() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        decline_as_owner(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=5)
    with opened(company.workspace):
        withdraw_request(fresh(need), by=actor_of(company.ben))
    company.run(minutes=8)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "owner_no", "Ingrid": "planned"}
        undo(newest("request.withdrawn"), by=actor_of(company.ben))
        assert asks(need) == {"Maya": "owner_no", "Ingrid": "owner_pending"}


def test_a_withdrawal_taken_back_before_anybody_was_asked_leaves_the_choice_to_the_program() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = send_request(
            company.deal,
            by=actor_of(company.ben),
            advocate=None,
            must_settle="Speed",
            attendees=[company.daniel],
        )
        due = need.deadline_at
        withdraw_request(need, by=actor_of(company.ben))
        undo(newest("request.withdrawn"), by=actor_of(company.ben))
        assert set(asks(need).values()) == {"planned"}
        assert (fresh(need).state, fresh(need).deadline_at) == ("to_match", due)
