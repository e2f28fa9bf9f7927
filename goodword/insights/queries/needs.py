"""Requests and asks: how they ended, and how long they took."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from goodword.core.models import Event
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.queries.helped import helped
from goodword.desk.rules.states import SAID_YES, AskState, CloseReason, RequestState
from goodword.insights.policy import Scope
from goodword.insights.queries.windows import Window
from goodword.insights.rules import AnswerCell, Helped, NeedCell
from goodword.protection.models import LedgerEntry
from goodword.references.policy import masked

# What an ask ends as when somebody could not, and the next best was looked for.
COULD_NOT = (
    AskState.OWNER_NO,
    AskState.OWNER_TIMEOUT,
    AskState.DECLINED,
    AskState.EXPIRED,
    AskState.NO_SHOW,
)
SAYS_YES = ("ask.accepted", "ask.countered")
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
PUT_TO_OWNER = ("ask.owner_asked", "ask.owner_told", "ask.pre_approved")


def need_cells(scope: Scope, window: Window) -> list[NeedCell]:
    """Return the requests that closed in the window, counted by how they ended. One query."""
    rows = (
        closed_needs(scope, window)
        .annotate(month=window.month("closed_at"), reason=F("close_reason"), **_by_whom(scope))
        .values("month", "reason", "was_helped", "in_time", "next_best", "asked", "by_named", "by_private")
        .annotate(needs=Count("pk"))
    )
    return [
        NeedCell(
            month=row["month"],
            reason=row["reason"],
            helped=row["was_helped"],
            in_time=row["in_time"],
            next_best=row["next_best"],
            asked=row["asked"],
            needs=row["needs"],
            by=Helped.of(named=row["by_named"], private=row["by_private"]),
        )
        for row in rows
    ]


def closed_needs(scope: Scope, window: Window) -> QuerySet[ReferenceRequest]:
    """Return the requests that closed in the window, each with how it went.

    In time: helped on the day it was needed by, else by the moment promised, else at all. `next_best`: somebody else
    could not before. `asked`: anybody was asked before it closed.
    """
    asks = Ask.objects.filter(need=OuterRef("pk")).order_by()
    put_to_owner = Event.objects.filter(thread=OuterRef("pk"), name__in=PUT_TO_OWNER, undone_by=None).order_by()
    closed = _theirs(scope).filter(state=RequestState.CLOSED, **window.of("closed_at")).order_by()
    return closed.annotate(
        was_helped=Exists(asks.held()),
        in_time=Q(pk__in=_in_time(scope, window)),
        next_best=Exists(asks.filter(state__in=COULD_NOT)),
        asked=~Q(close_reason=CloseReason.WITHDRAWN) | Q(Exists(put_to_owner)),
    )


def _in_time(scope: Scope, window: Window) -> QuerySet[Ask]:
    """Return the requests that were helped in time, listed once: looked up for each they would take twice as long."""
    given = helped().annotate(day=TruncDate("helped_at", tzinfo=ZoneInfo(window.zone)))
    if not scope.whole:
        given = given.filter(need__requester=scope.member_id)
    on_the_day = Q(day__lte=F("need__need_by"))
    as_promised = Q(need__need_by=None, helped_at__lte=Coalesce("need__promised_help_by", Value(NEVER)))
    return given.filter(on_the_day | as_promised).values("need")


def _by_whom(scope: Scope) -> dict[str, Any]:
    """Return who helped a request, named and private ones apart: for the whole, see the deals'."""
    if not scope.whole:
        return {"by_named": Value(False), "by_private": Value(False)}
    given, private = Ask.objects.held().order_by(), masked("advocate__")
    sides = {"by_named": given.exclude(private), "by_private": given.filter(private)}
    return {name: Q(pk__in=asks.values("need")) for name, asks in sides.items()}


def first_help() -> Subquery:
    """Return when a request was helped first: for rows somebody reads, since it is looked up for each."""
    first = helped().filter(need=OuterRef("pk")).order_by("helped_at")
    return Subquery(first.values("helped_at")[:1])


def answer_cells(scope: Scope, window: Window) -> list[AnswerCell]:
    """Return the customers asked in the window, counted by what they answered. One query."""
    rows = (
        customers_asked(scope, window)
        .annotate(month=window.month("at"), private=Case(When(masked("advocate__"), then=True), default=False))
        .values_list("month", "answer", "private")
        .annotate(asks=Count("pk"))
    )
    return [AnswerCell(month, answer, asks, private) for month, answer, private, asks in rows]


def customers_asked(scope: Scope, window: Window) -> QuerySet[LedgerEntry]:
    """Return the asks of customers in the window, each with the `answer`: yes, no, silent, waiting or spared."""
    said = Event.objects.filter(subject_id=OuterRef("pk"), name__in=SAYS_YES, undone_by=None).order_by()
    asked = LedgerEntry.objects.filter(kind=LedgerEntry.Kind.ASK, elsewhere=False, **window.of("at")).order_by()
    if not scope.whole:
        asked = asked.filter(thread__in=_theirs(scope).values("pk"))
    answer = Case(
        When(state__in=SAID_YES, then=Value("yes")),
        When(state=AskState.DECLINED, then=Value("no")),
        When(state=AskState.EXPIRED, then=Value("silent")),
        When(state=AskState.CUSTOMER_PENDING, then=Value("waiting")),
        # A yes counts, whatever became of the call; an ask that ended before its answer spared them one.
        When(Q(state=AskState.CANCELLED) & Q(Exists(said)), then=Value("yes")),
        default=Value("spared"),
        output_field=CharField(),
    )
    ask = Ask.objects.filter(pk=OuterRef("ask_id")).order_by().annotate(answer=answer)
    return asked.annotate(answer=Coalesce(Subquery(ask.values("answer")[:1]), Value("spared")))


def _theirs(scope: Scope) -> QuerySet[ReferenceRequest]:
    needs: QuerySet[ReferenceRequest] = ReferenceRequest.objects.all()
    return needs if scope.whole else needs.filter(requester=scope.member_id)
