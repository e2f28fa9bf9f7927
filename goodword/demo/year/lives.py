"""What happens beside the requests: deals come up and close, customers join, owners confirm, colleagues come and go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from goodword.demo import founding
from goodword.demo.company.customers import CUSTOMERS, Customer
from goodword.demo.company.people import COLLEAGUES, GONE, LEFT, SUCCESSOR, ZONE, ZONES, Colleague
from goodword.demo.director import Cue, Told
from goodword.demo.stage import Stage, Wait, Working
from goodword.demo.words import send_proof
from goodword.demo.year.dates import moment_on
from goodword.demo.year.deals import Course, settles
from goodword.demo.year.plan import Year, first_day, since_always
from goodword.demo.year.tellers import TELLERS
from goodword.demo.year.will import nominations, own_will
from goodword.directory import actions as directory
from goodword.directory.models import Opportunity
from goodword.members.actions import remove_member
from goodword.references import actions as references
from goodword.references.models import ReferenceProfile

Steps = Iterator[Wait]
SENT_IN = 0.6  # of all deals
CHECK_IN_EVERY = 150  # days; the last one is fresh enough for everyone today


def cues(year: Year, chance: Random) -> Iterator[Cue]:
    """Yield every scene of the year."""
    for course in year.courses:
        yield Cue(course.opens, deal_told(course, year.shortlists[course.deal.key]))
        yield from _proof_sent(course)
    always = since_always(year.customers)
    for one in year.customers:
        if one.days_ago is not None:
            day = year.today - timedelta(days=one.days_ago)
            yield Cue(moment_on(chance, day, ZONE), _joins(one.customer, year.today))
    for customer in (*CUSTOMERS, *always):
        yield from _check_ins(customer, year, chance)
    yield from _colleagues(year.today, chance)
    yield from own_will(always, year.today, chance)
    yield from nominations(year.nominees, year.today, chance)


def deal_told(course: Course, shortlists: tuple[tuple[str, ...], ...]) -> Told:
    """Tell a deal from its first day to its last, with the requests made for it in between."""
    deal, chance = course.deal, Random(course.deal.key)

    def told(stage: Stage) -> Steps:
        founding.open_deal(stage, deal, stage.ends.date())
        yield _days(stage, deal.key, chance.uniform(1, 4))
        _advance(stage, deal.key, "evaluation")
        for teller, names in zip(course.tellers, shortlists, strict=True):
            yield _days(stage, deal.key, chance.uniform(0.3, 3))
            if stage.deals[deal.key].status != Opportunity.Status.OPEN:
                return
            yield from TELLERS[teller].tell(stage, deal.key, settles(deal), names)
            stage.deals[deal.key].refresh_from_db()
            _advance(stage, deal.key, "proposal")
        if course.closes is None:
            return
        yield _days(stage, deal.key, chance.uniform(1, 5))
        _advance(stage, deal.key, "negotiation")
        yield course.closes
        if stage.deals[deal.key].status == Opportunity.Status.OPEN:
            directory.close_opportunity(stage.deals[deal.key], by=stage.rep_of(deal.key), won=course.won)
        yield _days(stage, deal.key, 0.1)

    return told


def _proof_sent(course: Course) -> Iterator[Cue]:
    """Yield the day on which a rep sends stories and quotes, in the deals in which they do."""
    deal, chance = course.deal, Random(f"{course.deal.key} proof")
    if chance.random() >= SENT_IN:
        return

    def told(stage: Stage) -> Steps:
        stage.deals[deal.key].refresh_from_db()
        if stage.deals[deal.key].status == Opportunity.Status.OPEN:
            send_proof(stage, deal.key, chance, chance.choice((1, 1, 2, 3)))
        yield _days(stage, deal.key, 0.1)

    day = course.opens.date() + timedelta(days=chance.randrange(1, 15))
    yield Cue(moment_on(chance, day, ZONES[deal.rep]), told)


def _days(stage: Stage, key: str, count: float) -> Working:
    """Return so many working days of the deal's rep."""
    return Working(timedelta(hours=8 * count), stage.deals[key].owner.time_zone)


def _advance(stage: Stage, key: str, to: str) -> None:
    """Move a deal that is still open to a later stage."""
    deal = stage.deals[key]
    if deal.status == Opportunity.Status.OPEN:
        directory.change_opportunity(deal, by=stage.rep_of(key), stage=to)


def _joins(customer: Customer, today: date) -> Told:
    def told(stage: Stage) -> Steps:
        founding.win(stage, customer, today)
        yield timedelta(hours=1)

    return told


def _check_ins(customer: Customer, year: Year, chance: Random) -> Iterable[Cue]:
    """Yield the days on which the owner confirms what is known of a customer."""
    day = first_day(year) + timedelta(days=chance.randrange(60, CHECK_IN_EVERY))
    while day < year.today:
        yield Cue(moment_on(chance, day, ZONES[customer.owner]), _confirmed(customer))
        day += timedelta(days=chance.randrange(CHECK_IN_EVERY - 40, CHECK_IN_EVERY))


def _confirmed(customer: Customer) -> Told:
    def told(stage: Stage) -> Steps:
        account = stage.account(customer.name)
        profile, owner = ReferenceProfile.objects.get(account=account), stage.owner_of_account(account)
        references.confirm_profile(profile, by=owner)
        yield timedelta(hours=1)

    return told


def _colleagues(today: date, chance: Random) -> Iterator[Cue]:
    for one in COLLEAGUES:
        if one.joined is not None:
            yield Cue(moment_on(chance, today - timedelta(days=one.joined), ZONE), _hired(one))
        # Before the last weekend, so that no moment of it lies in the future.
        lately = Random(f"{one.key} signs in")
        day = today - timedelta(days=lately.randrange(3, 6))
        yield Cue(moment_on(lately, day, one.zone), _signed_in(one))
    for one in GONE:
        yield Cue(moment_on(chance, today - timedelta(days=LEFT), ZONE), _left(one))


def _signed_in(one: Colleague) -> Told:
    def told(stage: Stage) -> Steps:
        founding.sign_in(stage.members[one.key])
        yield timedelta(hours=1)

    return told


def _hired(one: Colleague) -> Told:
    def told(stage: Stage) -> Steps:
        founding.hire(stage, one)
        yield timedelta(hours=1)

    return told


def _left(one: Colleague) -> Told:
    """Tell of an owner who left; their customers and what waits pass to the successor."""

    def told(stage: Stage) -> Steps:
        remove_member(stage.members[one.key], by=stage.member("ruth"), successor=stage.members[SUCCESSOR])
        yield timedelta(hours=1)

    return told
