"""The help that was given, and when: what every figure about references counts."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from goodword.desk.models import Ask, Call


def helped() -> QuerySet[Any]:
    """Return the asks that became help, each with its moment, `helped_at`: answers sent, or the call begun."""
    call = Call.objects.filter(ask=OuterRef("pk"), called_off_at=None).order_by().values("starts_at")[:1]
    return Ask.objects.held().order_by().annotate(helped_at=Coalesce("answered_at", Subquery(call), "state_since"))
