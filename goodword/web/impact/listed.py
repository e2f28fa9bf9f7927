"""The lists behind the figures: which rows each has, in which columns, and where a row leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.desk.models import ReferenceRequest
from goodword.desk.queries.helped import helped
from goodword.directory.models import Opportunity
from goodword.insights.policy import Scope
from goodword.insights.queries import Window, deals, needs, people
from goodword.members.models import Member
from goodword.protection.models import LedgerEntry
from goodword.references.policy import visible_deals
from goodword.web.impact import columns
from goodword.web.impact.columns import Column

Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """One list: `key` in the address, whose measure it belongs to, its rows, and where each row leads.

    `of_the_whole`: it is about colleagues, and only for who looks at everybody's figures.
    """

    key: str
    title: str | Promise
    measure: str
    rows: Callable[[Scope, Window], Rows]
    columns: Callable[[Actor], Sequence[Column]]
    leads_to: Callable[[Any], str]
    order: str
    of_the_period: bool = True
    of_the_whole: bool = False
    narrowed: Callable[[Rows, Actor], Rows] = field(default=lambda rows, by: rows)


def _won(scope: Scope, window: Window) -> Rows:
    return _with_people(deals.closed_deals(scope, window).filter(status=Opportunity.Status.WON))


def _used(scope: Scope, window: Window) -> Rows:
    return _won(scope, window).filter(used=True)


def _with_people(rows: Rows) -> Rows:
    """Load who helped, with everything it takes to say who may know them."""
    asks = helped().select_related("advocate__contact", "advocate__profile__account")
    requests = ReferenceRequest.objects.order_by("created_at").prefetch_related(Prefetch("asks", asks))
    return rows.select_related("account", "owner").prefetch_related(Prefetch("requests", requests))


def _late(scope: Scope, window: Window) -> Rows:
    return deals.late_without_a_voice(scope, clock.now()).select_related("account", "owner")


def _needs(scope: Scope, window: Window) -> Rows:
    closed: Rows = needs.closed_needs(scope, window).annotate(helped_at=needs.first_help())
    return closed.filter(asked=True).select_related("opportunity__account", "requester")


def _answers(scope: Scope, window: Window) -> Rows:
    asked = needs.customers_asked(scope, window)
    return asked.select_related("advocate__contact", "advocate__profile__account")


def _deals_seen(rows: Rows, by: Actor) -> Rows:
    return rows.filter(pk__in=visible_deals(by).order_by().values("pk"))


def _needs_seen(rows: Rows, by: Actor) -> Rows:
    return rows.filter(opportunity__in=visible_deals(by).order_by().values("pk"))


def _deal_page(deal: Opportunity) -> str:
    return reverse("opportunity", args=[deal.pk])


def _need_page(need: ReferenceRequest) -> str:
    return reverse("request", args=[need.pk])


def _no_page(member: Member) -> str:
    return ""


def _request_of(entry: LedgerEntry) -> str:
    return reverse("request", args=[entry.thread]) if entry.thread else ""


LISTS: dict[str, Listed] = {
    one.key: one
    for one in (
        Listed(
            "used",
            _("Won deals that used a reference"),
            "won",
            _used,
            columns.deal_columns,
            _deal_page,
            "-closed_at",
            narrowed=_deals_seen,
        ),
        Listed(
            "won", _("Won deals"), "won", _won, columns.deal_columns, _deal_page, "-closed_at", narrowed=_deals_seen
        ),
        Listed(
            "requests",
            _("Requests that closed"),
            "in-time",
            _needs,
            columns.need_columns,
            _need_page,
            "-closed_at",
            narrowed=_needs_seen,
        ),
        Listed("answers", _("Customers asked"), "acceptance", _answers, columns.answer_columns, _request_of, "-at"),
        Listed(
            "late",
            _("Late deals without a reference"),
            "late",
            _late,
            columns.late_columns,
            _deal_page,
            "close_on",
            of_the_period=False,
            narrowed=_deals_seen,
        ),
        Listed(
            "assists",
            _("Assists by person"),
            "thanks",
            lambda scope, window: people.assisting(window),
            columns.assist_columns,
            _no_page,
            "-deals",
            of_the_whole=True,
        ),
        Listed(
            "owners",
            _("Owners who take part"),
            "participation",
            lambda scope, window: people.owners(scope, clock.now()),
            columns.owner_columns,
            _no_page,
            "name",
            of_the_period=False,
            of_the_whole=True,
        ),
    )
}
