"""What a clock or an ending may do next: nothing for a closed request, nothing while an answer can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goodword.core import clock
from goodword.core.errors import Refused
from goodword.core.tenancy import opened
from goodword.desk.actions import (
    Offer,
    accept_ask,
    approve_ask,
    call_off,
    decline_as_owner,
    decline_ask,
    move_call,
    pick_time,
    propose,
    send_request,
    undo,
    withdraw_request,
)
from goodword.desk.models import ReferenceRequest
from goodword.directory import actions as directory
from goodword.members.policy import actor_of
from goodword.messages.models import Message
from goodword.protection.models import LedgerEntry, Reservation
from goodword.references import actions as references
from goodword.references.models import OwnerMode, Visibility
from tests import cast
from tests.cast import Company
from tests.desk.steps import ask_of, asked, asks, booked, fresh, holds_place, newest, told, tom


def test_of_two_owners_who_say_yes_the_second_stands_by_once_a_call_is_booked() -> None:
    company = cast.company()
    need = asked(company, in_days=6)
    with opened(company.workspace):
        propose(need, company.ingrid, by=actor_of(company.priya))
        approve_ask(ask_of(need, "Ingrid"), by=actor_of(company.lucia))
    company.run(minutes=11)
    with opened(company.workspace):
        ingrid = ask_of(need, "Ingrid")
        assert ingrid.state == "owner_ok" and ingrid.deadline_at is not None and ingrid.deadline_at > clock.now()
        maya = ask_of(need, "Maya")
        accept_ask(maya, need.times.get(), by=cast.as_customer(maya))
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "booked", "Ingrid": "planned"}
        assert not holds_place(ask_of(need, "Ingrid"))
        assert Message.objects.filter(kind="E02", person_id=company.lucia.pk, subject__contains="after all").exists()
        call_off(ask_of(need, "Maya"), by=actor_of(company.ben))
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "cancelled", "Ingrid": "owner_pending"}


def test_an_owner_who_has_not_answered_need_not_once_a_call_is_booked() -> None:
    company = cast.company()
    need = asked(company, in_days=6)
    with opened(company.workspace):
        propose(need, company.ingrid, by=actor_of(company.priya))
        maya = ask_of(need, "Maya")
        accept_ask(maya, need.times.get(), by=cast.as_customer(maya))
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "booked", "Ingrid": "planned"}
        with pytest.raises(Refused, match="booked"):
            propose(need, company.ingrid, by=actor_of(company.priya))


def test_a_yes_in_line_waits_anew_while_another_customer_is_still_asked() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        propose(need, company.ingrid, by=actor_of(company.priya))
        approve_ask(ask_of(need, "Ingrid"), by=actor_of(company.lucia))
    company.run(days=1)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        decline_ask(maya, by=cast.as_customer(maya))
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "declined", "Ingrid": "customer_pending"}


def test_a_withdrawn_request_asks_no_customer_and_books_nothing_in_its_ten_minutes() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=5)
    with opened(company.workspace):
        withdraw_request(fresh(need), by=actor_of(company.ben))
    company.run(minutes=15)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "cancelled"
        assert "ask.customer_asked" not in told(need)
        assert not LedgerEntry.objects.exists() and not Message.objects.filter(kind="E07").exists()


def test_a_yes_to_a_withdrawn_request_books_nothing() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        accept_ask(maya, need.times.get(), by=cast.as_customer(maya))
    company.run(minutes=5)
    with opened(company.workspace):
        withdraw_request(fresh(need), by=actor_of(company.ben))
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "cancelled" and "ask.booked" not in told(need)


def test_a_hold_that_is_over_where_the_customer_is_stops_nobody_from_going_on() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        maya = ask_of(need, "Maya")
        directory.change_contact(maya.advocate.contact, by=cast.SETUP, time_zone="Pacific/Auckland")
        # 14:00 in Brussels is half past one of the next day in Auckland: "tomorrow" has begun there.
        clock.move(company.workspace, timedelta(hours=5))
    with opened(company.workspace):
        tomorrow = clock.now().date() + timedelta(days=1)
        decline_as_owner(maya, by=actor_of(company.amara), until=tomorrow)
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "owner_no", "Ingrid": "owner_pending"}
        assert not holds_place(ask_of(need, "Maya"))


def three_owners_asked(company: Company) -> ReferenceRequest:
    """Bring a request to where Maya's owner, and both of Lucia's, are asked side by side."""
    with opened(company.workspace):
        third = tom(company)
        need = company.request()
        for advocate in (company.ingrid, third):
            propose(need, advocate, by=actor_of(company.priya))
    return need


def test_another_asks_end_takes_no_yes_to_the_customer_that_can_still_be_taken_back() -> None:
    company = cast.company()
    need = three_owners_asked(company)
    with opened(company.workspace):
        decline_as_owner(ask_of(need, "Tom"), by=actor_of(company.lucia))
    company.run(minutes=6)
    with opened(company.workspace):
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=6)
    with opened(company.workspace):
        assert asks(need)["Tom"] == "owner_no" and asks(need)["Maya"] == "owner_ok"
        undo(newest("ask.approved"), by=actor_of(company.amara))
        assert not LedgerEntry.objects.exists()
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "customer_pending"


def test_a_standing_yes_has_its_ten_minutes_too_whatever_ends_meanwhile() -> None:
    company = cast.company()
    with opened(company.workspace):
        references.set_owner_mode(company.nordhaven.profiles.get(), OwnerMode.PRE_APPROVED, by=actor_of(company.lucia))
        need = company.request()
        decline_as_owner(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=6)
    with opened(company.workspace):
        propose(need, company.ingrid, by=actor_of(company.priya))
        assert asks(need)["Ingrid"] == "owner_ok"
    company.run(minutes=5)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "owner_no", "Ingrid": "owner_ok"}
    company.run(minutes=6)
    with opened(company.workspace):
        assert asks(need)["Ingrid"] == "customer_pending"


def test_a_customers_no_that_can_be_taken_back_costs_nobody_in_line_their_yes() -> None:
    company = cast.company()
    need = three_owners_asked(company)
    with opened(company.workspace):
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=11)
    with opened(company.workspace):
        approve_ask(ask_of(need, "Ingrid"), by=actor_of(company.lucia))
    company.run(minutes=20)
    with opened(company.workspace):
        decline_as_owner(ask_of(need, "Tom"), by=actor_of(company.lucia))
    company.run(minutes=5)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        customer = cast.as_customer(maya)
        decline_ask(maya, by=customer)
    company.run(minutes=6)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "declined", "Ingrid": "owner_ok", "Tom": "owner_no"}
        undo(newest("ask.declined"), by=customer)
        assert asks(need)["Maya"] == "customer_pending"
        decline_ask(ask_of(need, "Maya"), by=customer)
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "declined", "Ingrid": "customer_pending", "Tom": "owner_no"}


def test_nobody_is_asked_while_a_call_that_was_called_off_may_still_take_place() -> None:
    company = cast.company()
    need = booked(company)
    with opened(company.workspace):
        customer = cast.as_customer(ask_of(need, "Maya"))
        call_off(ask_of(need, "Maya"), by=customer)
        with pytest.raises(Refused, match="booked"):
            propose(need, company.ingrid, by=actor_of(company.priya))
        undo(newest("ask.called_off"), by=customer)
        assert asks(need) == {"Maya": "booked", "Ingrid": "planned"}


def test_a_deputy_taken_away_in_their_turn_leaves_the_question_a_clock() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
    company.run(hours=24, minutes=30)
    with opened(company.workspace):
        assert ask_of(need, "Maya").turn == 1
        directory.set_owners(company.kestrel, by=actor_of(company.priya), owner=company.amara, deputy=None)
    company.run(days=3)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "owner_timeout"


def test_a_private_reference_is_never_asked_without_the_program() -> None:
    company = cast.company()
    with opened(company.workspace):
        references.set_visibility(company.kestrel.profiles.get(), Visibility.MASKED, by=actor_of(company.priya))
        need = send_request(
            company.deal,
            by=actor_of(company.ben),
            advocate=type(company.maya).objects.get(pk=company.maya.pk),
            must_settle="Speed",
            attendees=[company.daniel],
        )
        assert asks(need)["Maya"] == "planned"
        propose(need, company.ingrid, by=actor_of(company.priya))
        decline_as_owner(ask_of(need, "Ingrid"), by=actor_of(company.lucia))
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "planned", "Ingrid": "owner_no"}
        propose(need, company.maya, by=actor_of(company.priya))
        assert asks(need)["Maya"] == "owner_pending"


def test_a_call_given_up_for_another_time_is_with_the_customer_again() -> None:
    company = cast.company()
    need = booked(company)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        assert not Reservation.objects.get(ask_id=maya.pk).with_customer
        move_call(maya, [Offer(clock.now() + timedelta(days=9), "Europe/Brussels")], by=cast.as_customer(maya))
        assert Reservation.objects.get(ask_id=maya.pk).with_customer
        pick_time(maya, maya.times.get(by="advocate"), by=cast.as_prospect(maya, company.daniel))
        assert not Reservation.objects.get(ask_id=maya.pk).with_customer
