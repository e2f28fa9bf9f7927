"""Who seems free, counted for all at once, never leaves out somebody who could be asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.directory.models import Account
from goodword.protection import actions as protection
from goodword.protection.queries import seem_free, verdicts, wish
from goodword.references.models import Advocate, HelpKind
from tests import cast
from tests.cast import SETUP, Company


def in_days(days: int) -> dict[str, object]:
    return {"renewal_on": clock.now().date() + timedelta(days=days)}


def logged(company: Company, days_ago: int) -> None:
    on = clock.now().date() - timedelta(days=days_ago)
    protection.log_elsewhere(company.maya, HelpKind.CALL, by=SETUP, on=on)


STOPS: dict[str, Callable[[Company], object]] = {
    "a hold on the company": lambda c: protection.place_hold(c.kestrel, by=SETUP, reason="Renewal"),
    "a pause of their own": lambda c: protection.pause(c.maya, by=SETUP),
    "being asked": lambda c: c.request(c.maya),
    "red health": lambda c: directory.change_account(c.kestrel, by=SETUP, health=Account.Health.RED),
    "an open escalation": lambda c: directory.change_account(c.kestrel, by=SETUP, open_severity=1),
    "a renewal soon": lambda c: directory.change_account(c.kestrel, by=SETUP, **in_days(45)),
    "a call yesterday": lambda c: logged(c, 1),
    "a call 28 days ago": lambda c: logged(c, 28),
}
NO_STOPS: dict[str, Callable[[Company], object]] = {
    "nothing": lambda c: None,
    "a hold on somebody else": lambda c: protection.place_hold(c.nordhaven, by=SETUP),
    "a renewal later": lambda c: directory.change_account(c.kestrel, by=SETUP, **in_days(46)),
    "an escalation that is small": lambda c: directory.change_account(c.kestrel, by=SETUP, open_severity=3),
    "a call long ago": lambda c: logged(c, 31),
}


def answers(company: Company) -> tuple[bool, bool]:
    """Return whether Maya seems free, and whether she may be asked."""
    now = clock.now()
    maya = Advocate.objects.get(pk=company.maya.pk)
    free = seem_free(Advocate.objects.filter(pk=maya.pk), now).exists()
    return free, verdicts([maya], wish(HelpKind.CALL), now)[maya.pk].allowed


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_whoever_does_not_seem_free_may_not_be_asked(stop: Callable[[Company], object]) -> None:
    company = cast.company()
    with opened(company.workspace):
        stop(company)
        assert answers(company) == (False, False)


@pytest.mark.parametrize("story", NO_STOPS.values(), ids=NO_STOPS)
def test_whoever_may_be_asked_seems_free(story: Callable[[Company], object]) -> None:
    company = cast.company()
    with opened(company.workspace):
        story(company)
        assert answers(company) == (True, True)


def test_a_persons_own_limit_is_left_to_the_verdict() -> None:
    company = cast.company()
    with opened(company.workspace):
        logged(company, 60)
        Advocate.objects.filter(pk=company.maya.pk).update(dial_per_year=1)
        assert answers(company) == (True, False)
