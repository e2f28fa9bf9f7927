"""What other rules would change today: the same rules that decide, over the same rows, with nothing written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Q

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.queries.promises import measured_waits
from goodword.desk.queries.ruling import KINDS, REVIEWS_ALL, WAITS, Values, changes_of, difference
from goodword.desk.queries.weeks import waits_from, week_of_program
from goodword.desk.rules.promise import DEFAULT_PATH, Leg, Promise, Weeks, promise
from goodword.directory.models import Opportunity, Stage
from goodword.protection.queries import Known, Settings, known, settings_from, verdicts_on, wish
from goodword.references.models import Advocate, HelpKind
from goodword.references.policy import visible_advocates

MOST_LOOKED_AT = 2000
LOOKS_BACK = timedelta(days=90)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """A figure before and after."""

    before: T
    after: T

    @property
    def moves(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Room:
    """How many could be asked for one kind of help today; `shut` and `opened`: the people for whom that changes."""

    kind: HelpKind
    could: Change[int]
    shut: tuple[Advocate, ...]
    opened: tuple[Advocate, ...]
    unnamed: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of rules would do today.

    `looked_at` of `advocates` were judged: all of them, or a fair sample of many. `rest` is the median, 0 to 5.
    `too_early`: open deals where a live call isn't justified yet. `sent`: requests of 90 days that went to the owner
    without the program. `running`: clocks that keep the end people were told.
    """

    changed: Mapping[str, tuple[object, object]]
    advocates: int
    looked_at: int
    rooms: tuple[Room, ...]
    rest: Change[float]
    deals: int
    too_early: Change[int]
    reviews: Change[bool]
    sent: int
    promised: Change[Promise]
    running: int

    @property
    def about_waits(self) -> bool:
        return self.reviews.moves or any(key.startswith(WAITS) for key in self.changed)


def effect_of(before: Values, after: Values, by: Actor) -> Effect:
    """Return what going from these rules to those would change, in a fixed number of queries."""
    now, old, new = clock.now(), changes_of(before), changes_of(after)
    ours = Change(settings_from(old.get("protection", {})), settings_from(new.get("protection", {})))
    changed = difference(before, after)
    reviews = Change(bool(before[REVIEWS_ALL]), bool(after[REVIEWS_ALL]))
    active = Advocate.objects.active()
    # A primary key is random, so its order is a fair sample.
    people = known(active.order_by("pk")[:MOST_LOOKED_AT], now)
    return Effect(
        changed=changed,
        advocates=active.count(),
        looked_at=len(people),
        rooms=tuple(_room(kind, ours, people, now, by) for kind in _kinds(changed)),
        rest=Change(_median_rest(ours.before, people, now), _median_rest(ours.after, people, now)),
        deals=Opportunity.objects.open().count(),
        too_early=Change(_too_early(ours.before), _too_early(ours.after)),
        reviews=reviews,
        sent=ReferenceRequest.objects.filter(created_at__gte=now - LOOKS_BACK, program_picks=False).count(),
        promised=Change(
            _promised(old.get("desk", {}), now, reviewed=reviews.before),
            _promised(new.get("desk", {}), now, reviewed=reviews.after),
        ),
        running=_running(),
    )


def _kinds(changed: Mapping[str, object]) -> list[HelpKind]:
    """Return a call, and every kind of help whose own limits change."""
    own = {HelpKind(key.removeprefix(KINDS).partition(".")[0]) for key in changed if key.startswith(KINDS)}
    return [HelpKind.CALL, *sorted(own - {HelpKind.CALL})]


def _room(kind: HelpKind, ours: Change[Settings], people: Mapping[UUID, Known], now: datetime, by: Actor) -> Room:
    could = [
        {pk for pk, one in verdicts_on(people, wish(kind), now, leave=True, settings=settings).items() if one.allowed}
        for settings in (ours.before, ours.after)
    ]
    shut, opened = could[0] - could[1], could[1] - could[0]
    known_to = set(visible_advocates(by).filter(pk__in=shut | opened).values_list("pk", flat=True))
    return Room(
        kind=kind,
        could=Change(len(could[0]), len(could[1])),
        shut=_named(people, shut & known_to),
        opened=_named(people, opened & known_to),
        unnamed=len((shut | opened) - known_to),
    )


def _named(people: Mapping[UUID, Known], wanted: set[UUID]) -> tuple[Advocate, ...]:
    return tuple(sorted((people[pk].advocate for pk in wanted), key=lambda one: (one.contact.name, one.pk)))


def _median_rest(settings: Settings, people: Mapping[UUID, Known], now: datetime) -> float:
    levels = [one.rest.level for one in verdicts_on(people, wish(HelpKind.CALL), now, settings=settings).values()]
    return float(median(levels)) if levels else 0.0


def _too_early(settings: Settings) -> int:
    """Return how many open deals are before the stage, or under the amount, from which a live call is justified."""
    early = Q(stage__in=Stage.values[: settings.gate_stage])
    return Opportunity.objects.open().filter(early | Q(amount__lt=Decimal(settings.gate_amount))).count()


def _promised(desk: Mapping[str, object], now: datetime, *, reviewed: bool) -> Promise:
    path = (Leg.TRIAGE, *DEFAULT_PATH) if reviewed else DEFAULT_PATH
    week = week_of_program()
    return promise(path, now, Weeks(week, week, week, week), settings=waits_from(desk), measured=measured_waits())


def _running() -> int:
    own = ReferenceRequest.objects.open().filter(deadline_at__isnull=False).count()
    return own + Ask.objects.live().filter(deadline_at__isnull=False).count()
