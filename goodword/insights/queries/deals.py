"""Deals, with a customer's voice in them and without: counted by the database, listed for whoever wants to see them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value

from goodword.core import clock
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.queries.helped import helped
from goodword.desk.rules.states import AskState, CloseReason
from goodword.directory.models import Opportunity, OpportunityQuerySet, Stage
from goodword.directory.queries import closed_for_good
from goodword.insights.policy import Scope
from goodword.insights.queries.windows import Window
from goodword.insights.rules import DealCell, Helped, Share
from goodword.references.policy import masked, visible_deals

FOUND_NOBODY = (CloseReason.UNFILLED, CloseReason.PROOF_ONLY)
LATE_STAGES = (Stage.PROPOSAL, Stage.NEGOTIATION)
AHEAD = timedelta(days=90)


def deal_cells(scope: Scope, window: Window) -> list[DealCell]:
    """Return the deals that closed in the window, counted by all that tells them apart. One query."""
    rows = (
        closed_deals(scope, window)
        .annotate(month=window.month("closed_at"), found_nobody=found_nobody(), **_by_whom(scope))
        .values("month", "status", "used", "found_nobody", "renewal", "currency", "by_named", "by_private")
        .annotate(deals=Count("pk"), worth=Sum("won_amount"))
    )
    return [
        DealCell(
            month=row["month"],
            won=row["status"] == Opportunity.Status.WON,
            used=row["used"],
            found_nobody=row["found_nobody"],
            renewal=row["renewal"],
            currency=row["currency"],
            deals=row["deals"],
            amount=row["worth"] or Decimal(0),
            by=Helped.of(named=row["by_named"], private=row["by_private"]),
        )
        for row in rows
    ]


def closed_deals(scope: Scope, window: Window) -> OpportunityQuerySet:
    """Return the deals that closed in the window, each with `used`: a reference had helped before it did.

    One that closed a moment ago counts once nobody can take that back, as credit and mails wait for it.
    """
    here = window.of("closed_at")
    closed = _theirs(scope).filter(closed_for_good(clock.now()), **here).order_by()
    # Listed once, not looked up for each deal.
    return closed.annotate(used=Q(pk__in=_helped_before(scope).values("need__opportunity")))


def _helped_before(scope: Scope) -> QuerySet[Ask]:
    """Return the asks that became help before their deal closed."""
    before = helped().filter(helped_at__lte=F("need__opportunity__closed_at"))
    return before if scope.whole else before.filter(need__opportunity__owner=scope.member_id)


def _by_whom(scope: Scope) -> dict[str, Any]:
    """Return who helped a deal, named and private ones apart: for the whole, of one seller's deals they are too few."""
    if not scope.whole:
        return {"by_named": Value(False), "by_private": Value(False)}
    before, private = _helped_before(scope), masked("advocate__")
    sides = {"by_named": before.exclude(private), "by_private": before.filter(private)}
    return {name: Q(pk__in=asks.values("need__opportunity")) for name, asks in sides.items()}


def found_nobody() -> Exists:
    """Return whether a deal's request found nobody: it closed unfilled, or with proof in the place of a person."""
    return Exists(ReferenceRequest.objects.filter(opportunity=OuterRef("pk"), close_reason__in=FOUND_NOBODY))


def without_a_voice(scope: Scope) -> OpportunityQuerySet:
    """Return the open deals nobody has spoken in yet, and nobody is booked for."""
    spoken = Ask.objects.filter(need__opportunity=OuterRef("pk"), state__in=(AskState.HELD, AskState.BOOKED))
    return _theirs(scope).open().filter(~Exists(spoken)).order_by()


def closing_soon(deals: OpportunityQuerySet, now: datetime) -> OpportunityQuerySet:
    """Return those that close within 90 days, or whose day nobody has said."""
    return deals.filter(Q(close_on=None) | Q(close_on__lte=(now + AHEAD).date()))


def late_without_a_voice(scope: Scope, now: datetime) -> OpportunityQuerySet:
    """Return the late-stage deals that close soon without a voice, those that close first first."""
    late = closing_soon(without_a_voice(scope), now).filter(stage__in=LATE_STAGES)
    return late.order_by(F("close_on").asc(nulls_last=True), "-amount", "pk")


def waiting(scope: Scope) -> dict[str, Decimal]:
    """Return what the deals are worth whose requests are open now, by currency, each deal once. One query."""
    asked = ReferenceRequest.objects.open().filter(opportunity=OuterRef("pk"))
    return sums(_theirs(scope).open().filter(Exists(asked)).order_by())


def sums(deals: QuerySet[Opportunity]) -> dict[str, Decimal]:
    """Return the amounts of deals by currency, that of the most deals first. One query."""
    rows = deals.values("currency").annotate(deals=Count("pk"), worth=Sum("amount")).order_by("-deals", "currency")
    return {row["currency"]: row["worth"] for row in rows if row["worth"]}


def seen(deals: OpportunityQuerySet, scope: Scope) -> OpportunityQuerySet:
    """Return those of the deals that the viewer may see by name; a private customer's are counted, not listed."""
    return deals.filter(pk__in=visible_deals(scope.by).order_by().values("pk"))


def by_team(scope: Scope, window: Window) -> dict[str, tuple[Share, Share]]:
    """Return for each sales team: won deals that used a reference, late-stage open deals that have one. Two queries."""
    won = closed_deals(scope, window).filter(status=Opportunity.Status.WON)
    late = _theirs(scope).open().filter(stage__in=LATE_STAGES).order_by()
    spoken = Ask.objects.filter(need__opportunity=OuterRef("pk"), state__in=(AskState.HELD, AskState.BOOKED))
    used, voiced = _shares(won), _shares(late.annotate(used=Exists(spoken)))
    return {team: (used.get(team, Share()), voiced.get(team, Share())) for team in {*used, *voiced}}


def _shares(deals: OpportunityQuerySet) -> dict[str, Share]:
    rows = deals.values("owner__team").annotate(whole=Count("pk"), part=Count("pk", filter=Q(used=True)))
    return {row["owner__team"]: Share(row["part"], row["whole"]) for row in rows}


def _theirs(scope: Scope) -> OpportunityQuerySet:
    deals: OpportunityQuerySet = Opportunity.objects.all()
    return deals if scope.whole else deals.filter(owner=scope.member_id)
