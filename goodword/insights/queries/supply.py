"""Where we have voices, where deals will ask for one, and how the people who help are treated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Greatest

from goodword.core import clock
from goodword.desk.models import ReferenceRequest
from goodword.desk.rules.kinds import ARRANGED
from goodword.directory.models import Term
from goodword.insights.policy import Scope
from goodword.insights.queries.deals import FOUND_NOBODY, closing_soon, without_a_voice
from goodword.insights.queries.windows import Window
from goodword.insights.rules import Room, Segment, Share, TopShare, room_used, shown_count, sorted_by_need, top_share
from goodword.members.policy import Permission, may
from goodword.protection.models import LedgerEntry
from goodword.protection.queries import room_of, seem_free
from goodword.references.models import Advocate, AdvocateQuerySet, Fact, FactKind, ReferenceProfile
from goodword.references.policy import masked
from goodword.references.queries import voices

LATELY = timedelta(days=365)
Counts = Mapping[UUID | None, int]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to cut the market: where a deal, a request and a person say which segment they are in."""

    deal: str
    need: str
    voice: str
    voice_facts: str = ""


DIMENSIONS: dict[str, Dimension] = {
    "industry": Dimension("account__industry", "opportunity__account__industry", "profile__account__industry"),
    "region": Dimension("account__region", "opportunity__account__region", "profile__account__region"),
    "product": Dimension(
        "product_rows__term", "opportunity__product_rows__term", "profile__facts__term", FactKind.PRODUCT
    ),
}


def coverage(scope: Scope, by: str) -> list[Segment]:
    """Return every segment of a dimension that has voices or deals, those that lack most first. Six queries."""
    dimension, now = DIMENSIONS[by], clock.now()
    demand = closing_soon(without_a_voice(scope), now)
    deals, amounts = _deals(demand, dimension)
    people = voices(ARRANGED, now)
    sees = may(scope.by, Permission.REFERENCE_UNMASK)
    known, free = (_people(some, dimension, may_unmask=sees) for some in (people, seem_free(people, now)))
    unfilled = _unfilled(scope, dimension, now)
    keys = {key for counts in (deals, known, unfilled) for key, count in counts.items() if count}
    names = dict(Term.objects.filter(pk__in=[key for key in keys if key]).values_list("pk", "name"))
    return sorted_by_need(
        Segment(
            name=names[key] if key else "",
            voices=known.get(key, 0),
            free=free.get(key, 0),
            deals=deals.get(key, 0),
            unfilled=unfilled.get(key, 0),
            amounts=amounts.get(key, {}),
        )
        for key in keys
    )


def _deals(deals: QuerySet[Any], dimension: Dimension) -> tuple[Counts, Mapping[UUID | None, Mapping[str, Decimal]]]:
    rows = deals.values("currency", segment=F(dimension.deal)).annotate(deals=Count("pk"), worth=Sum("amount"))
    counts: defaultdict[UUID | None, int] = defaultdict(int)
    amounts: defaultdict[UUID | None, dict[str, Decimal]] = defaultdict(dict)
    for row in rows.order_by("-deals", "currency"):
        counts[row["segment"]] += row["deals"]
        if row["worth"]:
            amounts[row["segment"]][row["currency"]] = row["worth"]
    return counts, amounts


def _people(advocates: AdvocateQuerySet, dimension: Dimension, *, may_unmask: bool) -> Counts:
    if dimension.voice_facts:
        standing = Q(profile__facts__kind=dimension.voice_facts, profile__facts__withdrawn_at=None)
        advocates = advocates.filter(standing)
    rows = (
        advocates.order_by()
        .values(segment=F(dimension.voice))
        .annotate(
            known=Count("pk", filter=~masked(), distinct=True), private=Count("pk", filter=masked(), distinct=True)
        )
    )
    return {row["segment"]: shown_count(row["known"], row["private"], may_unmask=may_unmask) for row in rows}


def _unfilled(scope: Scope, dimension: Dimension, now: datetime) -> Counts:
    needs = ReferenceRequest.objects.filter(close_reason__in=FOUND_NOBODY, closed_at__gt=now - LATELY)
    rows = needs.order_by().values(segment=F(dimension.need)).annotate(deals=Count("opportunity", distinct=True))
    return {row["segment"]: row["deals"] for row in rows}


def freshness() -> Share:
    """Return the customers who can be asked and of whom every fact is still in date, of all who can. One query."""
    asked = Advocate.objects.active().filter(profile=OuterRef("pk")).order_by()
    age = ExpressionWrapper(F("half_life_days") * Value(timedelta(days=1)), output_field=DurationField())
    facts = Fact.objects.standing().filter(profile=OuterRef("pk")).order_by()
    # An owner's "all still right" vouches for every fact of that day.
    stale = facts.annotate(vouched=Greatest("verified_at", "profile__confirmed_at")).filter(
        vouched__lt=clock.now() - age
    )
    active = ReferenceProfile.objects.filter(Exists(asked))
    counts = active.aggregate(whole=Count("pk"), fresh=Count("pk", filter=~Exists(stale)))
    return Share(counts["fresh"], counts["whole"])


def room(now: datetime) -> Room:
    """Return how much of the last year's room is used, of those who can be asked today. Two queries."""
    return room_used(room_of(voices(ARRANGED, now), now))


@dataclass(frozen=True, slots=True)
class Spread:
    """How uses are spread over people, and how many were only logged afterwards."""

    top: TopShare
    logged_afterwards: Share


USES = """
    SELECT used.times, count(*), sum(used.elsewhere)
    FROM (
        SELECT count(entry.id) AS times, count(entry.id) FILTER (WHERE entry.elsewhere) AS elsewhere
        FROM references_advocate AS advocate
        LEFT JOIN references_advocate AS now ON now.id = advocate.merged_into_id
        LEFT JOIN protection_ledgerentry AS entry ON entry.advocate_id = advocate.id AND entry.kind = %(use)s
         AND entry.at >= %(begin)s AND entry.at < %(end)s
         AND NOT EXISTS (
            SELECT FROM protection_ledgerentry AS credit
            WHERE credit.ask_id = entry.ask_id AND credit.kind = %(credit)s)
        WHERE advocate.state = 'active' OR entry.id IS NOT NULL
        GROUP BY coalesce(now.contact_id, advocate.contact_id)
    ) AS used GROUP BY used.times
"""


def spread(window: Window) -> Spread:
    """Return how the uses of the window are spread over everybody who could be asked or was. One query."""
    given: dict[str, Any] = {
        "use": LedgerEntry.Kind.USE,
        "credit": LedgerEntry.Kind.CREDIT,
        "begin": window.begin,
        "end": window.end,
    }
    with connection.cursor() as cursor:
        cursor.execute(USES, given)
        rows = cursor.fetchall()
    elsewhere = int(sum(row[2] for row in rows))
    top = top_share({times: people for times, people, _ in rows})
    return Spread(top, Share(elsewhere, top.share.whole))
