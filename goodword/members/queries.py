"""Reads that several callers share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import F, Max, Model

from goodword.core.statements import by_keys
from goodword.members.models import Member, Membership


def with_members(*rows_and_fields: tuple[Collection[Model], Sequence[str]]) -> None:
    """Give rows the members their foreign keys name. One query, and one object each: a few colleagues keep everything."""
    keys = [
        (row, field, getattr(row, f"{field}_id"))
        for rows, fields in rows_and_fields
        for row in rows
        for field in fields
    ]
    members = by_keys(Member, {key for _row, _field, key in keys if key is not None})
    for row, field, key in keys:
        setattr(row, field, members[key] if key is not None else None)


def lately_opened(most: int) -> list[UUID]:
    """Return the workspaces of those who signed in last, the latest first. No workspace need be open."""
    latest = Membership.objects.filter(active=True, user__last_login__isnull=False).values("workspace")
    ordered = latest.annotate(at=Max("user__last_login")).order_by(F("at").desc(), "workspace")
    return list(ordered.values_list("workspace", flat=True)[:most])
