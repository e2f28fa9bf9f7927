"""Who carries how much: uses among customers, lending among teams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from goodword.insights.rules.shares import ENOUGH, Share

BUSIEST = 0.1


@dataclass(frozen=True, slots=True)
class TopShare:
    """How much of all uses the busiest tenth of people gave. `people` are in that tenth."""

    share: Share = Share()
    people: int = 0
    gini: float = 0.0

    @property
    def enough(self) -> bool:
        return self.share.enough


def top_share(people_by_uses: Mapping[int, int]) -> TopShare:
    """Return how concentrated uses are, from how many people gave so many; those who gave none belong in it."""
    people = sum(people_by_uses.values())
    uses = sum(count * number for count, number in people_by_uses.items())
    if not uses:
        return TopShare()
    left = busiest = ceil(people * BUSIEST)
    theirs = 0
    for count in sorted(people_by_uses, reverse=True):
        taken = min(left, people_by_uses[count])
        theirs, left = theirs + taken * count, left - taken
    return TopShare(Share(theirs, uses), busiest, _gini(people_by_uses, people, uses))


def _gini(people_by_uses: Mapping[int, int], people: int, uses: int) -> float:
    """Return Gini's coefficient: 0 where everybody gives the same, near 1 where one gives all."""
    below, area = 0, 0.0
    for count in sorted(people_by_uses):
        number = people_by_uses[count]
        area += number * (below + count * number / 2)
        below += count * number
    return 1 - 2 * area / (people * uses)


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a year's room is used, in half calls, by so many people; `spent` of them have none left."""

    used: int = 0
    whole: int = 0
    people: int = 0
    spent: int = 0

    @property
    def enough(self) -> bool:
        return self.people >= ENOUGH

    @property
    def percent(self) -> int:
        """Return it as a percentage: over 100 where people gave more than they are asked for."""
        return round(100 * self.used / self.whole) if self.whole else 0


def room_used(people_by_room: Iterable[tuple[int, int, int]]) -> Room:
    """Return what is used of everybody's room, from (room, used, how many people)."""
    rows = list(people_by_room)
    return Room(
        used=sum(used * people for _room, used, people in rows),
        whole=sum(room * people for room, _used, people in rows),
        people=sum(people for _room, _used, people in rows),
        spent=sum(people for room, used, people in rows if used >= room),
    )


@dataclass(frozen=True, slots=True)
class TeamBalance:
    """Assists a team gave to other teams' deals, took from other teams, and gave to its own."""

    team: str
    gave: int = 0
    took: int = 0
    kept: int = 0


def balances(assists: Iterable[tuple[str, str, int]]) -> dict[str, TeamBalance]:
    """Return what each team gave and took, from (team of who helped, team of the deal, how many)."""
    gave: defaultdict[str, int] = defaultdict(int)
    took: defaultdict[str, int] = defaultdict(int)
    kept: defaultdict[str, int] = defaultdict(int)
    for giver, taker, count in assists:
        if giver == taker:
            kept[giver] += count
        else:
            gave[giver] += count
            took[taker] += count
    teams = {*gave, *took, *kept}
    return {team: TeamBalance(team, gave[team], took[team], kept[team]) for team in teams}
