"""Steps of a request that several tests take: each by the real verb, with the undo windows waited for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.actions import Offer, accept_ask, approve_ask, decline_ask
from goodword.desk.models import Ask, ReferenceRequest
from goodword.members.policy import actor_of
from goodword.references.models import Advocate
from tests import cast
from tests.cast import Company

# An undo window and a minute.
UNDO = {"minutes": 11}


def states(need: ReferenceRequest) -> dict[str, str]:
    """Return the state of each ask by the customer's first name."""
    return {ask.advocate.contact.first_name: ask.state for ask in need.asks.all()}


def ask_of(need: ReferenceRequest, who: Advocate) -> Ask:
    return need.asks.get(advocate=who)


def requested(company: Company, advocate: Advocate | None = None, **fields: Any) -> ReferenceRequest:
    with opened(company.workspace):
        return company.request(advocate, **fields)


def customer_asked(company: Company, need: ReferenceRequest, who: Advocate) -> None:
    """Have the owner say yes and let the undo pass: the customer is asked."""
    with opened(company.workspace):
        ask = ask_of(need, who)
        assert ask.owner is not None
        approve_ask(ask, by=actor_of(ask.owner))
    company.run(**UNDO)


def declined(company: Company, need: ReferenceRequest, who: Advocate) -> None:
    """Have the customer, who was asked, say "not this time"."""
    with opened(company.workspace):
        ask = ask_of(need, who)
        decline_ask(ask, by=cast.as_customer(ask))
    company.run(**UNDO)


def with_a_time(company: Company, who: Advocate | None = None, *, days: int = 6) -> ReferenceRequest:
    """Send a request with one time the buyer can do, so many days ahead."""
    with opened(company.workspace):
        return company.request(who, times=[Offer(clock.now() + timedelta(days=days), "Europe/Amsterdam")])


def accepted(company: Company, need: ReferenceRequest, who: Advocate) -> Ask:
    """Have the customer, who was asked, say yes to the buyer's time and let the undo pass: the call is booked."""
    with opened(company.workspace):
        ask = ask_of(need, who)
        accept_ask(ask, need.times.get(), by=cast.as_customer(ask))
    company.run(**UNDO)
    with opened(company.workspace):
        return ask_of(need, who)


def booked(company: Company, *, days: int = 6) -> ReferenceRequest:
    """Have a call with Maya booked, so many days ahead."""
    need = with_a_time(company, days=days)
    customer_asked(company, need, company.maya)
    accepted(company, need, company.maya)
    return need
