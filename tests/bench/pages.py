"""The pages that are measured, and as whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.models import Workspace
from goodword.core.tenancy import opened
from goodword.desk.models import ReferenceRequest
from goodword.directory import actions as directory
from goodword.directory.models import Account, Opportunity, Stage
from goodword.members.models import Member, Role
from goodword.references.models import Advocate, AdvocateState

BENCH = Actor.system("bench")
FIND = "Find a reference"
OF_LISTS, OF_FIND = 3.0, 4.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name in the report, who opens it, its address.

    `goal`: how many times a lean list it may take: lists and searches three times, find four; no other page has one.
    """

    name: str
    who: Member
    path: str
    goal: float | None = None


def of_demo(place: Workspace) -> Iterator[Page]:
    """Return the main pages of the demo company, each as somebody who uses it daily."""
    with opened(place):
        deal = Opportunity.objects.open().exclude(owner=None).order_by("close_on", "pk").select_related("owner")[0]
        need = ReferenceRequest.objects.order_by("-created_at").select_related("requester")[0]
        rep, manager, leader = deal.owner, _first(Role.MANAGER), _first(Role.LEADER)
        customer = Account.objects.customers().order_by("pk")[0]
        person = Advocate.objects.filter(state=AdvocateState.ACTIVE).order_by("pk")[0]
    yield Page("Today, a rep's", rep, "/")
    yield Page("Today, the program's", manager, "/")
    yield Page(FIND, rep, f"/find?opp={deal.pk}", OF_FIND)
    yield Page("Requests", manager, "/requests", OF_LISTS)
    yield Page("A request", need.requester, f"/requests/{need.pk}")
    yield from _lists(manager)
    yield Page("A customer", manager, f"/customers/{customer.pk}")
    yield Page("An advocate", manager, f"/advocates/{person.pk}")
    yield Page("Impact", leader, "/impact")
    yield Page("Stories and quotes", manager, "/proof", OF_LISTS)


def of_large(place: Workspace) -> Iterator[Page]:
    """Return the lists and searches of a made-up workspace, and the find page of a deal in it."""
    with opened(place):
        manager, rep = _first(Role.MANAGER), _first(Role.REP)
        deal = _deal(manager)
    yield from _lists(manager)
    yield from _lists(rep, ", a rep's")
    yield Page("Contacts, third page", manager, "/contacts?show=150", OF_LISTS)
    yield Page("Contacts, a name", manager, "/contacts?q=maria", OF_LISTS)
    yield Page("Accounts, a name", manager, "/accounts?view=all&q=north", OF_LISTS)
    yield Page("Advocates, by rest", manager, "/advocates?sort=-rest", OF_LISTS)
    yield Page("Advocates, by help this year", manager, "/advocates?sort=-year", OF_LISTS)
    yield Page("Advocates, a name", manager, "/advocates?q=ana", OF_LISTS)
    yield Page(FIND, manager, f"/find?opp={deal.pk}", OF_FIND)


def _lists(who: Member, whose: str = "") -> Iterator[Page]:
    yield Page(f"Accounts{whose}", who, "/accounts?view=all", OF_LISTS)
    yield Page(f"Contacts{whose}", who, "/contacts", OF_LISTS)
    yield Page(f"Advocates{whose}", who, "/advocates", OF_LISTS)
    yield Page(f"Opportunities{whose}", who, "/opportunities", OF_LISTS)
    yield Page(f"Palette, two letters{whose}", who, "/palette?q=ma", OF_LISTS)


def _first(role: Role) -> Member:
    return Member.objects.active().with_role(role).select_related("user").order_by("pk")[0]


def _deal(owner: Member) -> Opportunity:
    """Return a made-up workspace's one open deal, made on the first run."""
    found = Opportunity.objects.open().first()
    if found is not None:
        return found
    prospect = Account.objects.filter(status=Account.Status.PROSPECT).order_by("pk")[0]
    close_on = clock.now().date() + timedelta(days=60)
    return directory.add_opportunity(
        prospect, "Renewal of everything", by=BENCH, owner=owner, stage=Stage.PROPOSAL, close_on=close_on
    )
