"""Answers by mail, counted: J-O1, J-C1, J-C2."""

from __future__ import annotations

from datetime import timedelta

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.actions import Offer
from tests.journeys.house import House


def test_owner_answers_in_two_presses_and_the_customer_in_two_taps(house: House) -> None:
    with opened(house.company.workspace):
        when = clock.now() + timedelta(days=6)
        need = house.company.request(times=[Offer(when, "Europe/Amsterdam")])
    owner = house.person()
    owner.follow(house.postbox.mail("amara@", "Can we ask Maya"), "a=yes")
    owner.press(owner.page.locator("button.primary"))
    assert (owner.presses, owner.typed) == (2, 0)
    house.pass_time(minutes=11)
    assert house.state_of(need) == "with_customer"
    customer = house.person(phone=True)
    customer.follow(house.postbox.mail("maya@", "30-minute call"), "/l/")
    customer.press(customer.page.locator("button.primary"))
    assert (customer.presses, customer.typed) == (2, 0)
    house.pass_time(minutes=11)
    assert house.state_of(need) == "booked"
    assert not owner.errors + customer.errors
