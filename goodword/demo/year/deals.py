"""The deals of the year and how each one went: drawn by a seed from the tables. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from goodword.demo.company.deals import Buyer, Deal
from goodword.demo.company.people import ZONES
from goodword.demo.year.dates import DAYS, draw_day, moment_on
from goodword.demo.year.people import Names, titles
from goodword.demo.year.tables import Row, numbers, rows

# How the requests of the year ended, or in what way they were fulfilled, and how many of each.
TELLERS = {
    "held": 56,
    "next_best": 12,
    "deputy": 12,
    "owner_no": 12,
    "silent_customer": 8,
    "no_show": 6,
    "called_off": 7,
    "withdrawn": 12,
    "deal_closed": 10,
    "unfilled": 12,
    "not_again": 5,
    "brokered": 8,
    "program_picks": 12,
    "written": 6,
    "proof_only": 6,
}
# Deals with no request, with one, two and three.
DEALS_BY_REQUESTS = {0: 26, 1: 58, 2: 42, 3: 14}
OPEN_NOW = 34
REPS = {
    "UK & Ireland": ("aisha",),
    "Nordics": ("aisha",),
    "Iberia": ("tomas",),
    "Latin America": ("tomas",),
    "West Africa": ("tomas",),
    "Central Europe": ("leila", "tomas"),
    "France & Benelux": ("leila",),
    "Gulf": ("leila",),
    "East Africa": ("leila", "aisha"),
    "North America": ("kenji",),
    "Japan & Korea": ("kenji",),
    "South & Southeast Asia": ("leila",),
    "Australia & New Zealand": ("kenji",),
}
# Thousands, by the size of the company.
AMOUNTS = ((30, 110), (70, 320), (220, 720), (480, 1_600))
RATES = {"SEK": 11, "NOK": 11, "DKK": 7}
UNITS = (2, 3, 4, 5, 6, 8, 12)
LOST_OF_TEN = 4
# Working days a request takes from the question to the last debrief, roughly.
REQUEST_TAKES = 16


@dataclass(frozen=True, slots=True)
class Course:
    """How one deal went: when it came up, the requests made for it in order, when and how it ended.

    `closes` is None for a deal that is still open.
    """

    deal: Deal
    opens: datetime
    tellers: tuple[str, ...]
    closes: datetime | None
    won: bool


def courses(chance: Random, names: Names, today: date) -> tuple[Course, ...]:
    """Return the year's deals in no particular order."""
    asked = [count for count, deals in DEALS_BY_REQUESTS.items() for _ in range(deals)]
    chance.shuffle(asked)
    # An open deal has at most one request behind it; its next one may be somebody's thought of today.
    open_now = sorted(range(len(asked)), key=lambda nth: (asked[nth] > 1, nth))[:OPEN_NOW]
    told = _tellers(chance, asked, frozenset(open_now))
    prospects = list(rows("prospects"))
    chance.shuffle(prospects)
    known: dict[str, tuple[Buyer, ...]] = {}
    wanted: dict[str, list[Row]] = {}
    made = []
    for nth, tellers in enumerate(told):
        row = prospects[nth % len(prospects)]
        buyers = known.setdefault(row["company"], _buyers(row, chance, names))
        words = _words(row["industry"], wanted.setdefault(row["company"], []), chance)
        made.append(_course(nth, row, words, buyers, tellers, nth in open_now, chance, today))
    return tuple(made)


def _tellers(chance: Random, asked: list[int], open_now: frozenset[int]) -> list[tuple[str, ...]]:
    """Deal out the tellers; a request that ends with its deal is the last one of a deal that was closed."""
    last = [nth for nth, count in enumerate(asked) if count and nth not in open_now]
    chance.shuffle(last)
    ending = frozenset(last[: TELLERS["deal_closed"]])
    deck = [teller for teller, count in TELLERS.items() if teller != "deal_closed" for _ in range(count)]
    chance.shuffle(deck)
    told = []
    for nth, count in enumerate(asked):
        drawn = [deck.pop() for _ in range(count - (nth in ending))]
        told.append((*drawn, *(["deal_closed"] if nth in ending else [])))
    return told


def _words(industry: str, said: list[Row], chance: Random) -> Row:
    """Return what a company wants this time, in the words of its trade: nothing it wanted before, if there is more."""
    all_of_trade = [words for words in rows("words") if words["industry"] == industry]
    said.append(chance.choice([words for words in all_of_trade if words not in said] or all_of_trade))
    return said[-1]


def _course(
    nth: int,
    row: Row,
    words: Row,
    buyers: tuple[Buyer, ...],
    tellers: tuple[str, ...],
    still_open: bool,
    chance: Random,
    today: date,
) -> Course:
    rep = REPS[row["region"]][nth % len(REPS[row["region"]])]
    takes = timedelta(days=chance.randrange(18, 34) + len(tellers) * REQUEST_TAKES * 7 // 5)
    if still_open:
        opens = today - timedelta(days=chance.randrange(4, 80))
        closes, close_on = None, today + timedelta(days=chance.randrange(9, 130))
    else:
        earliest = today - timedelta(days=DAYS - 5) + takes
        closes = close_on = draw_day(chance, earliest, today - timedelta(days=4))
        opens = closes - takes
    won = chance.randrange(10) >= LOST_OF_TEN + (0 if tellers else 1) and "deal_closed" not in tellers
    return Course(
        _deal(nth, row, words, rep, buyers, chance, (close_on - today).days),
        moment_on(chance, opens, ZONES[rep]),
        tellers,
        moment_on(chance, closes, ZONES[rep]) if closes else None,
        won and closes is not None,
    )


def _deal(nth: int, row: Row, words: Row, rep: str, buyers: tuple[Buyer, ...], chance: Random, closes_in: int) -> Deal:
    low, high = AMOUNTS[int(row["size"])]
    amount = 5_000 * round(chance.randrange(low, high) / 5) * RATES.get(row["currency"], 1)
    return Deal(
        key=f"year-{nth:03}",
        company=row["company"],
        industry=row["industry"],
        region=row["region"],
        size=int(row["size"]),
        zone=row["zone"],
        rep=rep,
        stage="discovery",
        amount=amount,
        closes_in=closes_in,
        products=numbers(words["products"]),
        replaces=int(words["replaces"]),
        topics=numbers(words["topics"]),
        competitor=chance.choice((None, None, 0, 1)),
        use_case=words["use_case"],
        concerns=words["concern"],
        buyers=buyers,
        currency=row["currency"],
        name=words["name"].format(n=chance.choice(UNITS)),
        city=row["city"],
    )


def _buyers(row: Row, chance: Random, names: Names) -> tuple[Buyer, ...]:
    called = titles(row["industry"], "buys")
    return tuple(Buyer(names.draw(row["region"]), title) for title in called[: chance.choice((1, 2, 2))])


def settles(deal: Deal) -> str:
    """Return what a call for this deal must settle."""
    return next(row["settle"] for row in rows("words") if row["use_case"] == deal.use_case)
