"""Whom each request is for: those who know the trade, near enough to talk in working hours, spread over everyone. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from goodword.demo.company.customers import Customer
from goodword.demo.company.deals import Deal

SHORTLIST = 8
FAR = 6  # hours between two clocks from which a call is nobody's working day


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who helps, and their customer."""

    name: str
    customer: Customer


def helpers(customers: Iterable[Customer], kind: str = "call", *, masked: bool = False) -> tuple[Helper, ...]:
    return tuple(
        Helper(person.name, customer)
        for customer in customers
        for person in customer.people
        if kind in person.kinds and customer.masked == masked
    )


def shortlist(deal: Deal, pool: Iterable[Helper], used: dict[str, int], at: datetime) -> tuple[str, ...]:
    """Return the names a rep would look at, best first: fitting ones who helped least so far."""
    ranked = sorted(pool, key=lambda one: (_unfit(deal, one.customer, at) + used.get(one.name, 0) ** 2, one.name))
    return tuple(one.name for one in ranked[:SHORTLIST])


def _unfit(deal: Deal, customer: Customer, at: datetime) -> int:
    apart = abs(_offset(deal.zone, at) - _offset(customer.zone, at))
    return (
        4 * (deal.industry != customer.industry)
        + 2 * (deal.region != customer.region)
        + abs(deal.size - customer.size)
        + (deal.replaces != customer.replaced)
        - len(set(deal.topics) & set(customer.topics))
        + int(apart if apart < FAR else 2 * apart)
    )


def _offset(zone: str, at: datetime) -> float:
    """Return how many hours a zone's clocks are ahead of UTC at a moment."""
    ahead = at.astimezone(ZoneInfo(zone)).utcoffset()
    return ahead.total_seconds() / 3600 if ahead else 0.0
