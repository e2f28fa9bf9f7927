"""Whether a call took place is what its sides say; what happens around it takes nothing away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goodword.core import clock
from goodword.core.errors import Refused, TooLate
from goodword.core.tenancy import opened
from goodword.desk.actions import (
    Offer,
    approve_ask,
    call_off,
    give_debrief,
    move_call,
    withdraw_request,
)
from goodword.directory.actions import close_opportunity
from goodword.members.policy import Purpose, actor_of
from goodword.messages.models import Message
from goodword.recognition.models import Assist
from goodword.references import actions as references
from tests import cast
from tests.desk.steps import ask_of, asks, booked, fresh, ledger, over, told


def test_a_call_that_began_before_the_deal_closed_counts_and_is_credited() -> None:
    company = cast.company()
    need = over(company)
    with opened(company.workspace):
        close_opportunity(company.deal, by=actor_of(company.ben), won=True)
    company.run(minutes=11)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        assert (maya.state, fresh(need).state) == ("booked", "booked")
        give_debrief(maya, "advocate", "fine", by=cast.as_customer(maya))
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "held" and ledger(maya) == ["ask", "use"]
        assert {assist.member for assist in Assist.objects.exclude(member=None)} == {company.amara}
    company.run(days=15)
    with opened(company.workspace):
        assert (fresh(need).state, fresh(need).close_reason) == ("closed", "fulfilled")


def test_a_call_to_come_ends_with_the_deal() -> None:
    company = cast.company()
    need = booked(company)
    with opened(company.workspace):
        close_opportunity(company.deal, by=actor_of(company.ben), won=True)
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "cancelled" and fresh(need).close_reason == "deal_closed"


def test_leaving_or_withdrawing_consent_after_the_call_takes_no_call_back() -> None:
    company = cast.company()
    need = over(company)
    with opened(company.workspace):
        references.revoke_consent(company.maya, "call", by=actor_of(company.priya))
        references.leave(company.maya, by=actor_of(company.priya))
    company.run()
    with opened(company.workspace):
        assert asks(need)["Maya"] == "booked"
    company.run(days=14)
    with opened(company.workspace):
        # Nobody ever spoke about it: it ends, and counts, since the customer may have given it.
        maya = ask_of(need, "Maya")
        assert (maya.state, ledger(maya)) == ("cancelled", ["ask", "use"])


def test_a_request_whose_call_has_begun_is_not_withdrawn_and_the_call_not_called_off() -> None:
    company = cast.company()
    need = booked(company)
    company.run(days=5, hours=23, minutes=50)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        with pytest.raises(Refused, match="has begun"):
            withdraw_request(fresh(need), by=actor_of(company.ben))
        with pytest.raises(Refused, match="has begun"):
            call_off(maya, by=cast.as_customer(maya))
        assert asks(need)["Maya"] == "booked"


def test_a_request_is_withdrawn_while_its_call_is_still_to_come() -> None:
    company = cast.company()
    need = booked(company)
    with opened(company.workspace):
        withdraw_request(fresh(need), by=actor_of(company.ben))
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "cancelled" and fresh(need).close_reason == "withdrawn"


def test_one_side_that_says_not_held_is_outweighed_by_another_that_says_how_it_went() -> None:
    company = cast.company()
    need = over(company)
    with opened(company.workspace):
        give_debrief(ask_of(need, "Maya"), "rep", "not_held", by=actor_of(company.ben))
    company.run(minutes=11)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        assert maya.state == "booked"
        give_debrief(maya, "advocate", "fine", by=cast.as_customer(maya))
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "held" and ledger(maya) == ["ask", "use"]


def test_two_sides_that_say_not_held_are_believed_and_the_next_best_is_asked() -> None:
    company = cast.company()
    need = over(company)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        give_debrief(maya, "rep", "not_held", by=actor_of(company.ben))
        give_debrief(maya, "advocate", "not_held", by=cast.as_customer(maya))
    company.run(minutes=15)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "no_show", "Ingrid": "owner_pending"}
        assert ledger(maya) == ["ask"]
        sorry = Message.objects.filter(kind="E09", thread=need.pk, subject__contains="didn't take place")
        assert {mail.person_id for mail in sorry} == {company.maya.contact_id, company.daniel.pk}
        news = Message.objects.filter(kind="E15", person_id=company.ben.pk).order_by("-created_at").first()
        assert news is not None and "didn't take place" in news.subject and "Ingrid" in news.subject


def test_one_side_that_says_not_held_is_believed_when_the_others_stay_silent() -> None:
    company = cast.company()
    need = over(company)
    with opened(company.workspace):
        give_debrief(ask_of(need, "Maya"), "rep", "not_held", by=actor_of(company.ben))
    company.run(days=3)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "no_show" and ledger(ask_of(need, "Maya")) == ["ask"]
        assert asks(need)["Ingrid"] != "planned"


def test_a_word_that_comes_late_makes_a_missed_call_a_held_one_and_nobody_else_is_asked_further() -> None:
    company = cast.company()
    need = over(company)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        give_debrief(maya, "rep", "not_held", by=actor_of(company.ben))
        give_debrief(maya, "prospect", "not_held", by=cast.as_prospect(maya, company.daniel, Purpose.DEBRIEF))
    company.run(minutes=15)
    with opened(company.workspace):
        approve_ask(ask_of(need, "Ingrid"), by=actor_of(company.lucia))
    company.run(minutes=11)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "no_show", "Ingrid": "customer_pending"}
        give_debrief(ask_of(need, "Maya"), "advocate", "fine", by=cast.as_customer(maya))
    company.run(minutes=15)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "held", "Ingrid": "cancelled"}
        assert ledger(maya) == ["ask", "use"] and fresh(need).close_reason == "fulfilled"


def test_a_missed_call_is_not_moved_into_an_ask_without_a_place() -> None:
    company = cast.company()
    need = over(company)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        give_debrief(maya, "rep", "not_held", by=actor_of(company.ben))
        give_debrief(maya, "advocate", "not_held", by=cast.as_customer(maya))
    company.run(minutes=11)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        with pytest.raises(TooLate):
            move_call(maya, [Offer(clock.now() + timedelta(days=2), "Europe/Brussels")], by=cast.as_customer(maya))
        assert "ask.rescheduled" not in told(need)
