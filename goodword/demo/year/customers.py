"""The customers of the year: from the table, with people of their region and words that last, or don't. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from goodword.demo.company.customers import Customer, Person
from goodword.demo.year.people import Names, titles
from goodword.demo.year.tables import Row, numbers, rows

DEPUTIES = {"marta": "sofie", "sofie": "marta", "piotr": "marta", "samir": "sofie"}
DEPUTIES |= {"chidi": "wanjiru", "wanjiru": "chidi", "kenji": "chidi"}
KINDS = (("call",), ("call", "written"), ("call",), ("call", "quote"), ("written", "call"), ("call", "site_visit"))
TABOOS = ((), (), (), ("Prices",), (), ("Headcount",), (), ("Prices", "Tender"))
CLEARANCES = ("one_to_one", "public", "internal")
# Every so many words have expired by today and wait for somebody to confirm them.
EXPIRED_EVERY = 8
# What became of nominations that did not end with a yes, and how many of each.
NOMINATED = {"waits": 3, "taken_up": 2, "invited": 3, "declined": 3, "lapsed": 2, "not_a_fit": 2}


@dataclass(frozen=True, slots=True)
class Joining:
    """A customer and how many days ago they became a reference; None was there before the year began."""

    customer: Customer
    days_ago: int | None


@dataclass(frozen=True, slots=True)
class Nominee:
    """Somebody who is proposed in the year; `course` says how far it goes and what they answer."""

    customer: Customer
    name: str
    course: str


def nominees(chance: Random, names: Names, known: Sequence[Customer]) -> tuple[Nominee, ...]:
    return tuple(
        Nominee(customer, names.draw(customer.region), course)
        for course, count in NOMINATED.items()
        for customer in chance.sample(known, count)
    )


def customers(chance: Random, names: Names) -> tuple[Joining, ...]:
    return tuple(_joining(nth, row, chance, names) for nth, row in enumerate(rows("customers")))


def _joining(nth: int, row: Row, chance: Random, names: Names) -> Joining:
    people = tuple(_person(row, place, chance, names) for place in range(2 if nth % 2 or int(row["size"]) > 1 else 1))
    customer = Customer(
        name=row["name"],
        industry=row["industry"],
        region=row["region"],
        size=int(row["size"]),
        city=row["city"],
        zone=row["zone"],
        owner=row["owner"],
        deputy=DEPUTIES[row["owner"]],
        products=numbers(row["products"]),
        replaced=int(row["replaced"]),
        topics=numbers(row["topics"]),
        result=row["result"],
        people=people,
        group=row["group"],
        masked=row["private"] == "yes",
        mode="tell_me" if row["owner"] == "sofie" and nth % 2 else "ask_me",
        quote=row["quote"],
        renews_in=chance.randrange(70, 420),
        quote_cleared=CLEARANCES[nth % len(CLEARANCES)],
        words_last=_words_last(nth, int(row["joins"]), chance),
    )
    return Joining(customer, int(row["joins"]) or None)


def _person(row: Row, place: int, chance: Random, names: Names) -> Person:
    called = titles(row["industry"], "helps")
    return Person(
        names.draw(row["region"]),
        called[place % len(called)],
        kinds=chance.choice(KINDS),
        off_limits=chance.choice(TABOOS),
        per_year=chance.choice((None, None, None, 2, 3)),
    )


def _words_last(nth: int, joined: int, chance: Random) -> int:
    """Return for how many days from today a customer's words may be used; of who joined lately, from that day on."""
    if joined:
        return 365 * chance.choice((1, 2)) - joined
    return -chance.randrange(5, 60) if nth % EXPIRED_EVERY == 1 else chance.randrange(25, 300)
