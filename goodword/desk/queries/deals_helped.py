"""The deals a customer's references helped in, as a viewer may know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from goodword.core.actors import Actor
from goodword.desk.queries.helped import helped
from goodword.directory.models import Account, Opportunity
from goodword.references.policy import visible_advocates, visible_deals
from goodword.references.queries import with_merged_advocates

DEAL = "need__opportunity"
MOST = 8


@dataclass(frozen=True, slots=True)
class DealHelped:
    """One deal: how often somebody there helped in it before it closed, and when last."""

    deal: Opportunity
    times: int
    last: datetime


@dataclass(frozen=True, slots=True)
class DealsHelped:
    """The deals a viewer may see, the newest help first; how many `more` of those there are, and how many `unseen`."""

    deals: list[DealHelped]
    more: int
    unseen: int

    def __bool__(self) -> bool:
        return bool(self.deals or self.unseen)


def deals_helped(account: Account, by: Actor) -> DealsHelped:
    """Return the deals this customer's people helped in. Five queries, and none more for many.

    What somebody did whom the viewer may not know as a reference is not counted: it would tell that there is somebody.
    """
    people = visible_advocates(by).filter(profile__account=account).order_by().values_list("pk", flat=True)
    given = helped().filter(_in_time(), advocate__in=with_merged_advocates(people))
    counted = _deals(given).count()
    seen = _deals(given.filter(**{f"{DEAL}__in": visible_deals(by).order_by().values("pk")}))
    rows, visible = list(seen.order_by("-last", DEAL)[:MOST]), seen.count()
    deals = Opportunity.objects.select_related("account", "owner").in_bulk([row[DEAL] for row in rows])
    return DealsHelped(
        [DealHelped(deals[row[DEAL]], row["times"], row["last"]) for row in rows],
        more=visible - len(rows),
        unseen=counted - visible,
    )


def _in_time() -> Q:
    """Return the clause for help that came before its deal closed, as the figures of impact count it."""
    return Q(**{f"{DEAL}__closed_at": None}) | Q(helped_at__lte=F(f"{DEAL}__closed_at"))


def _deals(given: QuerySet[Any]) -> QuerySet[Any, dict[str, Any]]:
    return given.values(DEAL).annotate(times=Count("pk"), last=Max("helped_at"))
