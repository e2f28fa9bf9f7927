"""The help that was given, and when: what every figure about references counts."""

from __future__ import annotations

from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet
from django.db.models.functions import Coalesce

from goodword.desk.models import Ask


def helped() -> QuerySet[Any]:
    """Return the asks that became help, each with its moment, `helped_at`: answers sent, or the call begun."""
    # Joined, not looked up for each: an ask has one call that stands, or none.
    standing = FilteredRelation("calls", condition=Q(calls__called_off_at=None))
    asks = Ask.objects.held().order_by().annotate(call=standing)
    return asks.annotate(helped_at=Coalesce("answered_at", "call__starts_at", "state_since"))
