"""What is known of a customer and of the people there who help. Numbers point into the vocabularies.

`renews_in` and `words_last` are days from today: when the contract is renewed, until when what they said may be used.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    title: str
    kinds: tuple[str, ...] = ("call",)
    off_limits: tuple[str, ...] = ()
    per_year: int | None = None
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Customer:
    name: str
    industry: str
    region: str
    size: int
    city: str
    zone: str
    owner: str
    deputy: str
    products: tuple[int, ...]
    replaced: int
    topics: tuple[int, ...]
    result: str
    people: tuple[Person, ...]
    group: str = ""
    masked: bool = False
    mode: str = "ask_me"
    quote: str = ""
    health: str = "green"
    renews_in: int | None = None
    quote_cleared: str = "one_to_one"
    words_last: int = 200
