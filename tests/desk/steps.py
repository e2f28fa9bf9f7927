"""Steps that tests of the desk repeat: where a request stands, and how it gets there by the real verbs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from goodword.core import clock
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.actions import Offer, accept_ask, approve_ask, decline_ask
from goodword.desk.models import Ask, ReferenceRequest
from goodword.members.policy import actor_of
from goodword.protection.models import LedgerEntry, Reservation
from goodword.references.models import Advocate
from tests import cast
from tests.cast import Company

# An undo window and a minute.
UNDO = {"minutes": 11}


def asks(need: ReferenceRequest) -> dict[str, str]:
    """Return the state of each ask by the customer's first name."""
    return {ask.advocate.contact.first_name: ask.state for ask in need.asks.all()}


def ask_of(need: ReferenceRequest, who: str | Advocate) -> Ask:
    """Return the ask of somebody, given or by their first name."""
    if isinstance(who, Advocate):
        return need.asks.get(advocate=who)
    return next(ask for ask in need.asks.all() if ask.advocate.contact.first_name == who)


def fresh(need: ReferenceRequest) -> ReferenceRequest:
    return ReferenceRequest.objects.get(pk=need.pk)


def holds_place(ask: Ask) -> bool:
    return Reservation.objects.filter(ask_id=ask.pk, released_at=None).exists()


def ledger(ask: Ask) -> list[str]:
    return sorted(LedgerEntry.objects.filter(ask_id=ask.pk).values_list("kind", flat=True))


def newest(name: str) -> Event:
    return Event.objects.filter(name=name).order_by("-number")[0]


def about_at(moment: datetime | None, wanted: datetime | None) -> bool:
    """Say whether a moment is the wanted one, give or take what the test itself took."""
    return moment is not None and wanted is not None and abs(moment - wanted) < timedelta(minutes=1)


def told(need: ReferenceRequest) -> list[str]:
    """Return the names of what happened on a request, in order."""
    return list(Event.objects.filter(thread=need.pk).order_by("number").values_list("name", flat=True))


def tom(company: Company) -> Advocate:
    """Return a second helper at Nordhaven, whose owner is Lucia too."""
    return cast.advocate(company.nordhaven, "Tom Hale", nominated_by=company.lucia)


def asked(company: Company, *, in_days: float = 20, **fields: Any) -> ReferenceRequest:
    """Bring a request to where Maya, its first choice, is asked; the buyer gave one time."""
    with opened(company.workspace):
        when = clock.now() + timedelta(days=in_days)
        need = company.request(times=[Offer(when, "Europe/Amsterdam")], **fields)
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=11)
    return need


def booked(company: Company, *, in_days: float = 6) -> ReferenceRequest:
    """Bring a request to where Maya's call is booked."""
    need = asked(company, in_days=in_days)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        accept_ask(maya, need.times.get(), by=cast.as_customer(maya))
    company.run(minutes=11)
    return need


def over(company: Company) -> ReferenceRequest:
    """Bring a request to an hour after Maya's call, nobody having said yet how it went."""
    need = booked(company)
    company.run(days=6, minutes=10)
    return need


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
