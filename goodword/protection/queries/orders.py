"""How much people helped and how rested they are, worked out by the database, to put any number of them in order.

What is shown of each is told by the rules (`load_of`), one by one; a test holds the two to each other. Of whoever was
known as two people the rules tell it here too: their ledger has two names, which no index brings together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    DurationField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, Least, NullIf
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual

from goodword.core import clock
from goodword.directory.models import Contact
from goodword.directory.queries import who_is_now
from goodword.protection.models import Hold, LedgerEntry, Reservation
from goodword.protection.queries.answers import Load, load_of
from goodword.protection.queries.settings import limits
from goodword.protection.queries.standings import LOOKING_BACK
from goodword.protection.rules import ASK_WINDOW, HALVES, LIVE_HELP, QUARTER, YEAR
from goodword.protection.rules.limits import HALVES_A_CALL
from goodword.protection.rules.resting import MOST
from goodword.references.models import Advocate, AdvocateQuerySet

# What names a column of the advocate: `F` in their own row, `OuterRef` in a question about their ledger.
Own = Callable[[str], Combinable]
NUMBER, MOMENT, SPAN = IntegerField(), DateTimeField(), DurationField()
COUNTS = ("used", "used_lately", "live_lately", "within_the_gap", "asked_lately")
_USE, _ASK = Q(kind=LedgerEntry.Kind.USE), Q(kind=LedgerEntry.Kind.ASK)
_LIVE = _USE & Q(help_kind__in=LIVE_HELP)


def with_used(advocates: AdvocateQuerySet) -> QuerySet[Any]:
    """Add `used_halves`: the help of 365 days in half calls, as it counts against the limits. Two queries more."""
    now = clock.now()
    used = _ledger(now).annotate(used=Sum(_weight(), filter=_USE & _within(YEAR, now))).values("used")
    told = _of_those_known_as_two(now, lambda load: load.used_halves)
    return advocates.annotate(used_halves=Case(*told, default=Coalesce(Subquery(used), 0), output_field=NUMBER))


def with_rest(advocates: AdvocateQuerySet) -> QuerySet[Any]:
    """Add `rest_level`, 0 to 5, as the rule of rest counts it. Two queries more."""
    now = clock.now()
    gap = Greatest(OuterRef("dial_gap_days"), Value(limits().limits.gap_days), output_field=NUMBER)
    counted = _ledger(now).annotate(
        used=Coalesce(Sum(_weight(), filter=_USE & _within(YEAR, now)), 0),
        used_lately=Coalesce(Sum(_weight(), filter=_USE & _within(QUARTER, now)), 0),
        live_lately=Count("pk", filter=_LIVE & _within(QUARTER, now)),
        within_the_gap=Count("pk", filter=_LIVE & _within(gap, now)),
        asked_lately=Count("pk", filter=_ASK & _within(ASK_WINDOW, now)),
    )
    level = Subquery(counted.annotate(level=_level(OuterRef, {name: F(name) for name in COUNTS})).values("level"))
    nothing = _level(F, dict.fromkeys(COUNTS, Value(0)))
    told = _of_those_known_as_two(now, lambda load: load.rest.level)
    stopped = When(_held(now) | _asked(), then=Value(0))
    return advocates.annotate(rest_level=Case(*told, stopped, default=Coalesce(level, nothing), output_field=NUMBER))


class _Fixed(Func):
    """What is the same for all rows that are counted together, since it is of their advocate: not to be grouped by."""

    template = "%(expressions)s"

    def get_group_by_cols(self) -> list[Any]:
        return []


def _level(own: Own, counts: Mapping[str, Combinable]) -> Case:
    """Return the level of somebody whom no hold and no ask stops, from what their ledger counts."""
    ours = limits().limits
    a_year = Least(own("dial_per_year"), Value(ours.per_year), output_field=NUMBER) * HALVES_A_CALL
    a_quarter = Least(own("dial_per_quarter"), Value(ours.per_quarter), output_field=NUMBER) * HALVES_A_CALL
    resting = (
        Q(GreaterThanOrEqual(counts["used"], _Fixed(a_year)))
        | Q(GreaterThanOrEqual(counts["used_lately"], _Fixed(a_quarter)))
        | Q(GreaterThanOrEqual(counts["asked_lately"], Value(ours.asks_per_30_days)))
        | Q(GreaterThan(counts["within_the_gap"], Value(0)))
    )
    less = Case(
        When(GreaterThanOrEqual(counts["used"] * 4, _Fixed(a_year * 3)), then=Value(2)),
        When(GreaterThanOrEqual(counts["used"] * 2, _Fixed(a_year)), then=Value(1)),
        default=Value(0),
        output_field=NUMBER,
    )
    level = Greatest(Value(MOST) - counts["live_lately"] - less, Value(1), output_field=NUMBER)
    return Case(When(resting, then=Value(0)), default=level, output_field=NUMBER)


def _ledger(now: datetime) -> QuerySet[LedgerEntry, Any]:
    """Return an advocate's own asks, and the uses that were not given back, to be counted together."""
    given_back = LedgerEntry.objects.filter(ask_id=OuterRef("ask_id"), kind=LedgerEntry.Kind.CREDIT)
    own = LedgerEntry.objects.filter(contact=OuterRef("contact"), at__gt=now - LOOKING_BACK)
    # One row for all of them: what they have in common is the workspace.
    return own.filter(_ASK | (_USE & ~Exists(given_back))).order_by().values("workspace")


def _held(now: datetime) -> Q:
    """Return the clause for those who are on hold or paused, they or their whole company."""
    holds = Hold.objects.standing(now).order_by()
    firms = holds.filter(advocate=None).values("account")
    of_firms = Advocate.objects.filter(profile__account__in=firms).order_by().values("pk")
    return Q(pk__in=holds.exclude(advocate=None).values("advocate")) | Q(pk__in=of_firms)


def _asked() -> Q:
    return Q(contact__in=Reservation.objects.filter(released_at=None).order_by().values("contact"))


def _of_those_known_as_two(now: datetime, value: Callable[[Load], int]) -> list[When]:
    """Return what the rules tell of those who were merged and helped under a name that is gone; nothing without any."""
    gone = who_is_now()
    helped = LedgerEntry.objects.filter(contact__in=list(gone), at__gt=now - LOOKING_BACK).order_by()
    people = {gone[pk] for pk in helped.values_list("contact", flat=True).distinct()} if gone else set()
    if not people:
        return []
    advocates = Advocate.objects.filter(contact__in=people).select_related("contact__account", "profile__account")
    told: defaultdict[int, list[UUID]] = defaultdict(list)
    for pk, load in load_of(advocates, now).items():
        told[value(load)].append(pk)
    return [When(pk__in=keys, then=Value(number)) for number, keys in told.items()]


def _weight() -> Case:
    """Return the weight of an entry's help, in half calls."""
    kinds: defaultdict[int, list[str]] = defaultdict(list)
    for kind, halves in HALVES.items():
        kinds[halves].append(kind)
    return Case(*(When(help_kind__in=of, then=Value(halves)) for halves, of in kinds.items()), output_field=NUMBER)


def _within(days: int | Combinable, now: datetime) -> Q:
    """Return the clause for what is within so many days, today included, on the calendar of whose entry it is.

    Only what is a day or two from the edge is looked at on that calendar: the rest is within, or not, in every zone.
    """
    span = Value(days) if isinstance(days, int) else days
    certainly = Q(at__gte=Value(now, MOMENT) - _days(span - 2))
    perhaps = Q(at__gte=Value(now, MOMENT) - _days(span + 1))
    where = Coalesce(NullIf("time_zone", Value("")), NullIf("account__time_zone", Value("")), Value("UTC"))
    zone = Subquery(
        Contact.objects.filter(pk=OuterRef("contact")).order_by().annotate(lives_in=where).values("lives_in")
    )
    today = Func(Value("day"), Func(zone, Value(now), function="timezone"), function="date_trunc", output_field=MOMENT)
    there = Q(at__gte=Func(zone, today - _days(span - 1), function="timezone", output_field=MOMENT))
    return certainly | (perhaps & there)


def _days(count: Combinable) -> Func:
    return Func(count, function="make_interval", template="%(function)s(days => %(expressions)s)", output_field=SPAN)
