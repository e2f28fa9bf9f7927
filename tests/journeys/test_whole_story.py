"""From an open deal to a held call and the credit for it, by everyone's own hand. J-R1, J-R3, J-R4 counted."""

from __future__ import annotations

from goodword.core.tenancy import opened
from goodword.desk.models import ReferenceRequest
from goodword.recognition.models import Assist
from tests.journeys.house import Hand, House


def test_a_reference_is_found_asked_lent_agreed_held_and_credited(house: House) -> None:
    company = house.company
    rep = house.person(company.ben)
    need = _requests_maya(house, rep)
    _owner_says_yes(house)
    assert house.state_of(need) == "with_customer"
    customer = _customer_sends_times(house)
    assert house.state_of(need) == "scheduling"
    _prospect_picks(house)
    assert house.state_of(need) == "booked"
    house.postbox.mail("maya@", "Booked")
    house.postbox.mail("daniel@", "Booked")
    rep.goto(f"/opportunities/{company.deal.pk}")
    house.pass_time(days=5)
    _three_sides_say_how_it_went(house)
    house.pass_time(minutes=11)
    assert house.state_of(need) == "closed"
    _the_deal_is_won(house, rep)
    house.pass_time(minutes=11)  # until then it can be opened again, and nobody is thanked
    with opened(company.workspace):
        assert {(a.member or a.contact, a.kind) for a in Assist.objects.all()} == {
            (company.amara, "assist"),
            (company.maya.contact, "thanks"),
        }
    house.pass_time(days=3)
    house.postbox.mail("amara@", "helped win")
    assert not rep.errors + customer.errors


def _requests_maya(house: House, rep: Hand) -> ReferenceRequest:
    """J-R1: four presses, nothing typed."""
    rep.goto(f"/opportunities/{house.company.deal.pk}")
    rep.press(rep.page.get_by_role("link", name="Find a reference").last)
    rep.press(rep.page.get_by_role("link", name="Request Maya"))
    sheet = rep.page.locator("[data-dialog], dialog").last
    rep.press(sheet.locator("label.chip").first)
    rep.press(sheet.get_by_role("button", name="Send request"))
    rep.page.wait_for_url("**/requests/*")
    assert rep.presses <= 4
    assert rep.typed == 0
    rep.reads("Amara")  # J-R3: who has the ball, told without a press
    with opened(house.company.workspace):
        return ReferenceRequest.objects.get()


def _owner_says_yes(house: House) -> None:
    owner = house.person()
    owner.follow(house.postbox.mail("amara@", "Can we ask Maya"), "a=yes")
    owner.press(owner.page.locator("button.primary"))
    house.pass_time(minutes=11)


def _customer_sends_times(house: House) -> Hand:
    """The buyer gave no times, so the customer sends three, chosen already."""
    customer = house.person(phone=True)
    customer.follow(house.postbox.mail("maya@", "30-minute call"))
    customer.reads("Daniel Reyes", "Chief Financial Officer")
    customer.press("Send these times")
    house.pass_time(minutes=11)
    return customer


def _prospect_picks(house: House) -> None:
    """J-B3: two taps."""
    prospect = house.person(phone=True)
    prospect.follow(house.postbox.mail("daniel@", "Pick a time"))
    prospect.press(prospect.page.locator("button.primary"))
    assert prospect.presses == 2
    house.settle()


def _three_sides_say_how_it_went(house: House) -> None:
    for address, about in (("maya@", "How was it"), ("daniel@", "useful"), ("ben@", "move")):
        hand = house.person(phone=True)
        hand.follow(house.postbox.mail(address, about), "a=")
        hand.press(hand.page.locator("button.primary"))
        assert (hand.presses, hand.typed) == (2, 0)  # J-R4, J-C5, J-B4


def _the_deal_is_won(house: House, rep: Hand) -> None:
    rep.goto(f"/opportunities/{house.company.deal.pk}")
    rep.press(rep.page.get_by_role("link", name="won").or_(rep.page.get_by_role("button", name="won")).first)
    rep.press(rep.page.locator("form button.primary, dialog button.primary").last)
    rep.reads("Won")
