"""No, silence, undo, and what goes on by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goodword.core import clock
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.actions import (
    Offer,
    accept_ask,
    approve_ask,
    call_off,
    decline_as_owner,
    decline_ask,
    undo,
    withdraw_request,
)
from goodword.desk.models import ReferenceRequest
from goodword.desk.queries.lists import loaded, rows_of
from goodword.members.policy import actor_of
from goodword.protection.models import Reservation
from goodword.references import actions as references
from goodword.references.models import OwnerMode
from tests import cast
from tests.desk.steps import ask_of, asks


def test_an_owners_not_now_moves_on_to_the_next_best_after_the_undo_window() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        decline_as_owner(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=9)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "owner_no", "Ingrid": "planned"}
    company.run(minutes=2)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "owner_no", "Ingrid": "owner_pending"}


def test_an_undone_not_now_asks_nobody_else_and_the_owner_can_say_yes() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        decline_as_owner(ask_of(need, "Maya"), by=actor_of(company.amara))
        undo(Event.objects.get(name="ask.declined_by_owner"), by=actor_of(company.amara))
    company.run(minutes=15)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "owner_pending", "Ingrid": "planned"}
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))


def test_an_answer_cannot_be_undone_by_someone_else_or_after_ten_minutes() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
        done = Event.objects.get(name="ask.approved")
        with pytest.raises(NotAllowed):
            undo(done, by=actor_of(company.ben))
    company.run(minutes=11)
    with opened(company.workspace), pytest.raises(TooLate):
        undo(done, by=actor_of(company.amara))


def test_the_customer_hears_nothing_before_the_undo_window_is_over() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=9)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "owner_ok"
    company.run(minutes=2)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "customer_pending"


def test_an_owners_silence_goes_to_the_deputy_then_to_the_next_best_never_to_the_customer() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
    company.run(hours=9)
    with opened(company.workspace):
        assert Event.objects.filter(name="ask.owner_reminded").exists()
        assert Event.objects.filter(name="ask.deputy_asked").exists() or asks(need)["Maya"] == "owner_pending"
    company.run(days=2)
    with opened(company.workspace):
        names = list(Event.objects.filter(thread=need.pk).values_list("name", flat=True))
        assert "ask.deputy_asked" in names
        assert "ask.owner_timed_out" in names
        assert asks(need)["Maya"] == "owner_timeout"
        maya = ask_of(need, "Maya")
        assert not Event.objects.filter(subject_id=maya.pk, name="ask.customer_asked").exists()
        assert asks(need)["Ingrid"] != "planned"


def test_the_deputy_can_answer_for_the_owner_and_a_stranger_cannot() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        maya = ask_of(need, "Maya")
        with pytest.raises(NotAllowed):
            approve_ask(maya, by=actor_of(company.ben))
        approve_ask(maya, by=actor_of(company.lucia))


def waits_with(company: cast.Company, need: ReferenceRequest) -> str:
    """Return who has the ball, as the program reads it."""
    needs = loaded(ReferenceRequest.objects.filter(pk=need.pk))
    return rows_of(needs, actor_of(company.priya), company.priya)[0].sentence


def test_a_customers_no_asks_the_next_best_and_never_the_same_person_again() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=11)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        decline_ask(maya, by=cast.as_customer(maya))
        assert waits_with(company, need).startswith("With us until"), (
            "a no can be taken back: nobody is to act on it yet"
        )
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "declined", "Ingrid": "owner_pending"}
        assert waits_with(company, need).startswith("With Lucia until")
        decline_as_owner(ask_of(need, "Ingrid"), by=actor_of(company.lucia))
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "declined", "Ingrid": "owner_no"}
        assert Event.objects.filter(name="request.nobody_left", thread=need.pk).exists()


def test_a_customers_silence_expires_quietly_after_one_reminder() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(days=5)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "expired"
        assert Event.objects.filter(name="ask.customer_reminded").count() == 1


def test_a_late_yes_counts_while_nobody_else_is_being_asked() -> None:
    company = cast.company()
    with opened(company.workspace):
        when = clock.now() + timedelta(days=20)
        need = company.request(times=[Offer(when, "Europe/Amsterdam")])
        ingrid = ask_of(need, "Ingrid")
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
        references.set_owner_mode(company.nordhaven.profiles.get(), OwnerMode.ASK_ME, by=actor_of(company.lucia))
    company.run(days=2, hours=8)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "expired"
        assert asks(need)["Ingrid"] == "owner_pending"
        maya = ask_of(need, "Maya")
        accept_ask(maya, need.times.get(), by=cast.as_customer(maya))
        assert asks(need)["Maya"] == "accepted"
        assert ingrid.pk


def test_a_late_yes_is_too_late_when_another_customer_was_asked() -> None:
    company = cast.company()
    with opened(company.workspace):
        when = clock.now() + timedelta(days=20)
        need = company.request(times=[Offer(when, "Europe/Amsterdam")])
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(days=2, hours=8)
    with opened(company.workspace):
        approve_ask(ask_of(need, "Ingrid"), by=actor_of(company.lucia))
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need)["Ingrid"] == "customer_pending"
        maya = ask_of(need, "Maya")
        with pytest.raises(TooLate, match="found someone"):
            accept_ask(maya, need.times.get(), by=cast.as_customer(maya))


def test_tell_me_goes_ahead_by_itself_unless_stopped() -> None:
    company = cast.company()
    with opened(company.workspace):
        references.set_owner_mode(company.kestrel.profiles.get(), OwnerMode.TELL_ME, by=actor_of(company.amara))
        need = company.request()
        assert Event.objects.filter(name="ask.owner_told", thread=need.pk).exists()
    company.run(hours=5)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "customer_pending"


def test_tell_me_can_be_stopped() -> None:
    company = cast.company()
    with opened(company.workspace):
        references.set_owner_mode(company.kestrel.profiles.get(), OwnerMode.TELL_ME, by=actor_of(company.amara))
        need = company.request()
        maya = ask_of(need, "Maya")
        decline_as_owner(maya, by=cast.as_owner(maya))
    company.run(hours=5)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "owner_no"


def test_the_requester_who_owns_the_account_is_not_asked_again() -> None:
    company = cast.company()
    with opened(company.workspace):
        company.deal.owner = company.amara
        company.deal.save()
        from goodword.desk.actions import send_request

        need = send_request(
            company.deal,
            by=actor_of(company.amara),
            advocate=company.maya,
            must_settle="Speed",
            attendees=[company.daniel],
        )
        assert asks(need)["Maya"] == "owner_ok"
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "customer_pending"


def test_two_reps_who_want_the_same_customer_one_gets_her() -> None:
    company = cast.company()
    with opened(company.workspace):
        company.request()
        with pytest.raises(Refused, match="being asked"):
            company.request()
        assert ReferenceRequest.objects.count() == 1
        assert Reservation.objects.filter(contact=company.maya.contact, released_at=None).count() == 1


def test_a_withdrawn_request_ends_its_asks_after_the_undo_window_and_can_be_taken_back() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        withdraw_request(need, by=actor_of(company.ben))
        undo(Event.objects.get(name="request.withdrawn"), by=actor_of(company.ben))
        need.refresh_from_db()
        assert need.state == "with_owner"
        withdraw_request(need, by=actor_of(company.ben))
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "cancelled", "Ingrid": "cancelled"}
        assert not Reservation.objects.filter(released_at=None).exists()


def test_nobody_can_ask_without_saying_what_the_call_must_settle() -> None:
    company = cast.company()
    with opened(company.workspace):
        with pytest.raises(Refused, match="settle"):
            company.request(must_settle="  ")
        company.request(must_settle="Speed")


def test_a_leaving_customer_is_asked_nothing_more() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=11)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        references.leave(company.maya, by=cast.as_customer(maya))
    company.run()
    with opened(company.workspace):
        assert asks(need)["Maya"] == "cancelled"


def test_a_pause_in_mid_flow_stops_what_is_not_agreed_and_keeps_what_is() -> None:
    from goodword.protection import actions as protection

    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=11)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        protection.pause(company.maya, by=cast.as_customer(maya), until=clock.now().date() + timedelta(days=30))
    company.run()
    with opened(company.workspace):
        assert asks(need)["Maya"] == "cancelled"


def test_a_call_called_off_looks_for_the_next_best() -> None:
    company = cast.company()
    with opened(company.workspace):
        when = clock.now() + timedelta(days=6)
        need = company.request(times=[Offer(when, "Europe/Amsterdam")])
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=11)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        accept_ask(maya, need.times.get(), by=cast.as_customer(maya))
    company.run(minutes=11)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        call_off(maya, by=cast.as_customer(maya))
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "cancelled", "Ingrid": "owner_pending"}


def test_a_call_nobody_speaks_about_goes_from_both_sides_to_the_program_in_its_own_time() -> None:
    company = cast.company()
    with opened(company.workspace):
        when = clock.now() + timedelta(days=6)
        need = company.request(times=[Offer(when, "Europe/Amsterdam")])
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=11)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        accept_ask(maya, need.times.get(), by=cast.as_customer(maya))
    company.run(days=13)
    with opened(company.workspace):
        escalated = list(Event.objects.filter(name="ask.escalated", thread=need.pk))
        assert [event.data["to"] for event in escalated] == ["program", "lead"]
        assert escalated[1].at - escalated[0].at >= timedelta(days=1)
    company.run(days=14)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "cancelled", "Ingrid": "cancelled"}
        assert not Event.objects.filter(name="ask.owner_asked", subject_label="Ingrid Solheim").exists()


def test_an_owner_on_holiday_is_stood_in_for_by_the_deputy_at_once() -> None:
    company = cast.company()
    with opened(company.workspace):
        company.amara.away_until = clock.now().date() + timedelta(days=10)
        company.amara.save()
        need = company.request()
        assert Event.objects.filter(name="ask.deputy_asked", thread=need.pk).exists()
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.lucia))


def test_an_undone_no_takes_its_pause_and_its_withdrawn_consent_along() -> None:
    from goodword.protection.models import Hold
    from goodword.references.queries import live_consents

    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=11)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        customer = cast.as_customer(maya)
        decline_ask(maya, by=customer, until=clock.now().date() + timedelta(days=30), stop_kind=True)
        assert not live_consents(company.maya)
        assert Hold.objects.standing(clock.now()).exists()
        undo(Event.objects.get(name="ask.declined"), by=customer)
        assert live_consents(company.maya)
        assert not Hold.objects.standing(clock.now()).exists()
    company.run(minutes=15)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "customer_pending"


def test_an_owners_not_before_keeps_the_customer_quiet_until_then() -> None:
    from goodword.protection.queries import rest_of

    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        until = clock.now().date() + timedelta(days=20)
        decline_as_owner(ask_of(need, "Maya"), by=actor_of(company.amara), until=until)
    company.run(minutes=11)
    with opened(company.workspace):
        assert rest_of([company.maya], clock.now())[company.maya.pk].level == 0
