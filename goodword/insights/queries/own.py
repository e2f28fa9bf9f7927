"""One member's part: what their customers did, what they were credited and thanked for, what they took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Max, Q

from goodword.desk.queries.helped import helped
from goodword.insights.policy import Scope
from goodword.insights.queries.people import assists_in
from goodword.insights.queries.windows import Window
from goodword.recognition.models import Assist, Thanks
from goodword.references.policy import visible_accounts

MOST_NAMED = 6
KEPT = "advocate__profile__account"


@dataclass(frozen=True, slots=True)
class Lent:
    """How often one of the member's customers helped, and when last."""

    account: UUID
    name: str
    times: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Own:
    """One member's give and take: help their customers gave, assists and thanks they got, deals colleagues helped."""

    gave: int
    took: int
    thanked: int
    lent: Sequence[Lent]
    assists: Sequence[Assist]

    @property
    def helped(self) -> int:
        """How often the member's customers helped, in all."""
        return sum(one.times for one in self.lent)

    @property
    def most_lent(self) -> Sequence[Lent]:
        return self.lent[:MOST_NAMED]

    def __bool__(self) -> bool:
        return bool(self.gave or self.took or self.thanked or self.lent)


def own_part(scope: Scope, window: Window) -> Own:
    """Return what the scope's member gave and took. Four queries."""
    mine = Q(member=scope.member_id)
    theirs = Q(opportunity__owner=scope.member_id) & ~Q(member=F("opportunity__owner"))
    counts = assists_in(window).aggregate(
        gave=Count("pk", filter=mine), took=Count("opportunity", filter=theirs, distinct=True)
    )
    # A deal with a private customer is named to nobody who may not know the customer; it is counted all the same.
    named = assists_in(window).filter(mine, opportunity__account__in=visible_accounts(scope.by).order_by().values("pk"))
    got = named.select_related("opportunity__account").order_by("-at", "pk")
    return Own(
        gave=counts["gave"],
        took=counts["took"],
        thanked=Thanks.objects.filter(mine, **window.of("at")).count(),
        lent=_lent(scope, window),
        assists=list(got[:MOST_NAMED]),
    )


def _lent(scope: Scope, window: Window) -> list[Lent]:
    given = helped().filter(**{f"{KEPT}__owner": scope.member_id}, **window.of("helped_at"))
    rows = given.values(KEPT, f"{KEPT}__name").annotate(times=Count("pk"), last=Max("helped_at"))
    ordered = rows.order_by("-times", "-last", KEPT)
    return [Lent(row[KEPT], row[f"{KEPT}__name"], row["times"], row["last"]) for row in ordered]
