"""What requests are put in order by that no column says: how far they are, and what comes next when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import Case, DateTimeField, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from goodword.core import clock
from goodword.desk.models import Ask, Call
from goodword.desk.queries.asked import FURTHEST_FIRST
from goodword.desk.rules.states import RequestState

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
Needs = QuerySet[Any]


def with_step(needs: Needs) -> Needs:
    """Add `step`: how far a request is on its way, the first step 0."""
    steps = [When(state=state, then=Value(nth)) for nth, state in enumerate(RequestState)]
    return needs.annotate(step=Case(*steps, output_field=IntegerField()))


def with_next(needs: Needs) -> Needs:
    """Add `next_at`, the moment that a row of the list shows: its call, else the end of the turn it waits for.

    That turn is the request's own, else that of the ask that is furthest (see `whose_turn.turn_of`). The year 9999 where
    nothing comes any more.
    """
    far = Case(*(When(state=state, then=Value(nth)) for nth, state in enumerate(FURTHEST_FIRST)))
    asks = Ask.objects.filter(need=OuterRef("pk"), state__in=FURTHEST_FIRST).order_by(far, "rank", "created_at")
    calls = Call.objects.filter(need=OuterRef("pk"), called_off_at=None, starts_at__gt=clock.now()).order_by(
        "starts_at"
    )
    moments = (Subquery(calls.values("starts_at")[:1]), "deadline_at", Subquery(asks.values("deadline_at")[:1]))
    over = When(state=RequestState.CLOSED, then=Value(NEVER))
    return needs.annotate(next_at=Case(over, default=Coalesce(*moments, Value(NEVER)), output_field=DateTimeField()))
