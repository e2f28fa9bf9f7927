"""What is known of a deal and of the people there who decide."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Buyer:
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Deal:
    """A prospect and what it wants. Numbers point into the vocabularies; `closes_in` is in days from today."""

    key: str
    company: str
    industry: str
    region: str
    size: int
    zone: str
    rep: str
    stage: str
    amount: int
    closes_in: int
    products: tuple[int, ...]
    replaces: int
    topics: tuple[int, ...]
    competitor: int | None
    use_case: str
    concerns: str
    buyers: tuple[Buyer, ...]
    currency: str = "EUR"
    name: str = "Maintenance platform"
    city: str = ""
