"""Who can speak for us at all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from goodword.directory.models import Account
from goodword.references.models import Advocate, AdvocateQuerySet
from goodword.references.queries.agreed import agrees_to


def voices(kinds: Collection[str], now: datetime) -> AdvocateQuerySet:
    """Return the advocates who take part today and agreed to one of these kinds of help for good, as one query."""
    here = Q(contact__left_on=None) | Q(contact__left_on__gt=now.date())
    agreeing = Advocate.objects.active().filter(agrees_to(kinds, now), here)
    return agreeing.exclude(profile__account__status=Account.Status.FORMER)
