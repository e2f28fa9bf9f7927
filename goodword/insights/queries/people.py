"""Who helped: people to thank, and what teams lend each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from goodword.core.models import Event
from goodword.insights.policy import Scope
from goodword.insights.queries.windows import Window
from goodword.insights.rules import Share, TeamBalance, balances
from goodword.members.models import Member
from goodword.recognition.models import Assist, Thanks
from goodword.references.policy import visible_accounts

LATELY = timedelta(days=90)
# Who wrote down before there was a word for it that a profile is still right changed it.
TAKING_PART = {
    "nominated_at": Q(name="advocate.nominated"),
    "checked_at": Q(name="profile.confirmed") | Q(name="profile.changed", data__confirmed=True),
}


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


def owners(scope: Scope, now: datetime) -> QuerySet[Any]:
    """Return the colleagues who look after a customer, each with what they did lately: `nominated_at`, `checked_at`.

    Lately is 90 days. A check-in is an owner's "still right" of a profile. Who looks after nobody but customers the
    viewer may not know is left out: their name would be a hint.
    """
    theirs = _lately(now).filter(actor_id=Cast(OuterRef("pk"), CharField()))
    did = {name: theirs.filter(done).order_by("-at").values("at")[:1] for name, done in TAKING_PART.items()}
    return _owners(scope).annotate(**{name: Subquery(at) for name, at in did.items()})


def participation(scope: Scope, now: datetime) -> dict[str, Share]:
    """Return by team how many of the `owners` nominated somebody or checked in within 90 days. One query."""
    # Listed once, not looked up for each owner.
    done = _lately(now).filter(reduce(or_, TAKING_PART.values()), actor_kind="member")
    took_part = Q(named__in=done.order_by().values("actor_id"))
    people = _owners(scope).annotate(named=Cast("pk", CharField())).order_by()
    rows = people.values("team").annotate(whole=Count("pk"), part=Count("pk", filter=took_part))
    return {row["team"]: Share(row["part"], row["whole"]) for row in rows.order_by("team")}


def _lately(now: datetime) -> QuerySet[Event]:
    """Return what happened in the last 90 days and was not taken back."""
    lately: QuerySet[Event] = Event.objects.filter(at__gt=now - LATELY, at__lte=now, undone_by=None)
    return lately


def _owners(scope: Scope) -> QuerySet[Any]:
    kept = visible_accounts(scope.by).customers().order_by()
    return Member.objects.active().filter(pk__in=kept.values("owner"))


def customers_helped(window: Window) -> int:
    """Return how many people at customers helped with deals that closed. One query."""
    here = Assist.objects.filter(**window.of("at")).exclude(contact=None)
    return here.aggregate(people=Count("contact", distinct=True))["people"]


def assisting(window: Window) -> QuerySet[Any]:
    """Return the colleagues with assists in the window, each with the won `deals` and how often they had which part."""
    here = Q(assists__kind=Assist.Kind.ASSIST, **{f"assists__{name}": at for name, at in window.of("at").items()})
    parts = {part: Count("assists", filter=here & Q(assists__parts__contains=[part])) for part in Assist.Part.values}
    return Member.objects.annotate(deals=Count("assists", filter=here), **parts).filter(deals__gt=0)


def team_balances(window: Window) -> dict[str, TeamBalance]:
    """Return what each team lent to others' deals and took for its own. One query."""
    rows = assists_in(window).values("member__team", "opportunity__owner__team").annotate(assists=Count("pk"))
    return balances((row["member__team"], row["opportunity__owner__team"], row["assists"]) for row in rows)


def assists_in(window: Window) -> QuerySet[Assist]:
    """Return colleagues' assists on deals won in the window."""
    here = Assist.objects.filter(kind=Assist.Kind.ASSIST, **window.of("at"))
    return here.exclude(member=None).order_by()
