"""Counting over rolling windows. Days are dates on the advocate's own calendar, so "30 days" is 30 of their days."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from goodword.core.working_time import zone_named
from goodword.protection.rules.limits import HALVES_A_CALL, LIVE_HELP, halves_of


class What(StrEnum):
    """What an entry records. A reservation is room kept for a live ask; it counts as the use it may become."""

    ASK = "ask"
    USE = "use"
    CREDIT = "credit"
    RESERVED = "reserved"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger, or one live reservation. `advocate` is the human, above any CRM contact row.

    `group` is the account's, if it has one. `ask` ties a use to its ask, and a credit to the use it gives back.
    """

    what: What | str
    at: datetime
    help: str
    advocate: Hashable
    account: Hashable
    ask: Hashable = None
    group: Hashable = None


@dataclass(frozen=True, slots=True)
class Dated:
    """One thing that counts: its date on the advocate's calendar and its weight."""

    day: date
    weight: int
    live: bool = False
    help: str = ""


def today_in(now: datetime, zone: str) -> date:
    """Return the date in a zone. Raises ValueError for a moment without a zone."""
    if now.tzinfo is None:
        raise ValueError("A moment without a zone could be any day.")
    return now.astimezone(zone_named(zone)).date()


def standing_uses(entries: Iterable[Entry]) -> list[Entry]:
    """Return the uses and reservations that were not given back, oldest first, whatever order they came in.

    A credit gives back the use of the same ask, else its reservation; a credit without an ask gives back the newest
    use of that person and kind of help that is not later than itself. Each gives back one at most.
    """
    everything = sorted((entry for entry in entries if entry.what != What.ASK), key=_in_order)
    standing = [entry for entry in everything if entry.what != What.CREDIT]
    # Credits that name their use come first, so that one without cannot take it away from them.
    for credit in sorted((entry for entry in everything if entry.what == What.CREDIT), key=lambda one: one.ask is None):
        undone = _given_back(credit, standing)
        if undone is not None:
            standing.remove(undone)
    return standing


def dated_uses(entries: Iterable[Entry], zone: str) -> list[Dated]:
    """Return what counts as used, by date."""
    return [
        Dated(today_in(entry.at, zone), halves_of(entry.help), entry.help in LIVE_HELP, entry.help)
        for entry in standing_uses(entries)
    ]


def dated_asks(entries: Iterable[Entry], zone: str) -> list[Dated]:
    """Return the asks, by date, one each: declined and unanswered ones count like the rest."""
    return [Dated(today_in(entry.at, zone), 1) for entry in entries if entry.what == What.ASK]


def used_within(things: Iterable[Dated], days: int, today: date) -> int:
    """Return the weight within the last `days` days; what is already agreed for later counts too."""
    since = today - timedelta(days=days)
    return sum(thing.weight for thing in things if thing.day > since)


def free_on(things: Sequence[Dated], days: int, limit: int, weight: int, today: date) -> date | None:
    """Return the first day, from today on, with room for `weight` under `limit`; None when there never is.

    A help heavier than the whole limit needs the whole window empty, else a site visit could never be asked for.
    """
    if limit <= 0:
        return None
    needs = min(weight, limit)
    if used_within(things, days, today) + needs <= limit:
        return today
    for day in sorted({_leaves(thing, days) for thing in things}):
        if day > today and used_within(things, days, day) + needs <= limit:
            return day
    return None


def last_live(things: Iterable[Dated]) -> Dated | None:
    """Return the latest live help, booked ones included."""
    return max((thing for thing in things if thing.live), key=lambda thing: (thing.day, thing.help), default=None)


def gap_ends_on(things: Iterable[Dated], gap_days: int, today: date) -> date:
    """Return the first day, from today on, that is outside the gap."""
    latest = last_live(things)
    return today if latest is None else max(today, latest.day + timedelta(days=gap_days))


def calls(halves: int) -> str:
    """Write a weight in half calls as people read it: 0, ½, 1, 1½."""
    whole, half = divmod(halves, HALVES_A_CALL)
    if not half:
        return str(whole)
    return f"{whole}½" if whole else "½"


def _leaves(thing: Dated, days: int) -> date:
    return thing.day + timedelta(days=days)


def _in_order(entry: Entry) -> tuple[datetime, str, str, str]:
    return entry.at, str(entry.what), entry.help, str(entry.ask)


def _given_back(credit: Entry, standing: Sequence[Entry]) -> Entry | None:
    if credit.ask is not None:
        same = [one for one in standing if one.ask == credit.ask and one.advocate == credit.advocate]
        return min(same, key=lambda one: one.what != What.USE, default=None)
    earlier = [
        one
        for one in standing
        if one.what == What.USE and one.advocate == credit.advocate and one.help == credit.help and one.at <= credit.at
    ]
    return earlier[-1] if earlier else None
