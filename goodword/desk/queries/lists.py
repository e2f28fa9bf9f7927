"""Requests as lists: which ones, where each stands, who has the ball. A fixed number of queries, however many rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.desk.models import Ask, Attendee, Call, Debrief, ReferenceRequest, Repair
from goodword.desk.policy import visible_requests
from goodword.desk.queries.asked import FURTHEST_FIRST, situation
from goodword.desk.queries.promises import program_name
from goodword.desk.queries.weeks import settings_here
from goodword.desk.rules.ball import Ball, BallNames, ball, ball_sentence
from goodword.desk.rules.states import LIVE, AskState, RequestState
from goodword.desk.rules.waits import Turn, Who, ask_turns, request_turns, turn_at
from goodword.members.models import Member, Role
from goodword.members.policy import is_manager
from goodword.references.queries import Face, face

UNANSWERED = (RequestState.TO_MATCH, RequestState.WITH_OWNER, RequestState.WITH_CUSTOMER)
# The five steps of a request's line, and the states in which each is the one it is at.
STEPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("matched", frozenset({RequestState.DRAFT, RequestState.TO_MATCH})),
    ("owner", frozenset({RequestState.WITH_OWNER})),
    ("customer", frozenset({RequestState.WITH_CUSTOMER})),
    ("booked", frozenset({RequestState.SCHEDULING})),
    ("held", frozenset({RequestState.BOOKED})),
)
ASKS_LOADED = (
    "owner",
    "chosen",
    "advocate__contact__account",
    "advocate__profile__account__owner",
    "advocate__profile__account__deputy",
    "advocate__profile__account__informed",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the requests is wanted: a view, one state, words of the buyer's name, how many."""

    view: str = "open"
    state: str = ""
    words: str = ""
    most: int = 25


@dataclass(frozen=True, slots=True)
class Row:
    """One request in a list. `until` is when silence acts; `call` the booked one still to come."""

    need: ReferenceRequest
    lead: Ask | None
    face: Face | None
    ball: Ball | None
    until: datetime | None
    call: Call | None
    sentence: str
    steps: list[tuple[str, str]]
    late: bool


@dataclass(frozen=True, slots=True)
class Listing:
    rows: list[Row]
    total: int
    views: dict[str, int]
    states: list[tuple[str, str, int]]


def listing(by: Actor, viewer: Member, wanted: Wanted) -> Listing:
    """Return the requests a viewer wanted to see, newest first, with the counts of every view and state."""
    everything = visible_requests(by)
    now = clock.now()
    views = {name: _view(name, by, now) for name in ("open", "mine", "late", "closed")}
    counts = {name: everything.filter(part).order_by().values("pk").distinct().count() for name, part in views.items()}
    here = with_words(everything.filter(views.get(wanted.view, views["open"])), wanted.words)
    found = here.filter(state=wanted.state) if wanted.state in RequestState.values else here
    ids = found.order_by("-created_at", "id").values_list("pk", flat=True)
    rows = rows_of(loaded(ReferenceRequest.objects.filter(pk__in=list(ids[: wanted.most]))), by, viewer)
    return Listing(rows, found.count(), counts, _by_state(here))


def loaded(needs: QuerySet[ReferenceRequest]) -> list[ReferenceRequest]:
    """Return requests with everything a row or a card tells, in six queries."""
    asks = Ask.objects.in_order().select_related(*ASKS_LOADED)
    parts = needs.select_related("opportunity__account", "opportunity__owner", "requester").prefetch_related(
        Prefetch("asks", asks),
        Prefetch("attendees", Attendee.objects.select_related("contact").order_by("position")),
        Prefetch("calls", Call.objects.filter(called_off_at=None).order_by("starts_at")),
    )
    return list(parts.order_by("-created_at", "id"))


def rows_of(needs: Iterable[ReferenceRequest], by: Actor, viewer: Member) -> list[Row]:
    program, now = program_name(), clock.now()
    return [_row(need, by, viewer, program, now) for need in needs]


def lead_of(asks: Iterable[Ask]) -> Ask | None:
    """Return the ask that is furthest; of equals the better placed. None while nobody is being asked."""
    under_way = [ask for ask in asks if ask.state in FURTHEST_FIRST]
    return min(under_way, key=lambda ask: (FURTHEST_FIRST.index(ask.state), ask.rank), default=None)


def turn_of(need: ReferenceRequest, asks: Sequence[Ask], lead: Ask | None) -> tuple[Turn, datetime] | None:
    """Return whose turn it is and until when: the request's own clock, else that of the furthest ask."""
    own = request_turns(need.state)
    if own and need.deadline_at is not None:
        return turn_at(own, need.turn), need.deadline_at
    if need.state == RequestState.CLOSED or lead is None or lead.deadline_at is None:
        return None
    turns = ask_turns(lead.state, situation(lead, [ask.state for ask in asks if ask.pk != lead.pk]))
    return (turn_at(turns, lead.turn), lead.deadline_at) if turns else None


def names_for(need: ReferenceRequest, lead: Ask | None, shown: Face | None, program: str) -> BallNames:
    """Return what everybody is called to one viewer: a private customer and its owner by what they are."""
    picker = next(iter(need.attendees.all()), None)
    known = shown is not None and shown.known and lead is not None
    account = lead.advocate.profile.account if known and lead is not None else None
    owner = (lead.owner if lead is not None else None) or (account.owner if account else None)
    return BallNames(
        rep=need.requester.first_name,
        owner=owner.first_name if owner and account else _("the account owner"),
        deputy=account.deputy.first_name if account and account.deputy else _("the deputy"),
        program=program,
        lead=_("the program lead"),
        customer=shown.first_name if known and shown is not None else _("the customer"),
        prospect=picker.contact.first_name if picker is not None else _("the buyer"),
        both=_("both sides"),
        goodword=_("us"),
    )


def ball_of(
    need: ReferenceRequest,
    asks: Sequence[Ask],
    lead: Ask | None,
    names: BallNames,
    viewer: Member,
    *,
    next_name: str | None,
) -> Ball | None:
    """Return who has the ball, called “you” where it is the viewer's own."""
    turn = turn_of(need, asks, lead)
    if turn is None:
        return None
    here = ball(turn[0], turn[1], names=names, next_name=next_name)
    return replace(here, name=_("you")) if _is_own(here.who, need, lead, viewer) else here


def is_late(need: ReferenceRequest, now: datetime) -> bool:
    """Say whether a request is behind what was promised, or what was needed."""
    return bool(_LATE_STATES.get(need.state, ())) and any(
        moment is not None and moment < now
        for moment in (getattr(need, name) for name in _LATE_STATES.get(need.state, ()))
    )


def steps_of(need: ReferenceRequest, asks: Iterable[Ask]) -> list[tuple[str, str]]:
    """Return the five steps as (code, done | now | next)."""
    reached = _reached(need, [ask.state for ask in asks])
    over = need.state == RequestState.CLOSED
    return [
        (code, "done" if nth < reached else "now" if nth == reached and not over else "next")
        for nth, (code, _states) in enumerate(STEPS)
    ]


def repairs_for(by: Actor) -> list[Repair]:
    """Return the talks still due that are the viewer's to have: their customers', or all for the program."""
    due = Repair.objects.filter(talked_at=None).select_related(
        "ask__need__opportunity__account", *(f"ask__{name}" for name in ASKS_LOADED)
    )
    if not is_manager(by):
        account = "ask__advocate__profile__account"
        due = due.filter(Q(**{f"{account}__owner_id": by.person_id}) | Q(**{f"{account}__deputy_id": by.person_id}))
    return list(due.order_by("due_at"))


def asks_waiting_for(by: Actor) -> list[Ask]:
    """Return the questions this owner, or deputy whose turn it is, hasn't answered yet."""
    account = "advocate__profile__account"
    mine = Q(**{f"{account}__owner_id": by.person_id}) | Q(owner_id=by.person_id)
    deputising = Q(**{f"{account}__deputy_id": by.person_id}, turn__gte=1)
    waiting = Ask.objects.filter(mine | deputising, state=AskState.OWNER_PENDING)
    return list(
        waiting.select_related("need__opportunity__account", "need__requester", *ASKS_LOADED).order_by("deadline_at")
    )


@dataclass(frozen=True, slots=True)
class Given:
    """Help that was given: for which request, by which ask, when."""

    need: ReferenceRequest
    ask_id: UUID
    at: datetime


def help_to_debrief(by: Actor) -> list[Given]:
    """Return the help given to the rep's deals of which they haven't said how it went, the oldest first."""
    given = sorted([*_calls_over(by), *_answers_sent(by)], key=lambda one: one.at)
    newest = dict(
        Debrief.objects.filter(ask__in=[one.ask_id for one in given], side=Debrief.Side.REP)
        .order_by("at", "id")
        .values_list("ask_id", "answer")
    )
    said = {key for key, answer in newest.items() if answer != Debrief.Answer.UNDONE}
    return [one for one in given if one.ask_id not in said]


def _calls_over(by: Actor) -> list[Given]:
    over = Call.objects.filter(
        Q(need__requester_id=by.person_id) | Q(need__opportunity__owner_id=by.person_id),
        called_off_at=None,
        starts_at__lt=clock.now(),
        ask__state__in=[AskState.BOOKED, AskState.HELD],
    ).exclude(need__state=RequestState.CLOSED)
    # A call lasts: nobody is asked how it went while it is on.
    now = clock.now()
    return [
        Given(call.need, call.ask_id, call.starts_at)
        for call in over.select_related("need__opportunity__account")
        if call.starts_at + timedelta(minutes=call.minutes) < now
    ]


def _answers_sent(by: Actor) -> list[Given]:
    """Return written answers that reached the rep's deals and can't be taken back any more."""
    sent = (
        Ask.objects.held()
        .filter(
            Q(need__requester_id=by.person_id) | Q(need__opportunity__owner_id=by.person_id),
            answered_at__lte=clock.now() - settings_here().undo,
        )
        .exclude(need__state=RequestState.CLOSED)
    )
    return [
        Given(ask.need, ask.pk, ask.answered_at)
        for ask in sent.select_related("need__opportunity__account")
        if ask.answered_at is not None
    ]


def _row(need: ReferenceRequest, by: Actor, viewer: Member, program: str, now: datetime) -> Row:
    asks = list(need.asks.all())
    lead = lead_of(asks)
    # A list never carries a released name: it says "1 private reference", as every list does.
    shown = face(lead.advocate, by) if lead is not None else None
    standby = next((ask for ask in asks if ask.state == AskState.PLANNED and ask is not lead), None)
    behind = face(standby.advocate, by) if standby is not None else None
    next_name = (behind.first_name if behind.known else _("a private reference")) if behind is not None else None
    names = names_for(need, lead, shown, program)
    here = ball_of(need, asks, lead, names, viewer, next_name=next_name)
    call = next((one for one in need.calls.all() if one.starts_at > now), None)
    return Row(
        need=need,
        lead=lead,
        face=shown,
        ball=here,
        until=here.until if here is not None else None,
        call=call,
        sentence=ball_sentence(here, viewer.time_zone, now) if here is not None else "",
        steps=steps_of(need, asks),
        late=is_late(need, now),
    )


def _view(name: str, by: Actor, now: datetime) -> Q:
    mine = Q(requester_id=by.person_id) | Q(opportunity__owner_id=by.person_id)
    still = ~Q(state=RequestState.CLOSED)
    behind = Q()
    for state, names in _LATE_STATES.items():
        for moment in names:
            behind |= Q(state=state, **{f"{moment}__lt": now})
    return {"open": still, "mine": still & mine, "late": still & behind, "closed": Q(state=RequestState.CLOSED)}[name]


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


def _by_state(needs: QuerySet[ReferenceRequest]) -> list[tuple[str, str, int]]:
    counts = dict(needs.order_by().values_list("state").annotate(Count("pk", distinct=True)))
    return [(state.value, str(state.label), counts[state.value]) for state in RequestState if state.value in counts]


def _is_own(who: Who, need: ReferenceRequest, lead: Ask | None, viewer: Member) -> bool:
    account = lead.advocate.profile.account if lead is not None else None
    match who:
        case Who.REP:
            return viewer.pk == need.requester_id
        case Who.OWNER:
            return lead is not None and viewer.pk == lead.owner_id
        case Who.DEPUTY:
            return account is not None and viewer.pk == account.deputy_id
        case Who.PROGRAM:
            return viewer.has(Role.MANAGER)
    return False


def _reached(need: ReferenceRequest, states: Sequence[str]) -> int:
    if need.state == RequestState.WRAP_UP or need.close_reason == "fulfilled":
        return len(STEPS)
    if need.state != RequestState.CLOSED:
        return next((nth for nth, (_code, at) in enumerate(STEPS) if need.state in at), 0)
    # Closed before it was held: how far anybody came who was asked.
    asked = {AskState.OWNER_NO, AskState.OWNER_TIMEOUT, *LIVE} & set(states)
    return 2 if {AskState.DECLINED, AskState.EXPIRED} & set(states) else 1 if asked else 0


_LATE_STATES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(UNANSWERED, ("promised_answer_by", "promised_help_by")),
    RequestState.SCHEDULING: ("promised_help_by",),
}
