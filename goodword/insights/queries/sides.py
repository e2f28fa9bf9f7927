"""Private references beside named ones: what was counted for the page anyway, told apart by how each is known today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from goodword.core.working_time import WorkWeek
from goodword.desk.queries.helped import helped
from goodword.insights.policy import Scope
from goodword.insights.queries.durations import to_help_by
from goodword.insights.queries.said import said_of_both
from goodword.insights.queries.windows import Window
from goodword.insights.rules import (
    FEWEST_TOGETHER,
    AnswerCell,
    DealCell,
    NeedCell,
    Pair,
    Sides,
    accepted_by,
    in_time_by,
    said_by,
    wins_by,
    won_by,
)
from goodword.members.policy import Permission, may
from goodword.references.policy import masked


@dataclass(frozen=True, slots=True)
class Cells:
    """What was counted of deals, requests and customers' answers."""

    deals: list[DealCell]
    needs: list[NeedCell]
    answers: list[AnswerCell]


def sides_of(scope: Scope, cells: Cells, months: tuple[date, ...], week: WorkWeek) -> Sides | None:
    """Return both sides over these months; None where they would tell a viewer who a private customer is. Four queries.

    Whoever may not know private customers is told of them only where at least three helped: fewer could be made out.
    """
    window = Window(months, week.zone)
    customers = _private_customers(window)
    if 0 < customers < FEWEST_TOGETHER and not may(scope.by, Permission.REFERENCE_UNMASK):
        return None
    return Sides(
        customers=customers,
        acceptance=accepted_by(cells.answers, months),
        in_time=in_time_by(cells.needs, months),
        won=won_by(cells.deals, months),
        said=said_by(*said_of_both(window)),
        took=Pair(*(to_help_by(scope, window, week, private=private) for private in (True, False))),
        wins=wins_by(cells.deals, months),
    )


def _private_customers(window: Window) -> int:
    given = helped().filter(masked("advocate__"), **window.of("helped_at"))
    companies = given.aggregate(companies=Count("advocate__profile__account", distinct=True))
    return int(companies["companies"])
