"""When a request will be answered and its call held, from this path's own waits and what they really took here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from goodword.core import clock
from goodword.core.models import Event, Program
from goodword.core.statements import Kept
from goodword.core.working_time import WorkWeek, close_of_business, working_time_between
from goodword.desk.models import ReferenceRequest
from goodword.desk.queries.lending import owner_step_for
from goodword.desk.queries.plan import verdicts_for
from goodword.desk.queries.weeks import (
    program_people,
    settings_here,
    week_of_contact,
    week_of_member,
    week_of_program,
    week_of_prospect,
)
from goodword.desk.rules.owner_mode import OwnerMode, OwnerStep, owner_step
from goodword.desk.rules.promise import Leg, Measured, Names, Promise, Weeks, path_of, promise
from goodword.protection.queries import Verdict
from goodword.references.models import Advocate

LEARNS_FROM = timedelta(days=180)
LEARNS_OF = 400  # events; about a hundred asks, enough for a median, and no more work the longer a program runs
# The events between which a leg runs: asked, and any of the answers.
LEGS = {
    Leg.OWNER: ("ask.owner_asked", ("ask.approved", "ask.declined_by_owner")),
    Leg.CUSTOMER: ("ask.customer_asked", ("ask.accepted", "ask.countered", "ask.declined")),
}


def promise_for(
    need: ReferenceRequest,
    advocate: Advocate | None,
    *,
    by_program: bool,
    need_by: date | None = None,
    measured: Mapping[str, Measured] | None = None,
    verdict: Verdict | None = None,
) -> Promise:
    """Return what can be promised now for this request, asked of this advocate (None: the program picks).

    `measured`: what `measured_waits` said, `verdict`: protection's word on them, where either was asked for already.
    """
    profile = advocate.profile if advocate else None
    owner = profile.account.owner if profile else None
    step = _step(need, advocate, verdict) if advocate else owner_step(OwnerMode.ASK_ME)
    wanted = need_by or need.need_by
    program = week_of_program()
    masked = advocate is not None and advocate.is_masked
    return promise(
        path_of(
            step,
            program_reviews=by_program,
            times_known=not need.is_unsent and need.times.filter(by="prospect").exists(),
            writes=need.writes,
        ),
        clock.now(),
        Weeks(
            program=program,
            owner=week_of_member(owner),
            customer=week_of_contact(advocate.contact if advocate else None),
            prospect=week_of_prospect(need),
        ),
        need_by=close_of_business(wanted, program) if wanted else None,
        settings=settings_here(),
        measured=measured_waits() if measured is None else measured,
        names=Names(
            owner=owner.first_name if owner and not masked else "The account owner",
            customer=advocate.contact.first_name if advocate and not masked else "The customer",
            program=program_name(),
        ),
    )


def program_reviews_all() -> bool:
    """Say whether the program looks at every request first, whoever was picked."""
    return bool(Program.here().rule("desk").get("program_reviews_all"))


def _step(need: ReferenceRequest, advocate: Advocate, verdict: Verdict | None) -> OwnerStep:
    verdict = verdict or verdicts_for(need, [advocate])[advocate.pk]
    return owner_step_for(need, advocate, needs_yes=verdict.needs_owner_yes)


def program_name() -> str:
    """Return the first name of who runs the program, for "With Priya until …"."""
    people = program_people()
    return people[0].first_name if people else Program.here().name


_LEARNT = Kept[tuple[str, UUID, datetime]](
    lambda since: (
        Event.objects.filter(
            name__in=sorted({name for start, ends in LEGS.values() for name in (start, *ends)}),
            at__gte=since,
            undone_by=None,
        )
        .order_by("-at", "-number")
        .values_list("name", "subject_id", "at")[:LEARNS_OF]
    )
)


def measured_waits() -> dict[str, Measured]:
    """Return the median working time each leg took of late, in the last 180 days and 400 events; and of how many."""
    since = clock.now() - LEARNS_FROM
    week = week_of_program()
    moments: dict[object, list[tuple[str, datetime]]] = {}
    for name, subject, at in reversed(_LEARNT(since=since)):
        moments.setdefault(subject, []).append((name, at))
    return {
        leg: Measured(sorted(took)[len(took) // 2], len(took))
        for leg, (start, ends) in LEGS.items()
        if (took := [span for events in moments.values() if (span := _span(events, start, ends, week)) is not None])
    }


def _span(events: list[tuple[str, datetime]], start: str, ends: tuple[str, ...], week: WorkWeek) -> timedelta | None:
    began = next((at for name, at in events if name == start), None)
    ended = next((at for name, at in events if name in ends), None)
    if began is None or ended is None:
        return None
    return working_time_between(began, ended, week)
