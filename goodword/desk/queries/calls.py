"""Booked conversations as a list: those to come, those nobody has spoken about yet, those that are settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    Window,
)
from django.db.models.functions import RowNumber, TruncDate

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.desk.models import Attendee, Call, Debrief
from goodword.desk.policy import visible_requests
from goodword.desk.queries.lists import CALLS_LOADED, with_keepers
from goodword.desk.rules.states import AskState
from goodword.members.policy import Permission, is_manager, may
from goodword.references.queries import Face, face

ENDS = {"held": AskState.HELD, "missed": AskState.NO_SHOW, "off": AskState.CANCELLED}


@dataclass(frozen=True, slots=True)
class Shown:
    """One call as a viewer may know it. `runs`: they may move it, call it off and say how it went.

    `view`: which of the three lists it stands in.
    """

    call: Call
    face: Face
    ends_at: datetime
    view: str
    runs: bool
    said: bool

    @property
    def held(self) -> bool:
        return bool(self.call.ask.state == AskState.HELD)

    @property
    def off(self) -> bool:
        return bool(self.call.ask.state == AskState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls with what is drawn of them, and how many there are: in each view, and of the past ones by their end."""

    rows: QuerySet[Call]
    counts: dict[str, int]


def calls_seen_by(by: Actor, view: str) -> Calls:
    """Return the calls of the requests a viewer may see: `ahead`, `unsettled` or `past`."""
    seen = _seen_by(by)
    return Calls(_drawn(seen.filter(views_of(clock.now())[view])), _counted(seen))


def calls_between(by: Actor, begin: datetime, end: datetime) -> QuerySet[Call]:
    """Return the calls a viewer may see that begin within these moments, whatever became of them."""
    return _drawn(_within(by, begin, end))


def first_of_each_day(by: Actor, begin: datetime, end: datetime, most: int) -> tuple[list[Call], dict[date, int]]:
    """Return the first calls of each day within these moments, and how many each day has. Three queries.

    Days are those of the active time zone.
    """
    day = TruncDate("starts_at")
    within = _within(by, begin, end)
    counts = dict(within.order_by().values_list(day).annotate(calls=Count("pk")))
    place = Window(RowNumber(), partition_by=day, order_by=["starts_at", "pk"])
    first = _drawn(within.annotate(place=place).filter(place__lte=most)) if counts else []
    return list(first), counts


def calls_of_all() -> dict[str, int]:
    """Return how many calls the whole program has, counted as the list of calls counts them."""
    return _counted(_standing())


def shown_to(calls: Sequence[Call], by: Actor) -> list[Shown]:
    """Return calls as a viewer may know them. Two queries, however many."""
    with_keepers([call.ask for call in calls], [call.need for call in calls])
    said = _said_by_the_rep(calls)
    return [_shown(call, by, call.ask_id in said) for call in calls]


def views_of(now: datetime) -> dict[str, Q]:
    """Return the three views of calls by name."""
    booked = Q(ask__state=AskState.BOOKED, called_off_at=None)
    return {
        "ahead": booked & Q(ends_at__gt=now),
        "unsettled": booked & Q(ends_at__lte=now),
        "past": Q(ask__state__in=ENDS.values()),
    }


def _within(by: Actor, begin: datetime, end: datetime) -> QuerySet[Call]:
    return _seen_by(by).filter(starts_at__gte=begin, starts_at__lt=end).order_by("starts_at", "pk")


def _seen_by(by: Actor) -> QuerySet[Call]:
    return _standing().filter(need__in=visible_requests(by).order_by().values("pk"))


def _drawn(calls: QuerySet[Call]) -> QuerySet[Call]:
    """Load everything that is drawn of calls."""
    people = Prefetch("need__attendees", Attendee.objects.select_related("contact").order_by("position"))
    return calls.select_related(*CALLS_LOADED).prefetch_related(people)


def _counted(calls: QuerySet[Call]) -> dict[str, int]:
    """Return how many calls each view has, and how many of the past ones ended in which way. One query."""
    parts = views_of(clock.now()) | {name: Q(ask__state=state) for name, state in ENDS.items()}
    counts: dict[str, int] = calls.aggregate(**{name: Count("pk", filter=part) for name, part in parts.items()})
    return counts


def _standing() -> QuerySet[Call]:
    """Return the newest call of each ask: one that was moved is told by where it was moved to."""
    later = Call.objects.filter(ask=OuterRef("ask"), sequence__gt=OuterRef("sequence"))
    lasts = ExpressionWrapper(F("minutes") * Value(timedelta(minutes=1)), output_field=DurationField())
    return Call.objects.filter(~Exists(later)).annotate(ends_at=F("starts_at") + lasts)


def _said_by_the_rep(calls: Sequence[Call]) -> set[UUID]:
    told = Debrief.objects.filter(ask__in=[call.ask_id for call in calls], side=Debrief.Side.REP)
    newest = dict(told.order_by("at", "id").values_list("ask_id", "answer"))
    return {ask for ask, answer in newest.items() if answer != Debrief.Answer.UNDONE}


def _shown(call: Call, by: Actor, said: bool) -> Shown:
    own = by.person_id in (call.need.requester_id, call.need.opportunity.owner_id)
    runs = (own or is_manager(by)) and may(by, Permission.CALL_MOVE)
    ends_at = call.starts_at + timedelta(minutes=call.minutes)
    return Shown(call, face(call.ask.advocate, by), ends_at, _view(call, ends_at), runs, said)


def _view(call: Call, ends_at: datetime) -> str:
    """Return the view a call stands in, as `views_of` tells the database."""
    if call.ask.state != AskState.BOOKED:
        return "past"
    return "ahead" if ends_at > clock.now() else "unsettled"
