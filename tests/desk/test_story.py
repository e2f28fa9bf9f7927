"""The whole way of one request: asked, lent, agreed, booked, held, credited."""

from __future__ import annotations

from datetime import timedelta

from goodword.core import clock
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.actions import (
    Offer,
    accept_ask,
    approve_ask,
    counter_ask,
    give_debrief,
    pick_time,
)
from goodword.desk.models import Ask, ReferenceRequest
from goodword.directory.actions import close_opportunity
from goodword.members.policy import Purpose, actor_of
from goodword.protection.models import LedgerEntry
from goodword.recognition.models import Assist
from tests import cast


def state_of(need: ReferenceRequest) -> str:
    return ReferenceRequest.objects.get(pk=need.pk).state


def first_ask(need: ReferenceRequest) -> Ask:
    return need.asks.get(rank=0)


def test_a_request_goes_from_a_deal_to_a_held_call_and_the_credit_for_it() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        assert state_of(need) == "with_owner"
        assert [ask.advocate for ask in need.asks.filter(state="planned")] == [company.ingrid]
        approve_ask(first_ask(need), by=cast.as_owner(first_ask(need)))
    company.run(minutes=11)
    with opened(company.workspace):
        assert state_of(need) == "with_customer"
        ask = first_ask(need)
        in_three_days = clock.now() + timedelta(days=3)
        counter_ask(ask, [Offer(in_three_days, "Europe/Brussels")], by=cast.as_customer(ask))
    company.run(minutes=11)
    with opened(company.workspace):
        assert state_of(need) == "scheduling"
        ask = first_ask(need)
        pick_time(ask, ask.times.get(), by=cast.as_prospect(ask, company.daniel))
        assert state_of(need) == "booked"
        assert Ask.objects.get(pk=ask.pk).calls.get().starts_at == in_three_days
    company.run(days=3, hours=3)
    with opened(company.workspace):
        assert Event.objects.filter(name="call.over", thread=need.pk).exists()
        ask = first_ask(need)
        give_debrief(ask, "advocate", "fine", by=cast.as_customer(ask))
        give_debrief(ask, "prospect", "helped_a_lot", by=cast.as_prospect(ask, company.daniel, Purpose.DEBRIEF))
        give_debrief(ask, "rep", "moved", by=actor_of(company.ben), line="They stopped asking about month-end.")
    company.run(minutes=11)
    with opened(company.workspace):
        closed = ReferenceRequest.objects.get(pk=need.pk)
        assert (closed.state, closed.close_reason) == ("closed", "fulfilled")
        kinds = LedgerEntry.objects.filter(advocate=company.maya).values_list("kind", flat=True)
        assert sorted(kinds) == ["ask", "use"]
        close_opportunity(company.deal, by=actor_of(company.ben), won=True)
    company.run(minutes=11)
    with opened(company.workspace):
        credited = {(assist.member or assist.contact, assist.kind) for assist in Assist.objects.all()}
        assert credited == {(company.amara, "assist"), (company.maya.contact, "thanks")}


def test_with_the_prospects_times_known_the_customers_yes_books_the_call_by_itself() -> None:
    company = cast.company()
    with opened(company.workspace):
        when = clock.now() + timedelta(days=6)
        need = company.request(times=[Offer(when, "Europe/Amsterdam")])
        approve_ask(first_ask(need), by=actor_of(company.amara))
    company.run(minutes=11)
    with opened(company.workspace):
        ask = first_ask(need)
        accept_ask(ask, need.times.get(), by=cast.as_customer(ask))
        assert state_of(need) == "scheduling"
    company.run(minutes=11)
    with opened(company.workspace):
        assert state_of(need) == "booked"
        assert first_ask(need).calls.get().starts_at == when
