"""How much of a year's room everybody has used, counted in the database: for figures over all, never to decide about one."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Least

from goodword.protection.models import LedgerEntry
from goodword.protection.queries.settings import limits
from goodword.protection.rules import YEAR
from goodword.protection.rules.limits import HALVES, HALVES_A_CALL
from goodword.references.models import AdvocateQuerySet

QUARTERS = 4


def room_of(advocates: AdvocateQuerySet, now: datetime) -> list[tuple[int, int, int]]:
    """Return (room, used, how many people) of the last 365 days, in half calls: one row for all who stand alike.

    Room is the yearly limit, the person's own where it is lower; a quarter's limit counts four times. What was given
    back is not used. One query, and one for the limits.
    """
    ours, given = limits().limits, _given(now)
    own = given.filter(contact=OuterRef("contact"))
    as_another = given.filter(contact__merged_into=OuterRef("contact"))
    yearly = Least(Value(ours.per_year), Coalesce("dial_per_year", Value(ours.per_year)))
    quarterly = Least(Value(ours.per_quarter), Coalesce("dial_per_quarter", Value(ours.per_quarter)))
    rows = (
        advocates.order_by()
        .annotate(
            room=HALVES_A_CALL * Least(yearly, QUARTERS * quarterly, output_field=IntegerField()),
            used=_weight(own) + _weight(as_another),
        )
        .values_list("room", "used")
        .annotate(people=Count("pk"))
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _given(now: datetime) -> QuerySet[LedgerEntry]:
    given_back = LedgerEntry.objects.filter(ask_id=OuterRef("ask_id"), kind=LedgerEntry.Kind.CREDIT)
    since = now - timedelta(days=YEAR)
    uses = LedgerEntry.objects.filter(~Exists(given_back), kind=LedgerEntry.Kind.USE, at__gt=since, at__lte=now)
    return uses.order_by()


def _weight(uses: QuerySet[LedgerEntry]) -> Coalesce:
    """Return the weight of a person's uses, in half calls."""
    by_weight = groupby(sorted(HALVES, key=HALVES.__getitem__), key=HALVES.__getitem__)
    weight = Case(
        *(When(help_kind__in=list(kinds), then=Value(halves)) for halves, kinds in by_weight),
        default=Value(HALVES_A_CALL),
        output_field=IntegerField(),
    )
    # Summed in one row, or none where there are no uses: grouped by what is the same for all of a person's.
    summed = uses.values("kind").annotate(weight=Sum(weight)).values("weight")
    return Coalesce(Subquery(summed), Value(0))
