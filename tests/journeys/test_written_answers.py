"""Written answers by everyone's own hand: asked for, lent, written on a phone without script, read by the buyer."""

from __future__ import annotations

from goodword.core.tenancy import opened
from goodword.desk.actions import approve_ask
from goodword.members.policy import Purpose, actor_of
from goodword.references import actions as references
from goodword.references.models import HelpKind
from tests import cast
from tests.journeys.house import House

QUESTIONS = ("How long did the switch take?", "What would you do differently?")


def test_questions_are_answered_in_writing_and_read_by_the_buyer(house: House) -> None:
    company = house.company
    with opened(company.workspace):
        own = cast.link_actor(Purpose.OWN_PAGE, company.maya, company.maya.contact)
        references.give_consent(company.maya, HelpKind.WRITTEN, by=own)
        need = company.request(help_kind=HelpKind.WRITTEN, questions=QUESTIONS)
        approve_ask(need.asks.get(rank=0), by=actor_of(company.amara))
    house.pass_time(minutes=11)
    customer = house.person(phone=True, script=False)
    customer.follow(house.postbox.mail("maya@", "2 written questions"), "a=accept")
    customer.reads(*QUESTIONS, "Daniel Reyes")
    customer.press("Yes, I'll answer in writing")
    assert (customer.presses, customer.typed) == (2, 0)
    house.pass_time(minutes=11)
    assert house.state_of(need) == "booked"
    customer.follow(house.postbox.mail("maya@", "Your answers for"))
    customer.write(customer.page.get_by_label(QUESTIONS[0]), "Nine weeks, depot by depot.")
    customer.press("Save")
    customer.reads("Nobody reads it before you send it")
    customer.write(customer.page.get_by_label(QUESTIONS[1]), "Begin with the smallest.")
    customer.press("Look it over")
    customer.reads("Nine weeks, depot by depot.", "Begin with the smallest.")
    customer.press("Send answers")
    customer.reads("Thank you for your answers")
    house.pass_time(minutes=11)
    assert house.state_of(need) == "wrap_up"
    buyer = house.person(phone=True, script=False)
    buyer.follow(house.postbox.mail("daniel@", "answered your questions"))
    buyer.reads("Maya Okafor answered your questions", "Nine weeks, depot by depot.")
    rep = house.person(company.ben)
    rep.goto(f"/requests/{need.pk}")
    rep.reads("Their answers", "Begin with the smallest.")
    rep.press("It moved the deal")
    rep.reads("Thank you. It is on the request.")
    house.pass_time(days=2)
    for address, about in (("maya@", "How was it"), ("daniel@", "useful")):
        hand = house.person(phone=True, script=False)
        hand.follow(house.postbox.mail(address, about), "a=")
        hand.press(hand.page.locator("button.primary"))
    house.pass_time(minutes=11)
    assert house.state_of(need) == "closed"
    assert not rep.errors
