"""No, silence, other times, a pause, leaving, and two reps who want the same customer."""

from __future__ import annotations

import re
from datetime import timedelta

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.actions import Offer, approve_ask
from goodword.desk.models import Ask, ReferenceRequest
from goodword.members.models import Role
from goodword.members.policy import actor_of
from tests import cast
from tests.journeys.house import House, text_of


def test_an_owners_not_now_goes_to_the_next_best_and_the_rep_is_told_once(house: House) -> None:
    with opened(house.company.workspace):
        need = house.company.request()
    owner = house.person(phone=True)
    owner.follow(house.postbox.mail("amara@", "Can we ask Maya"), "a=no")
    owner.press(owner.page.locator("button.primary"))
    owner.reads("Undo")
    house.pass_time(minutes=15)
    house.postbox.mail("lucia@", "Can we ask Ingrid")
    assert _states(house, need) == {"Maya": "owner_no", "Ingrid": "owner_pending"}
    house.pass_time(minutes=10)
    assert "Ingrid" in text_of(house.postbox.mail("ben@", "Maya can't"))
    assert len([mail for mail in house.postbox.subjects() if "ben@" in mail]) == 1


def test_an_answer_taken_back_within_ten_minutes_asks_nobody_else(house: House) -> None:
    with opened(house.company.workspace):
        need = house.company.request()
    owner = house.person()
    owner.follow(house.postbox.mail("amara@", "Can we ask Maya"), "a=no")
    owner.press(owner.page.locator("button.primary"))
    owner.press(owner.page.get_by_role("button", name="Undo"))
    house.pass_time(minutes=15)
    assert _states(house, need) == {"Maya": "owner_pending", "Ingrid": "planned"}


def test_an_owners_silence_reaches_the_deputy_then_the_next_best(house: House) -> None:
    with opened(house.company.workspace):
        need = house.company.request()
    house.pass_time(days=3)
    assert [mail for mail in house.postbox.subjects() if "lucia@" in mail and "Maya" in mail], "the deputy was asked"
    assert _states(house, need)["Maya"] == "owner_timeout"
    assert not [mail for mail in house.postbox.subjects() if "maya@" in mail and "call" in mail]


def test_other_times_in_five_taps_and_nothing_typed(house: House) -> None:
    """J-C2, against a buyer who gave times of their own."""
    need = _customer_asked(house, with_times=True)
    customer = house.person(phone=True, script=False)
    customer.follow(house.postbox.mail("maya@", "30-minute call"), "a=other")
    slots = customer.page.locator("input[type=checkbox][name]:not(:checked)")
    for nth in range(min(3, slots.count())):
        customer.tick(slots.nth(0) if nth else slots.first)
    customer.press(customer.page.locator("button.primary"))
    assert customer.presses <= 5
    assert customer.typed == 0
    house.pass_time(minutes=15)
    assert house.state_of(need) == "scheduling"


def test_a_pause_in_mid_flow_takes_three_taps_and_moves_on(house: House) -> None:
    """J-C3."""
    need = _customer_asked(house)
    customer = house.person(phone=True, script=False)
    customer.follow(house.postbox.mail("maya@", "30-minute call"))
    customer.press(customer.page.get_by_role("link", name=re.compile("ask me again until")))
    customer.press(customer.page.locator("button.primary"))
    assert (customer.presses, customer.typed) == (3, 0)
    house.pass_time(minutes=15)
    assert _states(house, need) == {"Maya": "declined", "Ingrid": "owner_pending"}


def test_leaving_takes_three_taps_and_ends_the_ask(house: House) -> None:
    """J-C6: as easy as agreeing."""
    need = _customer_asked(house)
    customer = house.person(phone=True, script=False)
    customer.follow(house.postbox.mail("maya@", "30-minute call"))
    customer.press(customer.page.get_by_role("link", name=re.compile("Leave")))
    customer.press(customer.page.locator("button.primary"))
    assert (customer.presses, customer.typed) == (3, 0)
    house.pass_time(minutes=15)
    assert _states(house, need)["Maya"] == "cancelled"
    with opened(house.company.workspace):
        house.company.maya.refresh_from_db()
        assert house.company.maya.state == "left"


def test_of_two_reps_who_want_the_same_customer_one_gets_her_and_the_other_is_shown_who_else_fits(house: House) -> None:
    company = house.company
    with opened(company.workspace):
        rosa = cast.member("Rosa Lind", Role.REP)
        second = cast.deal("Larkfield Haulage", owner=rosa)
    first_rep, second_rep = house.person(company.ben), house.person(rosa)
    for rep, deal in ((first_rep, company.deal), (second_rep, second)):
        rep.goto(f"/find?opp={deal.pk}")
        rep.press(rep.page.get_by_role("link", name="Request Maya"))
        rep.press(rep.page.locator("[data-dialog], dialog").last.locator("label.chip").first)
    for rep in (first_rep, second_rep):
        rep.press(rep.page.locator("[data-dialog], dialog").last.get_by_role("button", name="Send request"))
        if rep is first_rep:
            rep.page.wait_for_url("**/requests/*")
    second_rep.reads("being asked", "Ingrid")
    with opened(company.workspace):
        assert ReferenceRequest.objects.get().opportunity == company.deal


def _customer_asked(house: House, *, with_times: bool = False) -> ReferenceRequest:
    company = house.company
    with opened(company.workspace):
        times = [Offer(clock.now() + timedelta(days=6), "Europe/Amsterdam")] if with_times else []
        need = company.request(times=times)
        approve_ask(need.asks.get(rank=0), by=actor_of(company.amara))
    house.pass_time(minutes=11)
    return need


def _states(house: House, need: ReferenceRequest) -> dict[str, str]:
    with opened(house.company.workspace):
        asks = Ask.objects.filter(need=need).select_related("advocate__contact")
        return {ask.advocate.contact.first_name: ask.state for ask in asks}
