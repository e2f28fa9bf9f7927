"""Requests as a viewer narrows them: the list with its views, and the board with its lanes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.statements import Kept, figures_of
from goodword.desk.models import Ask, Call, ReferenceRequest
from goodword.desk.policy import visible_requests
from goodword.desk.queries.asked import about_somebody_private
from goodword.desk.queries.lists import LATE_STATES, Row, loaded, rows_of
from goodword.desk.rules.board import LANES
from goodword.desk.rules.states import LIVE, AskState, CloseReason, RequestState
from goodword.members.models import Member, Role
from goodword.members.policy import is_manager

DUE_WITHIN = timedelta(days=7)
LATELY = timedelta(days=30)
PROGRAMS_TURN = (AskState.ACCEPTED, AskState.COUNTERED, AskState.BOOKED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the requests is wanted: a view, one state or kind of help, one person's, words of the buyer's name."""

    view: str = "open"
    state: str = ""
    kind: str = ""
    asked_by: UUID | None = None
    words: str = ""

    @property
    def narrows(self) -> bool:
        """Say whether less is wanted than the whole view."""
        return bool(self.state or self.kind or self.asked_by or self.words)


@dataclass(frozen=True, slots=True)
class At:
    """When views are looked at. `soon`: the last day of what is due within a week; `lately`: since when what closed is news."""

    now: datetime
    soon: date
    lately: datetime

    @classmethod
    def of(cls, now: datetime) -> At:
        return cls(now, (now + DUE_WITHIN).date(), now - LATELY)


@dataclass(frozen=True, slots=True)
class Facets:
    """What the requests of a view could be narrowed to, each with its count."""

    states: list[tuple[str, str, int]]
    kinds: list[tuple[str, int]]
    people: list[tuple[UUID, str, int]]


@dataclass(frozen=True, slots=True)
class Seen:
    """The requests that are wanted, and what else there is: how many each view has, what the view could be narrowed to."""

    needs: QuerySet[ReferenceRequest]
    views: dict[str, int]
    facets: Facets


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane of the board: the requests whose clocks end first, and how many there are in all."""

    code: str
    rows: list[Row]
    total: int


@dataclass(frozen=True, slots=True)
class Board:
    lanes: list[Lane]
    views: dict[str, int]
    facets: Facets


def seen(by: Actor, wanted: Wanted) -> Seen:
    """Return the requests a viewer wanted to see, with the counts of every view and facet."""
    here, counts = _in_view(by, wanted)
    return Seen(_narrowed(here, wanted), counts, _facets(here))


def found(by: Actor, wanted: Wanted) -> QuerySet[ReferenceRequest]:
    """Return all requests a viewer wanted to see."""
    return _narrowed(_in_view(by, wanted)[0], wanted)


def board(by: Actor, viewer: Member, wanted: Wanted, *, most: int) -> Board:
    """Return the open requests a viewer wanted to see, by lane; of each lane up to `most`, soonest clock first."""
    here, counts = _in_view(by, wanted)
    found = _narrowed(here, wanted).exclude(state=RequestState.CLOSED).annotate(lane=_lane())
    totals = dict(found.order_by().values_list("lane").annotate(Count("pk")))
    asks = Ask.objects.filter(need=OuterRef("pk"), state__in=LIVE).order_by().values("need")
    acts_at = Coalesce("deadline_at", Subquery(asks.annotate(first=Min("deadline_at")).values("first")))
    order = [acts_at.asc(nulls_last=True), F("created_at").asc(), F("pk").asc()]
    placed = found.annotate(nth=Window(RowNumber(), partition_by=[F("lane")], order_by=order)).filter(nth__lte=most)
    ids = list(placed.order_by("nth").values_list("pk", flat=True))
    rows = rows_of(loaded(ReferenceRequest.objects.filter(pk__in=ids)), by, viewer)
    rows.sort(key=lambda row: ids.index(row.need.pk))
    lanes = [
        Lane(code, [row for row in rows if row.need.state in states], totals.get(code, 0))
        for code, states in LANES.items()
    ]
    return Board(lanes, counts, _facets(here))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the program stands: what waits for it since when, for others, what is behind, which calls are ahead."""

    yours: int
    oldest: datetime | None
    late: int
    calls: int
    with_others: int


def standing(by: Actor) -> Standing:
    """Return the figures above the board, of everything the actor may see. Two queries.

    An open request waits for the program or for others, unless its call is still ahead: then everybody waits.
    """
    now = clock.now()
    ((yours, oldest, late, with_others),) = _STANDING(by=by, now=now)
    ((calls,),) = _SOON(by=by, now=now, soon=now + DUE_WITHIN)
    return Standing(yours, oldest, late, calls, with_others)


def _standing(by: Actor, now: Any) -> QuerySet[Any, tuple[Any, ...]]:
    yours = left_to_the_program() | Q(state=RequestState.TO_MATCH)
    booked = Q(Exists(_ahead(now).filter(need=OuterRef("pk"))), state=RequestState.BOOKED)
    return figures_of(
        _seen_by(by),
        yours=Count("pk", filter=yours),
        oldest=Min("state_since", filter=yours),
        late=Count("pk", filter=behind(now)),
        with_others=Count("pk", filter=~Q(state=RequestState.CLOSED) & ~yours & ~booked),
    )


def _soon(by: Actor, now: Any, soon: Any) -> QuerySet[Any, tuple[Any, ...]]:
    return figures_of(_ahead(now).filter(starts_at__lte=soon, need__in=_seen_by(by).values("pk")), calls=Count("pk"))


def _ahead(now: Any) -> QuerySet[Call]:
    return Call.objects.filter(called_off_at=None, starts_at__gt=now)


def _seen_by(by: Actor) -> QuerySet[ReferenceRequest]:
    # Whom a customer was lent by is found by a join that repeats rows: everything after starts from the keys alone.
    return ReferenceRequest.objects.filter(pk__in=visible_requests(by).order_by().values("pk"))


def views_for(by: Actor) -> list[str]:
    """Return the views an actor has, in order. Which requests touch a private reference is the program's to see."""
    runs, leads = is_manager(by), Role.LEADER in by.roles
    seen = {"private": runs, "unfilled": runs or leads}
    return [name for name in views_of(by, At.of(clock.now())) if seen.get(name, True)]


def views_of(by: Actor, at: At) -> dict[str, Q]:
    """Return the fixed views of requests by name."""
    mine = Q(requester_id=by.person_id) | Q(opportunity__owner_id=by.person_id)
    still = ~Q(state=RequestState.CLOSED)
    nobody = Q(state=RequestState.TO_MATCH, reranked=True) | Q(
        close_reason__in=[CloseReason.UNFILLED, CloseReason.PROOF_ONLY], closed_at__gte=at.lately
    )
    return {
        "open": still,
        "mine": still & mine,
        "due": still & Q(need_by__lte=at.soon),
        "late": still & behind(at.now),
        "private": still & about_somebody_private(),
        "unfilled": nobody,
        "closed": Q(state=RequestState.CLOSED),
    }


def behind(now: datetime) -> Q:
    """Return the clause for requests behind what was promised or needed."""
    clause = Q(pk__in=[])
    for state, names in LATE_STATES.items():
        for moment in names:
            clause |= Q(state=state, **{f"{moment}__lt": now})
    return clause


def left_to_the_program() -> Q:
    """Return the clause for requests the others were silent about, where the program is next."""
    silent = Ask.objects.filter(need=OuterRef("pk"), state__in=PROGRAMS_TURN, turn__gte=1, deadline_at__isnull=False)
    return Q(Exists(silent))


def _in_view(by: Actor, wanted: Wanted) -> tuple[QuerySet[ReferenceRequest], dict[str, int]]:
    """Return the requests of the view wanted, and how many each view has."""
    at = At.of(clock.now())
    parts = views_of(by, at)
    (counts,) = _VIEWS(by=by, now=at.now, soon=at.soon, lately=at.lately)
    view = parts[wanted.view if wanted.view in views_for(by) else "open"]
    return _seen_by(by).filter(view), dict(zip(views_for(by), counts, strict=True))


def _views(by: Actor, now: Any, soon: Any, lately: Any) -> QuerySet[Any, tuple[int, ...]]:
    parts = views_of(by, At(now, soon, lately))
    return figures_of(_seen_by(by), **{name: Count("pk", filter=parts[name]) for name in views_for(by)})


_VIEWS = Kept[tuple[int, ...]](_views)
_STANDING = Kept[tuple[Any, ...]](_standing)
_SOON = Kept[tuple[int]](_soon)


def _narrowed(needs: QuerySet[ReferenceRequest], wanted: Wanted) -> QuerySet[ReferenceRequest]:
    exact: Mapping[str, object] = {"state": wanted.state, "help_kind": wanted.kind, "requester_id": wanted.asked_by}
    needs = needs.filter(**{name: value for name, value in exact.items() if value})
    return with_words(needs, wanted.words)


def with_words(needs: QuerySet[ReferenceRequest], words: str) -> QuerySet[ReferenceRequest]:
    """Narrow by the buyer, the deal or who asked. Never by the customer: a search must not find a private name."""
    for word in words.split()[:5]:
        needs = needs.filter(
            Q(opportunity__account__name__icontains=word)
            | Q(opportunity__name__icontains=word)
            | Q(requester__name__icontains=word)
            | Q(must_settle__icontains=word)
        )
    return needs


def _facets(needs: QuerySet[ReferenceRequest]) -> Facets:
    rows = needs.order_by().values_list("state", "help_kind", "requester", "requester__name").annotate(Count("pk"))
    states: dict[str, int] = {}
    kinds: dict[str, int] = {}
    people: dict[tuple[UUID, str], int] = {}
    for state, kind, person, name, count in rows:
        states[state] = states.get(state, 0) + count
        kinds[kind] = kinds.get(kind, 0) + count
        people[person, name] = people.get((person, name), 0) + count
    return Facets(
        [(state.value, str(state.label), states[state.value]) for state in RequestState if state.value in states],
        sorted(kinds.items(), key=lambda one: (-one[1], one[0])),
        sorted(((*person, count) for person, count in people.items()), key=lambda one: one[1].casefold()),
    )


def _lane() -> Case:
    return Case(*(When(state__in=states, then=Value(code)) for code, states in LANES.items()))
