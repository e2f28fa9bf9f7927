"""What each figure counts, row by row: on a page, and as a file. Whoever may not know a name doesn't find it in either."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.desk.models import ReferenceRequest
from goodword.desk.queries.helped import helped
from goodword.directory.models import Opportunity
from goodword.insights.policy import Scope, scope_of
from goodword.insights.queries import Window, deals, needs
from goodword.protection.models import LedgerEntry
from goodword.references.policy import visible_deals
from goodword.references.queries import face
from goodword.web.csv_answer import csv_answer
from goodword.web.directory.listing import listing
from goodword.web.impact.periods import asked_for, window_of
from goodword.web.impact.words import period_words
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.templatetags._figures import money
from goodword.web.templatetags._times import day

CHUNK = 500
ANSWERS = {
    "yes": _("Yes"),
    "no": _("No"),
    "silent": _("No answer"),
    "waiting": _("Still has time"),
    "spared": _("The request ended first"),
}
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what a file holds, and how a page says it where that is not the same."""

    head: str | Promise
    value: Callable[[Any], object]
    show: Callable[[Any], object] | None = None
    css: str = ""
    only_in_files: bool = False

    def shown(self, row: Any) -> object:
        return (self.show or self.value)(row)


@dataclass(frozen=True, slots=True)
class Listed:
    """One list: `key` in the address, whose measure it belongs to, its rows, and where each row leads."""

    key: str
    title: str | Promise
    measure: str
    rows: Callable[[Scope, Window], Rows]
    columns: Callable[[Actor], Sequence[Column]]
    leads_to: Callable[[Any], str]
    order: str
    of_the_period: bool = True
    narrowed: Callable[[Rows, Actor], Rows] = field(default=lambda rows, by: rows)


@require_http_methods(["GET", "HEAD"])
@for_members()
def rows_page(request: MemberRequest, key: str) -> HttpResponse:
    """List what a figure counts."""
    scope, wanted = scope_of(request.actor), _wanted(key)
    period = asked_for(request)
    counted = wanted.rows(scope, window_of(period))
    seen = wanted.narrowed(counted, request.actor)
    page = listing(request, seen, sorts={"day": wanted.order.removeprefix("-")}, default=_default(wanted.order))
    columns = [one for one in wanted.columns(request.actor) if not one.only_in_files]
    context = {
        "wanted": wanted,
        "period": period,
        "period_words": period_words(period),
        "page": page,
        "columns": columns,
        "rows": [_cells(row, columns, wanted) for row in page.rows],
        "hidden": counted.count() - page.total,
        "scope": scope,
    }
    return render(request, "impact/list.html", context)


@require_http_methods(["GET", "HEAD"])
@for_members()
def rows_file(request: MemberRequest, key: str) -> FileResponse:
    """Send the same rows as a file."""
    scope, wanted = scope_of(request.actor), _wanted(key)
    period = asked_for(request)
    found = wanted.narrowed(wanted.rows(scope, window_of(period)), request.actor).order_by(wanted.order, "pk")
    columns = wanted.columns(request.actor)
    lines = ([column.value(row) for column in columns] for row in found.iterator(chunk_size=CHUNK))
    name = f"{wanted.key}-{period.code}.csv" if wanted.of_the_period else f"{wanted.key}.csv"
    return csv_answer(name, [column.head for column in columns], lines)


def _wanted(key: str) -> Listed:
    if key not in LISTS:
        raise Http404
    return LISTS[key]


def _default(order: str) -> str:
    return "-day" if order.startswith("-") else "day"


def _cells(row: Any, columns: Sequence[Column], wanted: Listed) -> dict[str, Any]:
    first, *others = columns
    return {"url": wanted.leads_to(row), "name": first.shown(row), "cells": [(one, one.shown(row)) for one in others]}


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


def _helpers(by: Actor, deal: Opportunity) -> str:
    """Return the companies that helped before the deal closed, each once; a private one by its description."""
    asks: list[Any] = [ask for need in deal.requests.all() for ask in need.asks.all()]
    in_time = (ask for ask in asks if deal.closed_at is not None and ask.helped_at <= deal.closed_at)
    return ", ".join(dict.fromkeys(face(ask.advocate, by).company for ask in in_time))


def _deal_columns(by: Actor) -> Sequence[Column]:
    return (
        Column(_("Buyer"), lambda deal: deal.account.name),
        Column(_("Deal"), lambda deal: deal.name),
        Column(_("Rep"), lambda deal: deal.owner.name),
        Column(_("Team"), lambda deal: deal.owner.team, only_in_files=True),
        Column(_("Won on"), lambda deal: deal.closed_at, lambda deal: day(deal.closed_at)),
        Column(_("Amount"), lambda deal: deal.won_amount, lambda deal: money(deal.won_amount, deal.currency), "r num"),
        Column(_("Currency"), lambda deal: deal.currency, only_in_files=True),
        Column(_("Renewal"), lambda deal: deal.renewal, only_in_files=True),
        Column(_("Who helped"), partial(_helpers, by), lambda deal: _helpers(by, deal) or "–"),
    )


def _late_columns(by: Actor) -> Sequence[Column]:
    return (
        Column(_("Buyer"), lambda deal: deal.account.name),
        Column(_("Deal"), lambda deal: deal.name),
        Column(_("Rep"), lambda deal: deal.owner.name),
        Column(_("Team"), lambda deal: deal.owner.team, only_in_files=True),
        Column(_("Stage"), lambda deal: deal.get_stage_display()),
        Column(_("Closes"), lambda deal: deal.close_on, lambda deal: day(deal.close_on) or "–"),
        Column(_("Amount"), lambda deal: deal.amount, lambda deal: money(deal.amount, deal.currency) or "–", "r num"),
        Column(_("Currency"), lambda deal: deal.currency, only_in_files=True),
    )


def _need_columns(by: Actor) -> Sequence[Column]:
    return (
        Column(_("Buyer"), lambda need: need.opportunity.account.name),
        Column(_("Kind of help"), lambda need: need.get_help_kind_display()),
        Column(_("Who asked"), lambda need: need.requester.name),
        Column(_("Asked on"), lambda need: need.created_at, lambda need: day(need.created_at)),
        Column(_("Needed by"), lambda need: _due(need), lambda need: day(_due(need)) or "–"),
        Column(_("Helped on"), lambda need: need.helped_at, lambda need: day(need.helped_at) or "–"),
        Column(_("How it ended"), lambda need: need.get_close_reason_display()),
        Column(_("In time"), lambda need: need.in_time, lambda need: _("Yes") if need.in_time else _("No")),
    )


def _answer_columns(by: Actor) -> Sequence[Column]:
    return (
        Column(_("Who was asked"), lambda entry: face(entry.advocate, by).label),
        Column(_("Kind of help"), lambda entry: entry.get_help_kind_display()),
        Column(_("Asked on"), lambda entry: entry.at, lambda entry: day(entry.at)),
        Column(_("Answer"), lambda entry: ANSWERS[entry.answer]),
    )


def _due(need: ReferenceRequest) -> date | datetime | None:
    return need.need_by or need.promised_help_by


def _deal_page(deal: Opportunity) -> str:
    return reverse("opportunity", args=[deal.pk])


def _need_page(need: ReferenceRequest) -> str:
    return reverse("request", args=[need.pk])


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
            _deal_columns,
            _deal_page,
            "-closed_at",
            narrowed=_deals_seen,
        ),
        Listed("won", _("Won deals"), "won", _won, _deal_columns, _deal_page, "-closed_at", narrowed=_deals_seen),
        Listed(
            "requests",
            _("Requests that closed"),
            "in-time",
            _needs,
            _need_columns,
            _need_page,
            "-closed_at",
            narrowed=_needs_seen,
        ),
        Listed("answers", _("Customers asked"), "acceptance", _answers, _answer_columns, _request_of, "-at"),
        Listed(
            "late",
            _("Late deals without a reference"),
            "late",
            _late,
            _late_columns,
            _deal_page,
            "close_on",
            of_the_period=False,
            narrowed=_deals_seen,
        ),
    )
}
