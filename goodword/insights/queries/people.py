"""Who helped: people to thank, and what teams lend each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from goodword.insights.policy import Scope
from goodword.insights.queries.windows import Window
from goodword.insights.rules import TeamBalance, balances
from goodword.members.models import Member
from goodword.recognition.models import Assist, Thanks


@dataclass(frozen=True, slots=True)
class Helper:
    """A colleague with assists: on how many won deals, in which part how often, and whether the viewer thanked them."""

    member: Member
    deals: int
    parts: dict[str, int]
    thanked_at: datetime | None
    newest: datetime

    @property
    def thanked(self) -> bool:
        return self.thanked_at is not None and self.thanked_at >= self.newest


def helpers(scope: Scope, window: Window) -> list[Helper]:
    """Return who has assists in the window, those with the most first. Two queries."""
    thanked = Thanks.objects.filter(member=OuterRef("member"), giver=scope.by.person_id)
    last = thanked.order_by().values("member").annotate(last=Max("at")).values("last")
    parts = {part: Count("pk", filter=Q(parts__contains=[part])) for part in Assist.Part.values}
    rows: list[Any] = list(
        assists_in(window)
        .values("member")
        .annotate(deals=Count("pk"), newest=Max("at"), thanked_at=Subquery(last), **parts)
        .order_by("-deals", "-newest", "member")
    )
    members = Member.objects.in_bulk([row["member"] for row in rows])
    return [
        Helper(
            member=members[row["member"]],
            deals=row["deals"],
            parts={part: row[part] for part in Assist.Part.values if row[part]},
            thanked_at=row["thanked_at"],
            newest=row["newest"],
        )
        for row in rows
    ]


def customers_helped(window: Window) -> int:
    """Return how many people at customers helped with deals that closed. One query."""
    here = Assist.objects.filter(**window.of("at")).exclude(contact=None)
    return here.aggregate(people=Count("contact", distinct=True))["people"]


def team_balances(window: Window) -> dict[str, TeamBalance]:
    """Return what each team lent to others' deals and took for its own. One query."""
    rows = assists_in(window).values("member__team", "opportunity__owner__team").annotate(assists=Count("pk"))
    return balances((row["member__team"], row["opportunity__owner__team"], row["assists"]) for row in rows)


def assists_in(window: Window) -> QuerySet[Assist]:
    """Return colleagues' assists on deals won in the window."""
    here = Assist.objects.filter(kind=Assist.Kind.ASSIST, **window.of("at"))
    return here.exclude(member=None).order_by()
