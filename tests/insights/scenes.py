"""Deals brought to their end by the verbs, with help and without."""

from __future__ import annotations

from typing import Any

from goodword.core import clock
from goodword.core.models import Program
from goodword.core.tenancy import opened
from goodword.desk.actions import give_debrief
from goodword.desk.models import ReferenceRequest
from goodword.directory import actions as directory
from goodword.directory.models import Opportunity
from goodword.insights.policy import Scope, scope_of
from goodword.insights.queries import Impact, Window, impact_of
from goodword.insights.rules import named
from goodword.members.models import Member
from goodword.members.policy import Purpose, actor_of
from tests import cast
from tests.cast import Company
from tests.desk.steps import UNDO, ask_of, booked


def helped(company: Company) -> ReferenceRequest:
    """Bring Ben's request to where Maya's call was held, everybody said how it went, and it closed."""
    need = booked(company)
    company.run(days=6, hours=3)
    with opened(company.workspace):
        ask = ask_of(need, "Maya")
        give_debrief(ask, "advocate", "fine", by=cast.as_customer(ask))
        give_debrief(ask, "rep", "moved", by=actor_of(company.ben))
        give_debrief(ask, "prospect", "helped_some", by=cast.as_prospect(ask, company.daniel, Purpose.DEBRIEF))
    company.run(**UNDO)
    return need


def closed(company: Company, deal: Opportunity | None = None, *, won: bool = True) -> Opportunity:
    """Close a deal, Ben's if none is named, and let everybody be credited."""
    with opened(company.workspace):
        done = Opportunity.objects.get(pk=(deal or company.deal).pk)
        directory.close_opportunity(done, by=actor_of(done.owner), won=won)
    company.run(**UNDO)
    return done


def another_deal(company: Company, name: str, **fields: Any) -> Opportunity:
    """Open one more deal of Ben's."""
    with opened(company.workspace):
        deal = cast.deal(name, owner=company.ben, domain=f"{name.split()[0].lower()}.example")
        if fields:
            directory.change_opportunity(deal, by=cast.SETUP, **fields)
        return deal


def quarter(company: Company) -> Window:
    """Return this quarter; the workspace must be open."""
    here = Program.here().time_zone
    return Window(named("", clock.today(here)).months, here)


def scope(who: Member) -> Scope:
    return scope_of(actor_of(who))


def impact(company: Company, who: Member, period: str = "", cut: str = "industry") -> Impact:
    """Return what somebody reads on their page of a period."""
    with opened(company.workspace):
        day = clock.today(Program.here().time_zone)
        return impact_of(scope(who), named(period, day), segmented_by=cut)
