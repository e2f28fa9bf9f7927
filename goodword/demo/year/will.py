"""What customers and their owners want for themselves: pauses, limits, holds; who is nominated and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from random import Random

from goodword.demo import founding
from goodword.demo.company import lines
from goodword.demo.company.customers import Customer
from goodword.demo.company.people import ZONES
from goodword.demo.director import Cue, Told
from goodword.demo.stage import Stage, Wait
from goodword.demo.year.customers import Nominee
from goodword.demo.year.dates import moment_on
from goodword.demo.year.people import titles
from goodword.directory import actions as directory
from goodword.members.policy import Purpose
from goodword.protection import actions as protection
from goodword.protection.models import Hold
from goodword.references import actions as references
from goodword.references.models import AdvocateState, HelpKind

Steps = Iterator[Wait]
GAPS = (45, 60, 75)
FEWEST_DAYS_AGO, MOST_DAYS_AGO = 3, 350
# What people do for themselves in a year, and how many of them.
WILLS = {"_holiday": 9, "_quiet_now": 2, "_limit": 6, "_hold": 5, "_hold_now": 2, "_elsewhere": 6, "_escalation": 4}
BY_OWNERS = frozenset({"_hold", "_hold_now", "_elsewhere", "_escalation"})
ENDED = frozenset({"declined", "lapsed", "not_a_fit"})


def own_will(customers: Sequence[Customer], today: date, chance: Random) -> Iterator[Cue]:
    tellers: dict[str, Callable[[Customer, Random], Told]] = {
        "_holiday": _holiday,
        "_quiet_now": _quiet_now,
        "_limit": _limit,
        "_hold": _hold,
        "_hold_now": _hold_now,
        "_elsewhere": _elsewhere,
        "_escalation": _escalation,
    }
    for name, count in WILLS.items():
        for customer in chance.sample(list(customers), count):
            latest = 20 if name.endswith("_now") else MOST_DAYS_AGO
            zone = ZONES[customer.owner] if name in BY_OWNERS else customer.zone
            yield _some_day(chance, today, zone, tellers[name](customer, chance), latest=latest)
    for customer in chance.sample([one for one in customers if len(one.people) > 1], 3):
        yield _some_day(chance, today, customer.zone, _leaves(customer))


def nominations(nominees: Sequence[Nominee], today: date, chance: Random) -> Iterator[Cue]:
    for one in nominees:
        ended, zone = one.course in ENDED, ZONES[one.customer.owner]
        told = _nominated(one, chance)
        yield _some_day(chance, today, zone, told, soonest=45 if ended else 3, latest=300 if ended else 12)


def _some_day(
    chance: Random,
    today: date,
    zone: str,
    told: Told,
    *,
    soonest: int = FEWEST_DAYS_AGO,
    latest: int = MOST_DAYS_AGO,
) -> Cue:
    day = today - timedelta(days=chance.randrange(soonest, latest))
    return Cue(moment_on(chance, day, zone), told)


def _holiday(customer: Customer, chance: Random) -> Told:
    return _pause(customer, chance.randrange(10, 30))


def _quiet_now(customer: Customer, chance: Random) -> Told:
    return _pause(customer, chance.randrange(40, 80))


def _pause(customer: Customer, days: int) -> Told:
    """Somebody pauses for so many days, from their own page."""

    def told(stage: Stage) -> Steps:
        advocate = stage.advocate(customer.people[0].name)
        until = stage.today() + timedelta(days=days)
        protection.pause(advocate, by=stage.own_page(advocate), until=until)
        yield timedelta(hours=1)

    return told


def _limit(customer: Customer, chance: Random) -> Told:
    gap_days = chance.choice(GAPS)

    def told(stage: Stage) -> Steps:
        advocate = stage.advocate(customer.people[-1].name)
        references.set_dial(advocate, by=stage.own_page(advocate), gap_days=gap_days)
        yield timedelta(hours=1)

    return told


def _hold(customer: Customer, chance: Random) -> Told:
    return _held(customer, chance, lifts=True)


def _hold_now(customer: Customer, chance: Random) -> Told:
    return _held(customer, chance, lifts=False)


def _held(customer: Customer, chance: Random, *, lifts: bool) -> Told:
    """The owner holds a customer back, and lets asks go on when the matter is settled."""
    why, days = chance.choice(lines.HOLDS), chance.randrange(8, 20)

    def told(stage: Stage) -> Steps:
        account = stage.account(customer.name)
        hold = protection.place_hold(account, by=stage.owner_of_account(account), reason=why)
        if lifts:
            yield timedelta(hours=8 * days)
            standing = Hold.objects.select_related("account").get(pk=hold.pk)
            protection.lift_hold(standing, by=stage.owner_of_account(standing.account))
        yield timedelta(hours=1)

    return told


def _elsewhere(customer: Customer, chance: Random) -> Told:
    note = chance.choice(lines.ELSEWHERE)

    def told(stage: Stage) -> Steps:
        advocate = stage.advocate(customer.people[0].name)
        if advocate.state == AdvocateState.ACTIVE:
            owner = stage.owner_of_account(advocate.profile.account)
            protection.log_elsewhere(advocate, HelpKind.PEER_CHAT, by=owner, on=stage.today(), note=note)
        yield timedelta(hours=1)

    return told


def _escalation(customer: Customer, chance: Random) -> Told:
    """A severe issue comes up and is closed: nobody there is asked meanwhile."""
    severity, days = chance.choice((1, 2)), chance.randrange(3, 12)

    def told(stage: Stage) -> Steps:
        account = stage.account(customer.name)
        directory.change_account(account, by=stage.owner_of_account(account), open_severity=severity)
        yield timedelta(hours=8 * days)
        account = stage.account(customer.name)
        directory.change_account(account, by=stage.owner_of_account(account), open_severity=None)

    return told


def _leaves(customer: Customer) -> Told:
    def told(stage: Stage) -> Steps:
        advocate = stage.advocate(customer.people[-1].name)
        if advocate.state == AdvocateState.ACTIVE:
            references.leave(advocate, by=stage.own_page(advocate))
        yield timedelta(hours=1)

    return told


def _nominated(nominee: Nominee, chance: Random) -> Told:
    customer, course = nominee.customer, nominee.course
    because, title = chance.choice(lines.BECAUSE), chance.choice(titles(customer.industry, "helps"))
    why = chance.choice(lines.NOT_A_FIT)

    def told(stage: Stage) -> Steps:
        account = stage.account(customer.name)
        contact = founding.add_person(account, nominee.name, title)
        advocate = references.nominate(contact, by=stage.owner_of_account(account), because=because)
        yield timedelta(hours=chance.uniform(2, 12))
        if course == "waits":
            return
        if course == "not_a_fit":
            references.not_a_fit(advocate, by=stage.member("noemie"), why=why)
            return
        references.qualify(advocate, by=stage.member("noemie"))
        yield timedelta(hours=chance.uniform(1, 6))
        if course == "taken_up":
            return
        references.invite(advocate, by=stage.member("noemie"))
        yield timedelta(hours=chance.uniform(4, 20))
        if course == "declined":
            link = stage.by_link(Purpose.INVITATION, advocate, contact)
            references.decline_invitation(advocate, by=link)
        yield timedelta(hours=1)

    return told
