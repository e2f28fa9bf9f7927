"""What the database works out to put people in order is what the rules say of each of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

import pytest

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.directory.models import Contact
from goodword.members.policy import Purpose, actor_of
from goodword.protection import actions as protection
from goodword.protection.models import LedgerEntry
from goodword.protection.queries import load_of, with_rest, with_used
from goodword.protection.rules import HALVES, QUARTER, YEAR
from goodword.references.models import Advocate, HelpKind
from goodword.upkeep import actions as upkeep
from tests import cast
from tests.cast import SETUP, Company, link_actor
from tests.protection.people import asked

ZONES = ("", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata", "Europe/Brussels")
# Days at the edges of what is counted, and some between.
DAYS = (0, 1, 2, 20, 29, 30, 31, 44, 45, 46, 88, 89, 90, 91, 200, 363, 364, 365, 366, 367, 400)


def people() -> list[Advocate]:
    active = Advocate.objects.active().select_related("contact__account", "profile__account")
    return list(active.order_by("contact__name"))


def told_by_the_rules() -> dict[Advocate, tuple[int, int]]:
    loads = load_of(people(), clock.now())
    return {one: (loads[one.pk].used_halves, loads[one.pk].rest.level) for one in people()}


def told_by_the_database() -> dict[Advocate, tuple[int, int]]:
    active = Advocate.objects.active()
    used = dict(with_used(active).values_list("pk", "used_halves"))
    levels = dict(with_rest(active).values_list("pk", "rest_level"))
    return {one: (used[one.pk], levels[one.pk]) for one in people()}


def many(company: Company, count: int, dice: Random) -> None:
    """Add people who live in different zones and set their own limits, some of them none at all."""
    for nth in range(count):
        account = cast.customer(f"Firm {nth}", owner=company.amara)
        one = cast.advocate(account, f"Person{nth} Doe", nominated_by=company.amara)
        Contact.objects.filter(pk=one.contact_id).update(time_zone=dice.choice(ZONES))
        limits = {"dial_per_year": [0, 3, 6, 12], "dial_per_quarter": [0, 1, 4], "dial_gap_days": [0, 14, 45, 90]}
        own = {name: dice.choice([None, None, None, None, *numbers]) for name, numbers in limits.items()}
        Advocate.objects.filter(pk=one.pk).update(**own)


def entry(one: Advocate, kind: str, help_kind: str, at: datetime, ask: UUID | None = None) -> None:
    LedgerEntry(
        kind=kind,
        help_kind=help_kind,
        advocate=one,
        contact_id=one.contact_id,
        account_id=one.profile.account_id,
        at=at,
        ask_id=ask,
    ).save()


def a_year_of(one: Advocate, dice: Random) -> None:
    """Write what they were asked and gave: at any hour, near the edges of what counts, some of it given back."""
    for _ in range(dice.choice([0, 0, 1, 1, 2, 3, 5])):
        at = clock.now() - timedelta(days=dice.choice(DAYS), hours=dice.uniform(-1, 26))
        ask, kind = uuid4(), dice.choice(["call", "written"] * 6 + list(HALVES))
        entry(one, "ask", kind, at, ask)
        if dice.random() < 0.8:
            entry(one, "use", kind, at + timedelta(hours=1), ask)
            if dice.random() < 0.15:
                entry(one, "credit", kind, at + timedelta(hours=2), ask)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_is_in_the_ledger_the_database_counts_as_the_rules_do(seed: int) -> None:
    dice, company = Random(seed), cast.company()
    with opened(company.workspace):
        many(company, 30, dice)
        for one in people():
            a_year_of(one, dice)
        assert told_by_the_database() == told_by_the_rules()
        levels = {level for _used, level in told_by_the_rules().values()}
        assert len(levels) > 2, "these tell nothing apart"


def test_a_hold_a_pause_and_being_asked_leave_no_rest() -> None:
    company = cast.company()
    with opened(company.workspace):
        many(company, 4, Random(4))
        first, second, third, fourth = (one for one in people() if one not in (company.maya, company.ingrid))
        protection.place_hold(first.profile.account, by=actor_of(company.priya))
        protection.pause(second, by=link_actor(Purpose.OWN_PAGE, second, second.contact))
        asked(company, company.maya)
        tomorrow = clock.now().date() + timedelta(days=2)
        protection.place_hold(third, by=actor_of(company.priya), starts=tomorrow)
        protection.lift_hold(protection.place_hold(fourth, by=actor_of(company.priya)), by=actor_of(company.priya))
        told = told_by_the_database()
        assert told == told_by_the_rules()
        assert [told[one][1] for one in (first, second, company.maya)] == [0, 0, 0]


def test_whoever_was_known_as_two_is_counted_as_one() -> None:
    company = cast.company()
    with opened(company.workspace):
        double = cast.advocate(company.kestrel, "M. Okafor", nominated_by=company.amara)
        for one, days in ((company.maya, 40), (double, 50)):
            protection.log_elsewhere(one, HelpKind.CALL, by=SETUP, on=clock.now().date() - timedelta(days=days))
        upkeep.merge_contacts(company.maya.contact, double.contact, by=actor_of(company.priya))
        told = told_by_the_database()
        assert told == told_by_the_rules()
        # A limit of two a quarter, reached under two names.
        assert told[company.maya] == (4, 0) and double not in told


@pytest.mark.parametrize("days", [QUARTER, YEAR])
def test_a_day_ends_when_it_ends_where_somebody_lives(days: int) -> None:
    company = cast.company()
    with opened(company.workspace):
        directory.change_contact(company.maya.contact, by=SETUP, time_zone="Pacific/Auckland")
        there = company.maya.contact.time_zone
        assert there == "Pacific/Auckland"
        today = clock.now().astimezone(UTC)
        for hours in range(-30, 31, 3):
            LedgerEntry.objects.using("owner").all().delete()
            entry(company.maya, "use", "call", today - timedelta(days=days, hours=hours))
            assert told_by_the_database() == told_by_the_rules(), hours


def test_people_are_put_in_order_by_rest_and_by_help() -> None:
    company = cast.company()
    with opened(company.workspace):
        protection.log_elsewhere(company.maya, HelpKind.CALL, by=SETUP, on=clock.now().date() - timedelta(days=40))
        by_rest = list(with_rest(Advocate.objects.active()).order_by("-rest_level", "pk"))
        by_help = list(with_used(Advocate.objects.active()).order_by("-used_halves", "pk"))
    assert by_rest == [company.ingrid, company.maya] and by_help == [company.maya, company.ingrid]
