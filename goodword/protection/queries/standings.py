"""Gathering what protection needs to know, for any number of advocates in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from goodword.core.statements import Kept, Told
from goodword.core.working_time import wall_of
from goodword.directory.models import Account
from goodword.directory.queries import merged_into, rivals_of, with_merged
from goodword.protection.models import Hold, LedgerEntry, Reservation
from goodword.protection.rules import FOR_GOOD, YEAR, Dial, Entry, Standing, What, spoken
from goodword.references.models import Advocate, AdvocateState, Consent
from goodword.references.queries import acts_for, advocates_by_id, at_one_company

Theirs = dict[str, Collection[UUID | None]]

UNNAMED = "This customer"
# What an Entry holds, in its order: pages count thousands of ledger rows, so no objects are made of them.
COUNTED = ("kind", "at", "help_kind", "contact_id", "account_id", "ask_id", "account__group_id")
# A day more than the longest window, since days are counted on each advocate's own calendar.
LOOKING_BACK = timedelta(days=YEAR + 1)


def _clause(people: Told, accounts: Told | None = None, groups: Told | None = None) -> Q:
    """Return the clause for what counts for people: their own, and that of their companies and groups."""
    theirs = Q(contact__in=people)
    if accounts is not None:
        theirs |= Q(account__in=accounts)
    return theirs if groups is None else theirs | Q(account__group__in=groups)


_HOLDS = Kept[Hold](lambda now, accounts: Hold.objects.standing(now).filter(account__in=accounts))
_PLACES = Kept[Reservation](
    lambda **theirs: Reservation.objects.filter(_clause(**theirs), released_at=None).select_related("account")
)
_ENTRIES = Kept[tuple[Any, ...]](
    lambda since, **theirs: (
        LedgerEntry.objects.filter(_clause(**theirs), at__gt=since).order_by("at").values_list(*COUNTED)
    )
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one advocate: their standing, the ledger of person, company and group, their own limits."""

    advocate: Advocate
    standing: Standing
    entries: Sequence[Entry]
    dial: Dial

    @property
    def own_entries(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.advocate == self.standing.advocate]


def standings(
    advocates: Iterable[Advocate], now: datetime, *, thread: UUID | None = None, ask_id: UUID | None = None
) -> dict[UUID, Standing]:
    """Return each advocate's standing; see `known`."""
    return {pk: one.standing for pk, one in known(advocates, now, thread=thread, ask_id=ask_id).items()}


def known(
    advocates: Iterable[Advocate],
    now: datetime,
    *,
    thread: UUID | None = None,
    ask_id: UUID | None = None,
    as_read: bool = False,
    alone: bool = False,
) -> dict[UUID, Known]:
    """Return what protection knows of each advocate, read afresh in six queries, for nobody in none.

    `thread`: consent given for that one request counts too. `ask_id`: the ask at hand, left out of ledger and places.
    `as_read`: they were read a moment ago with contact, profile and accounts, for a page that decides nothing.
    `alone`: only what says how rested each person is, in four queries; consents, company, group and rivals left out.
    """
    given = {one.pk: one for one in advocates}
    people = given if as_read else advocates_by_id(given)
    if not people:
        return {}
    at_one_company(people.values())
    formerly = merged_into(pk for one in people.values() for pk in (one.contact_id, one.profile.account_id))
    theirs = _own(people.values()) if alone else _theirs(people.values())
    acts = {} if alone else acts_for(people, thread=thread, now=now)
    holds = _holds(people.values(), now)
    places = _places(theirs, ask_id)
    entries = _entries(people.values(), theirs, places, formerly, now, ask_id)
    rivals = {} if alone else rivals_of({one.profile.account_id for one in people.values()})
    asked = {place.contact_id for place in places}
    return {
        pk: Known(
            advocate=one,
            standing=_standing(one, acts.get(pk, {}), holds[pk], rivals, now, asked_now=one.contact_id in asked),
            entries=entries[pk],
            dial=Dial(one.dial_per_quarter, one.dial_per_year, one.dial_gap_days),
        )
        for pk, one in people.items()
    }


def _standing(
    advocate: Advocate,
    acts: Mapping[str, Consent.Act | None],
    holds: Sequence[Hold],
    rivals: dict[UUID, frozenset[UUID]],
    now: datetime,
    *,
    asked_now: bool,
) -> Standing:
    account, contact, zone = advocate.profile.account, advocate.contact, advocate.contact.zone
    pauses = [hold for hold in holds if hold.kind == Hold.Kind.PAUSE]
    stops = [hold for hold in holds if hold.kind != Hold.Kind.PAUSE]
    held_until = _latest(stops, zone)
    return Standing(
        advocate=contact.pk,
        account=account.pk,
        group=account.group_id,
        given=_of(acts, Consent.Act.GIVEN),
        claimed=_of(acts, Consent.Act.CLAIMED),
        switched_off=_of(acts, Consent.Act.REVOKED),
        languages=frozenset(spoken(tag) for tag in advocate.languages),
        competes_with=rivals.get(account.pk, frozenset()),
        active=_takes_part(advocate, wall_of(now, zone).date()),
        asked_now=asked_now,
        paused_until=_latest(pauses, zone),
        held=bool(stops),
        held_until=None if held_until == FOR_GOOD else held_until,
        renewal_on=account.renewal_on,
        open_severity=account.open_severity,
        health_red=account.health == Account.Health.RED,
        zone=zone,
        name=UNNAMED if advocate.is_masked else contact.first_name,
    )


def _of(acts: Mapping[str, Consent.Act | None], wanted: Consent.Act) -> frozenset[str]:
    return frozenset(kind for kind, act in acts.items() if act is wanted)


def _takes_part(advocate: Advocate, today: date) -> bool:
    left = advocate.contact.left_on
    return (
        advocate.state == AdvocateState.ACTIVE
        and advocate.merged_into_id is None
        and advocate.profile.account.status != Account.Status.FORMER
        and (left is None or left > today)
    )


def _latest(holds: Iterable[Hold], zone: str) -> date | None:
    """Return the first day that is free again of all of these; FOR_GOOD when one has no end."""
    days = [FOR_GOOD if hold.until is None else _first_free_day(hold.until, zone) for hold in holds]
    return max(days, default=None)


def _first_free_day(until: datetime, zone: str) -> date:
    wall = wall_of(until, zone)
    return wall.date() if wall.time() == time() else wall.date() + timedelta(days=1)


def _holds(advocates: Iterable[Advocate], now: datetime) -> dict[UUID, list[Hold]]:
    """Return the holds that stand on each advocate: their own, and their whole account's."""
    by_account: defaultdict[UUID, list[Hold]] = defaultdict(list)
    people = list(advocates)
    for hold in _HOLDS(now=now, accounts={one.profile.account_id for one in people}):
        by_account[hold.account_id].append(hold)
    return {
        one.pk: [hold for hold in by_account[one.profile.account_id] if hold.advocate_id in (None, one.pk)]
        for one in people
    }


def _places(theirs: Theirs, ask_id: UUID | None) -> list[Reservation]:
    """Return the live reservations of some people, the ask at hand left out."""
    return [place for place in _PLACES(**theirs) if place.ask_id != ask_id]


def _entries(
    people: Collection[Advocate],
    theirs: Theirs,
    places: Sequence[Reservation],
    formerly: Mapping[UUID, UUID],
    now: datetime,
    ask_id: UUID | None,
) -> dict[UUID, list[Entry]]:
    """Return for each advocate the entries of the person, of the company and of its group, the ask at hand left out.

    A live place counts as the use it may become, for everyone but its holder: being asked already says it of them.
    """
    recent = _ENTRIES(since=now - LOOKING_BACK, **theirs)
    of_person: defaultdict[Hashable, list[Entry]] = defaultdict(list)
    of_house: defaultdict[Hashable, list[Entry]] = defaultdict(list)
    for entry in _as_now((Entry(*row) for row in recent), formerly):
        if ask_id is None or entry.ask != ask_id:
            of_person[entry.advocate].append(entry)
            of_house[entry.group or entry.account].append(entry)
    for place in places:
        of_house[_house(place.account)].append(_reserved(place))
    return {
        one.pk: of_person[one.contact_id]
        + [entry for entry in of_house[_house(one.profile.account)] if entry.advocate != one.contact_id]
        for one in people
    }


def _as_now(entries: Iterable[Entry], formerly: Mapping[UUID, UUID]) -> Iterable[Entry]:
    """Count what stands under somebody merged away for the one they are now, for person and company alike."""
    if not formerly:
        return entries
    now: dict[Hashable, Hashable] = dict(formerly.items())
    return (
        replace(one, advocate=now.get(one.advocate, one.advocate), account=now.get(one.account, one.account))
        for one in entries
    )


def _reserved(place: Reservation) -> Entry:
    group = place.account.group_id
    return Entry(What.RESERVED, place.made_at, place.help_kind, place.contact_id, place.account_id, place.ask_id, group)


def _house(account: Account) -> UUID:
    """Return what its uses are counted together under: the group, of which a company alone is one of its own."""
    return account.group_id or account.pk


def _own(people: Iterable[Advocate]) -> Theirs:
    return {"people": with_merged(one.contact_id for one in people)}


def _theirs(people: Collection[Advocate]) -> Theirs:
    """Return whose entries and places count for these people; groups only where there are any, for they take a join."""
    groups = {one.profile.account.group_id for one in people} - {None}
    theirs: Theirs = _own(people) | {"accounts": with_merged(one.profile.account_id for one in people)}
    return theirs | {"groups": groups} if groups else theirs
