"""The customers of the year: from the table, with people of their region and words that last, or don't. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from goodword.demo.company.customers import Customer, Person
from goodword.demo.year.people import Names, titles
from goodword.demo.year.tables import Row, numbers, rows

DEPUTIES = {"marta": "sofie", "sofie": "marta", "chidi": "wanjiru", "wanjiru": "chidi", "piotr": "marta"}
DEPUTIES |= {"samir": "marta", "kenji": "marta"}
KINDS = (("call",), ("call", "written"), ("call",), ("call", "quote"), ("written", "call"), ("call", "site_visit"))
TABOOS = ((), (), (), ("Prices",), (), ("Headcount",), (), ("Prices", "Tender"))
CLEARANCES = ("one_to_one", "public", "internal")
# Every so many words have expired by today and wait for somebody to confirm them.
EXPIRED_EVERY = 4


@dataclass(frozen=True, slots=True)
class Joining:
    """A customer and how many days ago they became a reference; None was there before the year began."""

    customer: Customer
    days_ago: int | None


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
        story=_story(row) if nth % 3 == 0 else "",
        renews_in=chance.randrange(70, 420),
        quote_cleared=CLEARANCES[nth % len(CLEARANCES)],
        words_last=-chance.randrange(5, 60) if nth % EXPIRED_EVERY == 1 else chance.randrange(25, 300),
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


def _story(row: Row) -> str:
    return f"{row['name']} began in {row['city']} with one team and no consultant. {row['result']}. The rest followed."
