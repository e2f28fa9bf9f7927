"""Who seems free, counted in the database: for figures over everybody, never to decide about one person."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from goodword.directory.models import Account
from goodword.protection.models import Hold, LedgerEntry, Reservation
from goodword.protection.queries.settings import limits
from goodword.protection.rules import LIVE_HELP
from goodword.protection.rules.verdict import WORST_SEVERITIES
from goodword.references.models import AdvocateQuerySet


def seem_free(advocates: AdvocateQuerySet, now: datetime) -> AdvocateQuerySet:
    """Return those whom nothing plain stops today: no hold or pause, no live ask, no blackout, not within our gap.

    A person's own limits and the yearly ones may still say no: `verdicts` decides that, one by one. One query more.
    """
    settings = limits()
    # A day less than the gap, since days are counted on each person's calendar: nobody who may be asked is left out.
    since = now - timedelta(days=settings.limits.gap_days - 1)
    theirs = Q(advocate=OuterRef("pk")) | Q(advocate=None)
    held = Hold.objects.standing(now).filter(theirs, account=OuterRef("profile__account"))
    asked = Reservation.objects.filter(contact=OuterRef("contact"), released_at=None)
    given_back = LedgerEntry.objects.filter(ask_id=OuterRef("ask_id"), kind=LedgerEntry.Kind.CREDIT)
    lately = LedgerEntry.objects.filter(
        ~Exists(given_back), kind=LedgerEntry.Kind.USE, help_kind__in=LIVE_HELP, at__gt=since
    )
    own = lately.filter(contact=OuterRef("contact"))
    as_another = lately.filter(contact__merged_into=OuterRef("contact"))
    open_for_asks = advocates.filter(~Exists(held), ~Exists(asked), ~Exists(own), ~Exists(as_another))
    return open_for_asks.exclude(_blackout("profile__account__", now.date(), settings.blackout_days))


def _blackout(account: str, today: date, days: int) -> Q:
    renews = Q(**{f"{account}renewal_on__range": (today, today + timedelta(days=days))})
    escalated = Q(**{f"{account}open_severity__in": WORST_SEVERITIES})
    return renews | escalated | Q(**{f"{account}health": Account.Health.RED})
