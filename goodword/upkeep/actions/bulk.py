"""The same change to many at once: chosen, looked at, made row by row by the real verbs, and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from goodword.core import clock, events, jobs
from goodword.core.actors import Actor
from goodword.core.errors import GoodwordError, NotAllowed, Refused, TooLate
from goodword.core.models import Event
from goodword.members.policy import actor_of, must
from goodword.upkeep.actions.one import DEEDS, Thing, left_out, things
from goodword.upkeep.models import Act, BulkChange, BulkRow

MOST_AT_ONCE = 5000
# So many are done while the page waits; more of them by a job, a batch at a time.
BATCH = 100
GONE = "It is not there any more, or not for you to see."
Outcome = BulkRow.Outcome


def choose_many(act: Act, ids: Iterable[UUID], *, by: Actor, back_to: str = "") -> BulkChange:
    """Write down what somebody wants to change, with what will be left out and why. Nothing is changed yet.

    Raises NotAllowed, and Refused for no rows or too many.
    """
    must(by, DEEDS[act].permission)
    if by.kind != "member" or by.person_id is None:
        raise NotAllowed("Many at once are changed by the people who work here.")
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise Refused("Choose at least one row.", code="none_chosen")
    if len(wanted) > MOST_AT_ONCE:
        raise Refused(f"At most {MOST_AT_ONCE:,} are changed at once. Narrow the list first.", code="too_many")
    change = BulkChange(member_id=by.person_id, act=act, back_to=back_to)
    change.save()
    seen = things(act, wanted, by)
    stopped = left_out(act, seen.values(), by)
    BulkRow.objects.bulk_create(
        _row(change, position, pk, stopped.get(seen[pk].pk, "") if pk in seen else GONE)
        for position, pk in enumerate(wanted)
    )
    events.record("bulk.chosen", change, by=by, data={"act": str(act), "rows": len(wanted)})
    return change


def make_many(change: BulkChange, said: dict[str, Any], *, by: Actor) -> Event:
    """Make the change to every row that can have it; many are made by a job. Raises NotAllowed, TooLate."""
    _must_be_own(change, by)
    must(by, DEEDS[Act(change.act)].permission)
    _swap(change, BulkChange.Phase.DRAFTED, BulkChange.Phase.RUNNING, said=said)
    event = events.record("bulk.begun", change, by=by, data={"act": change.act, "rows": change.rows.waiting().count()})
    _go_on(change)
    return event


def take_back_many(change: BulkChange, *, by: Actor) -> Event:
    """Take back what was changed, within ten minutes, wherever nobody changed it again. Raises NotAllowed, TooLate."""
    _must_be_own(change, by)
    if not can_take_back(change):
        raise TooLate("The ten minutes to undo this are over.")
    _swap(change, BulkChange.Phase.DONE, BulkChange.Phase.UNDOING)
    event = events.record("bulk.undone", change, by=by, data={"act": change.act})
    _go_on(change)
    return event


def can_take_back(change: BulkChange) -> bool:
    """Say whether there is something to take back, and still time to."""
    until = change.undo_until if change.phase == BulkChange.Phase.DONE else None
    return (
        until is not None
        and until > clock.now()
        and DEEDS[Act(change.act)].undo is not None
        and change.rows.done().exists()
    )


def _go_on(change: BulkChange) -> None:
    if _left(change).count() > BATCH:
        jobs.defer("upkeep.bulk", change_id=change.pk)
    else:
        work(change)


def work(change: BulkChange) -> None:
    """Do the next batch, and say so when it was the last."""
    rows = list(_left(change).select_for_update()[:BATCH])
    by = actor_of(change.member)
    seen = things(Act(change.act), [row.thing_id for row in rows], Actor.system("bulk"))
    for row in rows:
        (_make if change.phase == BulkChange.Phase.RUNNING else _take_back)(change, row, seen.get(row.thing_id), by)
    BulkRow.objects.bulk_update(rows, ["outcome", "why", "before"])
    if _left(change).exists():
        jobs.defer("upkeep.bulk", change_id=change.pk)
        return
    change.phase = BulkChange.Phase.DONE if change.phase == BulkChange.Phase.RUNNING else BulkChange.Phase.UNDONE
    change.done_at = clock.now()
    change.save(update_fields=["phase", "done_at"])


def _make(change: BulkChange, row: BulkRow, thing: Thing | None, by: Actor) -> None:
    try:
        with transaction.atomic():
            if thing is None:
                raise Refused(GONE, code="gone")
            if thing.pk != row.thing_id and change.rows.filter(thing_id=thing.pk).exists():
                raise Refused("It is one with another of these by now.", code="merged")
            row.before = DEEDS[Act(change.act)].do(thing, change.said, by)
            row.outcome = Outcome.DONE
    except GoodwordError as no:
        row.outcome, row.why = Outcome.SKIPPED, str(no)[:300]


def _take_back(change: BulkChange, row: BulkRow, thing: Thing | None, by: Actor) -> None:
    undo = DEEDS[Act(change.act)].undo
    # Who gave a customer away looks after it no more, and takes that back all the same: the program does it for them.
    program = Actor("system", "undo", by.label)
    try:
        with transaction.atomic():
            if thing is None or undo is None:
                raise Refused(GONE, code="gone")
            if thing.pk != row.thing_id and not isinstance(row.before.get("hold"), str):
                raise Refused("It was merged into another meanwhile.", code="merged")
            undo(thing, change.said, row.before, program)
            row.outcome = Outcome.UNDONE
    except GoodwordError as no:
        row.outcome, row.why = Outcome.KEPT, str(no)[:300]


def _left(change: BulkChange) -> Any:
    return change.rows.waiting() if change.phase == BulkChange.Phase.RUNNING else change.rows.done()


def _row(change: BulkChange, position: int, pk: UUID, why: str) -> BulkRow:
    outcome = Outcome.SKIPPED if why else Outcome.WAITING
    return BulkRow(change=change, position=position, thing_id=pk, outcome=outcome, why=why)


def _swap(change: BulkChange, before: BulkChange.Phase, after: BulkChange.Phase, **fields: Any) -> None:
    """Move it on if it still is where we read it; of two presses one wins. Raises TooLate."""
    if not BulkChange.objects.filter(pk=change.pk, phase=before).update(phase=after, **fields):
        raise TooLate("This was done already.")
    change.refresh_from_db()


def _must_be_own(change: BulkChange, by: Actor) -> None:
    if not by.is_member(change.member_id) or by.kind != "member":
        raise NotAllowed("Only whoever chose this can go on with it.")
