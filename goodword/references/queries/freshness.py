"""Whose profile is to be confirmed again: nobody said for 120 days that it is still right, or a colleague asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from goodword.references.models import Advocate, ReferenceProfile

CHECK_IN_AFTER = timedelta(days=120)


def is_check_in_due(profile: ReferenceProfile, now: datetime) -> bool:
    asked = profile.check_in_asked_at is not None
    return asked or (profile.confirmed_at or profile.created_at) + CHECK_IN_AFTER <= now


def check_in_due(now: datetime) -> Q:
    """Return the clause for profiles that `is_check_in_due` is true of."""
    then = now - CHECK_IN_AFTER
    long_ago = Q(confirmed_at__lte=then) | Q(confirmed_at=None, created_at__lte=then)
    return long_ago | Q(check_in_asked_at__isnull=False)


def owners_asked(member_id: UUID) -> QuerySet[ReferenceProfile]:
    """Return what a colleague asks this owner to confirm, and that still waits: customers where somebody helps."""
    helping = Exists(Advocate.objects.active().filter(profile=OuterRef("pk")))
    return ReferenceProfile.objects.filter(helping, account__owner=member_id, check_in_asked_at__isnull=False)
