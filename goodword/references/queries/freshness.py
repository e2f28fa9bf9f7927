"""Whose profile is to be confirmed again: nobody said for 120 days that it is still right."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from goodword.references.models import ReferenceProfile

CHECK_IN_AFTER = timedelta(days=120)


def is_check_in_due(profile: ReferenceProfile, now: datetime) -> bool:
    return (profile.confirmed_at or profile.created_at) + CHECK_IN_AFTER <= now


def check_in_due(now: datetime) -> Q:
    """Return the clause for profiles that `is_check_in_due` is true of."""
    then = now - CHECK_IN_AFTER
    return Q(confirmed_at__lte=then) | Q(confirmed_at=None, created_at__lte=then)
