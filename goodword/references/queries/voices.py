"""Who can speak for us at all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from goodword.directory.models import Account
from goodword.references.models import Advocate, AdvocateQuerySet, Consent


def voices(kinds: Collection[str], now: datetime) -> AdvocateQuerySet:
    """Return the advocates who take part today and agreed to one of these kinds of help for good, as one query."""
    of_kind = Consent.objects.filter(help_kind__in=kinds, only_thread=None)
    newer = Consent.objects.filter(
        advocate=OuterRef("advocate"), help_kind=OuterRef("help_kind"), only_thread=None, number__gt=OuterRef("number")
    )
    lasting = Q(expires_at=None) | Q(expires_at__gt=now)
    live = of_kind.filter(lasting, ~Exists(newer), advocate=OuterRef("pk")).exclude(act=Consent.Act.REVOKED)
    here = Q(contact__left_on=None) | Q(contact__left_on__gt=now.date())
    return Advocate.objects.active().filter(Exists(live), here).exclude(profile__account__status=Account.Status.FORMER)
