"""What can be promised for a request today: from the end of the present wait on, by today's settings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from goodword.core.working_time import close_of_business
from goodword.desk.queries.promises import measured_waits
from goodword.desk.queries.weeks import settings_here, week_of_program, weeks_for
from goodword.desk.rules.promise import Leg, Names, Promise, PromiseStep, promise
from goodword.desk.rules.states import AskState, RequestState

if TYPE_CHECKING:
    from goodword.desk.queries.request_page.page import RequestPage


@dataclass(frozen=True, slots=True)
class Promised:
    """What can be promised today. `too_late`: after the date it is needed by."""

    made: Promise
    answered: bool
    steps: tuple[PromiseStep, ...]
    too_late: bool


def promised_now(page: RequestPage) -> Promised:
    """Return the promise as it stands today: from the present wait's end on, by today's settings."""
    ends = max(_present_wait_ends(page), page.now)
    answered = page.need.state == RequestState.SCHEDULING
    asking = page.need.state == RequestState.WITH_CUSTOMER or answered
    settings = settings_here()
    if asking:
        # The customer's own wait is the present one: it ends when it ends.
        settings = replace(settings, customer=timedelta(0))
    program = week_of_program()
    need_by = close_of_business(page.need.need_by, program) if page.need.need_by else None
    made = promise(
        _legs_to_come(page),
        ends,
        weeks_for(page.need, page.lead),
        need_by=need_by,
        settings=settings,
        measured={} if asking else measured_waits(),
        names=_promise_names(page),
    )
    dropped = {"asked", "customer"} if asking else {"asked"}
    steps = tuple(step for step in made.steps if step.code not in dropped)
    present = _present_step(page, ends)
    return Promised(made, answered, (*present, *steps), need_by is not None and made.call_by > need_by)


def _present_wait_ends(page: RequestPage) -> datetime:
    return (page.ball.until if page.ball is not None else None) or page.now


def _legs_to_come(page: RequestPage) -> tuple[Leg, ...]:
    legs: list[Leg] = [Leg.OWNER] if page.need.state == RequestState.TO_MATCH else []
    legs.append(Leg.CUSTOMER)
    if page.need.writes:
        return (*legs, Leg.WRITING)
    if page.need.state == RequestState.SCHEDULING or not page.times:
        legs.append(Leg.SCHEDULING)
    if page.need.state == RequestState.SCHEDULING:
        legs.remove(Leg.SCHEDULING)
    return (*legs, Leg.NOTICE)


def _present_step(page: RequestPage, ends: datetime) -> tuple[PromiseStep, ...]:
    names = _promise_names(page)
    match page.need.state:
        case RequestState.TO_MATCH:
            return (PromiseStep("triage", ends, _("%(program)s picks whom to ask.") % {"program": names.program}),)
        case RequestState.WITH_OWNER if page.lead is not None and page.lead.state == AskState.OWNER_PENDING:
            passes_on = page.ball is not None and page.ball.then == "deputy"
            words = _("%(owner)s answers, or we ask the deputy.") if passes_on else _("%(owner)s answers, or we go on.")
            return (PromiseStep("owner", ends, words % {"owner": names.owner}),)
        case RequestState.WITH_OWNER:
            return (PromiseStep("asked", ends, _("%(customer)s is asked.") % {"customer": names.customer}),)
        case RequestState.WITH_CUSTOMER:
            words = _("%(customer)s answers, or we ask the next best.")
            return (PromiseStep("customer", ends, words % {"customer": names.customer}),)
    if page.need.writes:
        return ()
    return (PromiseStep("scheduling", ends, _("A time is picked.")),)


def _promise_names(page: RequestPage) -> Names:
    named = page.names
    return Names(
        owner=named.owner[:1].upper() + named.owner[1:],
        customer=named.customer[:1].upper() + named.customer[1:],
        program=named.program,
    )
