"""The whole year, planned before the first word of it is told: same seed and day, same year. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from goodword.demo.company.customers import CUSTOMERS, Customer
from goodword.demo.company.deals import DEALS
from goodword.demo.company.people import COLLEAGUES, GONE
from goodword.demo.stage import SPARED_FOR
from goodword.demo.year.choosing import helpers, shortlist
from goodword.demo.year.customers import Joining, Nominee, customers, nominees
from goodword.demo.year.dates import DAYS
from goodword.demo.year.deals import Course, courses
from goodword.demo.year.people import Names

SEED = 20
FEWEST_CUSTOMERS = 13  # whoever is held back, pauses or leaves is drawn from them


@dataclass(frozen=True, slots=True)
class Year:
    """What will be told. `nominees` were proposed and didn't end with a yes. `shortlists` holds, for each deal's key, the names looked at for each of its requests."""

    today: date
    customers: tuple[Joining, ...]
    courses: tuple[Course, ...]
    nominees: tuple[Nominee, ...]
    shortlists: dict[str, tuple[tuple[str, ...], ...]]


def plan(today: date, *, seed: int = SEED, share: float = 1.0) -> Year:
    """Return the year that ends today; with a smaller `share` of its deals and customers it is told faster."""
    chance = Random(seed)
    names = Names(chance, _taken())
    joining, drawn = customers(chance, names), courses(chance, names, today)
    joining, told = _some_customers(joining, share), _some_of_each(drawn, share)
    proposed = nominees(chance, names, since_always(joining))
    return Year(today, joining, told, proposed, dict(_shortlists(told, joining, today)))


def since_always(joining: tuple[Joining, ...]) -> list[Customer]:
    """Return the customers of the year who were there when it began."""
    return [one.customer for one in joining if one.days_ago is None]


def first_day(year: Year) -> date:
    """Return the day the story begins."""
    return year.today - timedelta(days=DAYS)


def _some_customers(drawn: tuple[Joining, ...], share: float) -> tuple[Joining, ...]:
    """Return a share of the customers, one who joined on the way among them."""
    wanted = max(FEWEST_CUSTOMERS, round(len(drawn) * share))
    return drawn if wanted >= len(drawn) else (*drawn[: wanted - 1], drawn[-1])


def _some_of_each(drawn: tuple[Course, ...], share: float) -> tuple[Course, ...]:
    """Return a share of the deals in which every kind of request is told at least once."""
    wanted = round(len(drawn) * share)
    missing = {teller for course in drawn for teller in course.tellers}
    first: list[Course] = []
    rest: list[Course] = []
    for course in sorted(drawn, key=lambda course: course.closes is None):
        (first if missing & set(course.tellers) else rest).append(course)
        missing -= set(course.tellers)
    return tuple([*first, *rest][: max(wanted, len(first))])


def _shortlists(
    told: tuple[Course, ...], joining: tuple[Joining, ...], today: date
) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    year = since_always(joining)
    used: dict[str, int] = {}
    for course in sorted(told, key=lambda course: course.opens):
        early = course.opens.date() < today - SPARED_FOR
        known = [*year, *(CUSTOMERS if early else ())]
        pools = {"brokered": helpers(known, masked=True), "written": helpers(known, "written")}
        lists = []
        for teller in course.tellers:
            names = shortlist(course.deal, pools.get(teller) or helpers(known), used, course.opens)
            used[names[0]] = used.get(names[0], 0) + 1
            lists.append(names)
        yield course.deal.key, tuple(lists)


def _taken() -> Iterator[str]:
    """Yield the names that are somebody's already."""
    yield from (one.name for one in (*COLLEAGUES, *GONE))
    yield from (person.name for customer in CUSTOMERS for person in customer.people)
    yield from (buyer.name for deal in DEALS for buyer in deal.buyers)
