"""Building the demo company and taking it away again."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import connections, transaction

from goodword.core import clock, events, jobs
from goodword.core.actors import Actor
from goodword.core.models import Event, LinkRoute, Program, Workspace
from goodword.core.tenancy import opened
from goodword.core.walls import workspace_models
from goodword.core.working_time import WorkWeek, add_working_time, next_working_moment, working_time_between
from goodword.demo.company.people import PRODUCT, PROGRAM, VENDOR, ZONE
from goodword.demo.company.scenes import SCENES
from goodword.demo.founding import found
from goodword.demo.stage import AT_LAST, Stage
from goodword.members.actions import change_days_off, create_workspace
from goodword.members.models import Membership, User

DEMO = Actor.system("demo")
BEFORE_THE_FIRST_SCENE = timedelta(days=8)
WEEK = WorkWeek(ZONE)
Progress = Callable[[float], None]


def build(progress: Progress = lambda share: None) -> Workspace:
    """Build the demo company by its own verbs over simulated months, ending at the present moment.

    `progress` hears the share done, from 0 to 1. A half-built one from a start that was cut short is cleared first; one
    that stands is returned as it is.
    """
    standing = workspace()
    if standing is not None and is_built(standing):
        return standing
    if standing is not None:
        clear()
    made = create_workspace(PROGRAM, kind=Workspace.Kind.DEMO, vendor_name=VENDOR, time_zone=ZONE)
    with opened(made):
        now = clock.now()
        Program.objects.update(vendor_product=PRODUCT)
        # The story is told on any day of the year, and on each it must be the same.
        change_days_off(closed_on=(), public_holidays=False, by=DEMO)
    with jobs.by_hand(made):
        _play(Stage(made), now, progress)
    return made


def workspace() -> Workspace | None:
    """Return the demo workspace, if there is one."""
    return Workspace.objects.filter(kind=Workspace.Kind.DEMO).order_by("created_at").first()


def is_built(made: Workspace) -> bool:
    with opened(made):
        return Event.objects.filter(name="demo.built").exists()


def clear() -> bool:
    """Remove the demo workspace, everything in it and nothing else; say whether there was one.

    Needs the owner role: history is append-only for everyone else.
    """
    gone = workspace()
    if gone is None:
        return False
    with transaction.atomic(using="owner"):
        users = list(Membership.objects.using("owner").filter(workspace=gone).values_list("user_id", flat=True))
        with connections["owner"].cursor() as cursor:
            # Keys are deferred: rows may go in any order, and are checked at the end.
            for model in workspace_models():
                cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE workspace_id = %s', [gone.pk])
            cursor.execute("DELETE FROM procrastinate_jobs WHERE args->>'workspace_id' = %s", [str(gone.pk)])
        LinkRoute.objects.using("owner").filter(workspace=gone).delete()
        Membership.objects.using("owner").filter(workspace=gone).delete()
        User.objects.using("owner").filter(pk__in=users, memberships=None).delete()
        Workspace.objects.using("owner").filter(pk=gone.pk).delete()
    return True


def _play(stage: Stage, now: datetime, progress: Progress) -> None:
    first = max(scene.begins for scene in SCENES)
    start = _back(now, timedelta(hours=8 * first)) - BEFORE_THE_FIRST_SCENE
    clock.move_to(stage.workspace, start)
    with opened(stage.workspace):
        found(stage, today=now.date())
    for moment, step in _steps(now):
        jobs.run_due(stage.workspace, until=moment)
        progress((moment - start) / (now - start))
        step(stage)
    jobs.run_due(stage.workspace, until=now)
    clock.move(stage.workspace, -stage.workspace.clock_offset)
    with opened(stage.workspace):
        events.record("demo.built", Program.here(), by=DEMO)
    progress(1.0)


def _steps(now: datetime) -> Iterator[tuple[datetime, Callable[[Stage], None]]]:
    """Yield each scene's next step in the order of their moments; what would lie in the future is left for the visitor."""
    due: list[tuple[datetime, int, Iterator[timedelta] | None]] = [
        (_back(now, timedelta(hours=8 * scene.begins)), nth, None) for nth, scene in enumerate(SCENES)
    ]
    heapq.heapify(due)
    while due:
        moment, nth, told = heapq.heappop(due)
        waits: list[timedelta] = []
        running: list[Iterator[timedelta]] = [told] if told is not None else []

        def step(
            stage: Stage, nth: int = nth, running: list[Iterator[timedelta]] = running, waits: list[timedelta] = waits
        ) -> None:
            with opened(stage.workspace):
                if not running:
                    running.append(SCENES[nth].told(stage))
                waits.extend(_next(running[0]))

        yield moment, step
        for wait in waits:
            then = now if wait == AT_LAST else add_working_time(moment, wait, WEEK)
            if then < now or (wait == AT_LAST and moment < now):
                heapq.heappush(due, (then, nth, running[0]))


def _next(told: Iterator[timedelta]) -> list[timedelta]:
    """Return the scene's next wait, or nothing when it is over."""
    return [wait] if (wait := next(told, None)) is not None else []


def _back(moment: datetime, working: timedelta) -> datetime:
    """Return the latest moment from which `working` time of the program's week passed until `moment`, to the minute."""
    low, high = moment - timedelta(days=400), moment
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        if working_time_between(middle, moment, WEEK) >= working:
            low = middle
        else:
            high = middle
    return next_working_moment(low.replace(second=0, microsecond=0) + timedelta(minutes=1), WEEK)
