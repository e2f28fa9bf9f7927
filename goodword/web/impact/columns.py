"""The columns of the lists behind the figures: what a file holds of a row, and how a page says it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodword.core.actors import Actor
from goodword.desk.models import ReferenceRequest
from goodword.directory.models import Opportunity
from goodword.recognition.models import Assist
from goodword.references.queries import face
from goodword.web.templatetags._figures import money
from goodword.web.templatetags._times import day

ANSWERS = {
    "yes": _("Yes"),
    "no": _("No"),
    "silent": _("No answer"),
    "waiting": _("Still has time"),
    "spared": _("The request ended first"),
}


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


def _helpers(by: Actor, deal: Opportunity) -> str:
    """Return the companies that helped before the deal closed, each once; a private one by its description."""
    asks: list[Any] = [ask for need in deal.requests.all() for ask in need.asks.all()]
    in_time = (ask for ask in asks if deal.closed_at is not None and ask.helped_at <= deal.closed_at)
    return ", ".join(dict.fromkeys(face(ask.advocate, by).company for ask in in_time))


def deal_columns(by: Actor) -> Sequence[Column]:
    """Return the columns of won deals: who bought, for how much, and who helped."""
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


def late_columns(by: Actor) -> Sequence[Column]:
    """Return the columns of late open deals."""
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


def need_columns(by: Actor) -> Sequence[Column]:
    """Return the columns of requests that closed."""
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


def answer_columns(by: Actor) -> Sequence[Column]:
    """Return the columns of customers who were asked."""
    return (
        Column(_("Who was asked"), lambda entry: face(entry.advocate, by).label),
        Column(_("Kind of help"), lambda entry: entry.get_help_kind_display()),
        Column(_("Asked on"), lambda entry: entry.at, lambda entry: day(entry.at)),
        Column(_("Answer"), lambda entry: ANSWERS[entry.answer]),
    )


def assist_columns(by: Actor) -> Sequence[Column]:
    """Return the columns of colleagues with assists."""
    return (
        Column(_("Colleague"), lambda member: member.name),
        Column(_("Team"), lambda member: member.team, lambda member: member.team or "–"),
        Column(_("Won deals"), lambda member: member.deals, css="r num"),
        *(
            Column(part.label, attrgetter(part.value), css="r num")
            for part in (Assist.Part.OWNER, Assist.Part.NOMINATOR, Assist.Part.BROKER)
        ),
    )


def owner_columns(by: Actor) -> Sequence[Column]:
    """Return the columns of owners, with what they did lately."""
    return (
        Column(_("Owner"), lambda member: member.name),
        Column(_("Team"), lambda member: member.team, lambda member: member.team or "–"),
        Column(
            _("Nominated somebody"), lambda member: member.nominated_at, lambda member: day(member.nominated_at) or "–"
        ),
        Column(_("Said “still right”"), lambda member: member.checked_at, lambda member: day(member.checked_at) or "–"),
    )


def _due(need: ReferenceRequest) -> date | datetime | None:
    return need.need_by or need.promised_help_by
