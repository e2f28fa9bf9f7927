"""Everything the impact page says of one period, and of the months before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goodword.core import calendars, clock
from goodword.core.models import Program
from goodword.directory.models import Opportunity
from goodword.insights.policy import Scope
from goodword.insights.queries import deals, durations, needs, people, said, supply
from goodword.insights.queries.own import Own, own_part
from goodword.insights.queries.sides import Cells, sides_of
from goodword.insights.queries.windows import Window
from goodword.insights.rules import (
    Acceptance,
    AnswerCell,
    DealCell,
    Difference,
    Fulfilment,
    NeedCell,
    Period,
    Room,
    Segment,
    Share,
    Sides,
    TeamBalance,
    Typical,
    Voice,
    Wins,
    acceptance_in,
    compared,
    fulfilment_in,
    months_until,
    wins_in,
)

TREND_MONTHS = 12
MOST_LATE = 8
MOST_HELPERS = 6


@dataclass(frozen=True, slots=True)
class Team:
    """One sales team: won deals that used a reference, late open deals that have one, what it lent and took."""

    name: str
    won: Share
    late: Share
    balance: TeamBalance


@dataclass(frozen=True, slots=True)
class Whole:
    """What only those see who look at the whole."""

    coverage: list[Segment]
    helpers: list[people.Helper]
    helpers_more: bool
    customers_helped: int
    teams: list[Team]
    freshness: Share
    spread: supply.Spread
    room: Room
    sides: Sides | None
    participation: Mapping[str, Share]

    @property
    def taking_part(self) -> Share:
        """Return how many of all owners take part."""
        return sum(self.participation.values(), Share())


@dataclass(frozen=True, slots=True)
class Impact:
    """The figures of one period. Cells reach back a year before its end and one period before it."""

    period: Period
    so_far: bool
    trend: tuple[date, ...]
    deals: list[DealCell]
    needs: list[NeedCell]
    answers: list[AnswerCell]
    first_answer: Typical
    confirmed: Typical
    help: Typical
    said: list[Voice]
    waiting: Mapping[str, Decimal]
    late: list[Opportunity]
    late_count: int
    own: Own | None
    whole: Whole | None

    @property
    def wins(self) -> Wins:
        return wins_in(self.deals, self.period.months)

    @property
    def wins_before(self) -> Wins:
        return wins_in(self.deals, self.period.before.months)

    @property
    def fulfilment(self) -> Fulfilment:
        return fulfilment_in(self.needs, self.period.months)

    @property
    def fulfilment_before(self) -> Fulfilment:
        return fulfilment_in(self.needs, self.period.before.months)

    @property
    def acceptance(self) -> Acceptance:
        return acceptance_in(self.answers, self.period.months)

    @property
    def acceptance_before(self) -> Acceptance:
        return acceptance_in(self.answers, self.period.before.months)

    @property
    def difference(self) -> Difference:
        """Return helped against found nobody, over the twelve months that end with the period."""
        return compared(self.deals, self.trend)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was counted in the period, the one before it or the trend."""
        return not (self.deals or self.needs or self.answers)


def impact_of(scope: Scope, period: Period, *, segmented_by: str) -> Impact:
    """Return the figures of a period for a viewer. A fixed number of queries, however much there is."""
    program, now = Program.here(), clock.now()
    # No month that has not begun yet: an empty column there would look like a fall.
    trend = months_until(min(period.last, clock.today(program.time_zone)), TREND_MONTHS)
    window = Window(period.months, program.time_zone)
    reach = Window(min(trend, period.before.months + period.months, key=lambda months: months[0]), program.time_zone)
    week = calendars.week(program.time_zone)
    late = deals.late_without_a_voice(scope, now)
    cells = Cells(deals.deal_cells(scope, reach), needs.need_cells(scope, reach), needs.answer_cells(scope, reach))
    return Impact(
        period=period,
        so_far=now < window.end,
        trend=trend,
        deals=cells.deals,
        needs=cells.needs,
        answers=cells.answers,
        first_answer=durations.to_first_answer(scope, window, week),
        confirmed=durations.to_confirmed(scope, window, week),
        help=durations.to_help(scope, window, week),
        said=said.said_afterwards(scope, window),
        waiting=deals.waiting(scope),
        late=list(deals.seen(late, scope).select_related("account", "owner")[:MOST_LATE]),
        late_count=late.count(),
        own=None if scope.whole else own_part(scope, window),
        whole=_whole(scope, window, segmented_by, sides_of(scope, cells, trend, week)) if scope.whole else None,
    )


def _whole(scope: Scope, window: Window, segmented_by: str, sides: Sides | None) -> Whole:
    now, helpers = clock.now(), people.helpers(scope, window)
    return Whole(
        coverage=supply.coverage(scope, segmented_by),
        helpers=helpers[:MOST_HELPERS],
        helpers_more=len(helpers) > MOST_HELPERS,
        customers_helped=people.customers_helped(window),
        teams=_teams(scope, window),
        freshness=supply.freshness(),
        spread=supply.spread(window),
        room=supply.room(now),
        sides=sides,
        participation=people.participation(scope, now),
    )


def _teams(scope: Scope, window: Window) -> list[Team]:
    shares, lent = deals.by_team(scope, window), people.team_balances(window)
    teams = [
        Team(name, *shares.get(name, (Share(), Share())), lent.get(name, TeamBalance(name)))
        for name in {*shares, *lent}
    ]
    return sorted(teams, key=lambda team: (-team.won.whole, -team.balance.gave, team.name))
