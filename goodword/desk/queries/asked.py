"""How the asks of a request stand, for whoever decides what comes next, shows it or tells it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from goodword.core import clock
from goodword.core.models import Event
from goodword.core.statements import Kept
from goodword.core.undo import UNDO
from goodword.core.working_time import working_time_between
from goodword.desk.models import Ask, ReferenceRequest, TimeOption
from goodword.desk.queries.weeks import settings_here, week_of_contact
from goodword.desk.rules import states
from goodword.desk.rules.next_best import KEPT_BACK_BY, counts_as, may_start_customer_ask
from goodword.desk.rules.states import TAKEN_BACK, AskState, RequestState
from goodword.desk.rules.waits import Situation, Who
from goodword.references.policy import masked

# How far an ask is; the furthest one is where the request stands.
FURTHEST_FIRST: tuple[str, ...] = (
    AskState.HELD,
    AskState.BOOKED,
    AskState.ACCEPTED,
    AskState.COUNTERED,
    AskState.CUSTOMER_PENDING,
    AskState.OWNER_OK,
    AskState.OWNER_PENDING,
)
MOST_TIMES = 3
# A link to pick a time, and the wait for the pick, end this long before the last of them.
BEFORE_LAST_TIME = timedelta(hours=2)


_ASKS = Kept[Ask](lambda need: Ask.objects.filter(need=need))
_TIMES = Kept[TimeOption](
    lambda need, by, now: TimeOption.objects.filter(need=need, by=by, starts_at__gt=now).order_by("starts_at")
)
_TAKEN_BACK = Kept[Event](
    lambda thread, now: Event.objects.filter(
        thread=thread, name__in=TAKEN_BACK, undo_until__gt=now, undone_by=None
    ).order_by("number")
)


def asks_of(need: ReferenceRequest) -> list[Ask]:
    """Return a request's asks as they are now, in order; their request is this very one."""
    asks = _ASKS(need=need.pk)
    for ask in asks:
        ask.need = need
    return asks


def counting_states(
    need: ReferenceRequest, asks: Iterable[Ask] | None = None, *, besides: Ask | None = None
) -> dict[UUID, str]:
    """Return the state by which each ask counts for what comes next; `besides`: all but this one. Two queries.

    `asks`: the request's, read a moment ago.
    """
    now = clock.now()
    newest = {event.subject_id: event for event in _TAKEN_BACK(thread=need.pk, now=now)}
    counted: dict[UUID, str] = {}
    for ask in asks_of(need) if asks is None else asks:
        if ask == besides:
            continue
        answer = newest.get(ask.pk)
        back = answer.state_from if answer is not None and answer.state_to == ask.state else ""
        counted[ask.pk] = counts_as(ask.state, may_return_to=back, settled=ask.state_since + UNDO <= now)
    return counted


def planned(asks: Iterable[Ask]) -> list[Ask]:
    """Return who is planned and not asked yet, the first choice first."""
    return sorted((ask for ask in asks if ask.state == AskState.PLANNED), key=lambda ask: ask.rank)


def in_line(asks: Iterable[Ask]) -> list[Ask]:
    """Return who of the plan may still be asked, in order: nobody whose owner was asked for another and didn't say yes."""
    every = list(asks)
    back = {ask.advocate.profile.account_id for ask in every if ask.state in KEPT_BACK_BY}
    return [ask for ask in planned(every) if ask.advocate.profile.account_id not in back]


def next_by_themselves(asks: Iterable[Ask]) -> list[Ask]:
    """Return who of the plan is asked without anybody's press, in order: a private one only the program proposes."""
    return [ask for ask in in_line(asks) if not ask.advocate.is_masked]


def is_private(need: ReferenceRequest, asks: Iterable[Ask]) -> bool:
    """Say whether a request is about somebody private: asked or helping, or planned while nobody is asked yet.

    For the program's eyes; `about_somebody_private` is the same for the database.
    """
    counted = (*FURTHEST_FIRST, AskState.PLANNED) if need.state == RequestState.TO_MATCH else FURTHEST_FIRST
    return any(ask.state in counted and ask.advocate.is_masked for ask in asks)


def about_somebody_private() -> Q:
    """Return the clause for the requests that `is_private` names."""
    needs = Ask.objects.filter(masked("advocate__")).order_by().values("need")
    under_way, still_planned = needs.filter(state__in=FURTHEST_FIRST), needs.filter(state=AskState.PLANNED)
    return Q(pk__in=under_way) | Q(pk__in=still_planned, state=RequestState.TO_MATCH)


def situation(ask: Ask, others: Collection[str]) -> Situation:
    """Return what, beside its state, decides how an ask waits. `others`: the states of the request's other asks."""
    account = ask.advocate.profile.account
    return Situation(
        mode=ask.owner_mode or "ask_me",
        has_deputy=account.deputy_id is not None and account.deputy_id != ask.owner_id,
        picker=Who(ask.picker),
        time_chosen=ask.chosen_id is not None,
        asked_by_owner=ask.owner_asks_personally,
        in_line=ask.state == AskState.OWNER_OK and not may_start_customer_ask(others),
        writes=ask.writes,
    )


def said_yes(state: str) -> bool:
    """Say whether the customer agreed: from here the name may be known on this request."""
    return state in states.SAID_YES


def times_of_prospect(ask: Ask) -> list[TimeOption]:
    """Return the prospect's times still to come: those sent for this very ask, else those of the request.

    Times so near that the customer had no fair chance to answer before the last of them, when they were asked, count as
    none: they are asked for times of their own.
    """
    ahead = _TIMES(need=ask.need_id, by=TimeOption.By.PROSPECT, now=clock.now())
    own = [option for option in ahead if option.ask_id == ask.pk]
    times = (own or [option for option in ahead if option.ask_id is None])[:MOST_TIMES]
    return times if _in_good_time(ask, times) else []


def _in_good_time(ask: Ask, times: list[TimeOption]) -> bool:
    if not times or ask.state != AskState.CUSTOMER_PENDING:
        return True
    left = working_time_between(
        ask.state_since, times[-1].starts_at - BEFORE_LAST_TIME, week_of_contact(ask.advocate.contact)
    )
    return left >= settings_here().floor_customer
