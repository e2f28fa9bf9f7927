"""Work that happens after the commit. The queue is a table of the same database, so it is the outbox.

A job is deferred inside the transaction of the verb that wants it: roll back and it is gone. Its arguments are ids.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import structlog
from django.db import close_old_connections, connection, transaction
from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import Task

from goodword.core.models.workspace import Workspace
from goodword.core.tenancy import current_workspace_id, opened

log = structlog.get_logger(__name__)

QUEUE, BY_HAND = "default", "by_hand"
RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)
STALLED_AFTER = 30  # seconds without a worker's heartbeat, three times its interval
# Reactions run at least once per event, by contract, so once more does no harm.
TRIED_FOR_EVER = ("core.react",)
_queue: ContextVar[str] = ContextVar("goodword_queue", default=QUEUE)


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of deferred work: a function over ids, run with its workspace open unless `atomic` is off."""

    name: str
    function: Callable[..., None]
    atomic: bool
    task: Task[..., Any, Any]

    def run(self, workspace_id: str, **ids: str) -> None:
        arguments = {key: _id_or_text(value) for key, value in ids.items()}
        if not self.atomic:
            self.function(UUID(workspace_id), **arguments)
            return
        with opened(workspace_id):
            self.function(**arguments)


_jobs: dict[str, Job] = {}


def job(name: str, *, atomic: bool = True) -> Callable[[Callable[..., None]], Job]:
    """Make a function a job. With `atomic=False` it gets the workspace id first and opens it when it needs to."""

    def register(function: Callable[..., None]) -> Job:
        def perform(**arguments: str) -> None:
            close_old_connections()
            try:
                _jobs[name].run(**arguments)
            finally:
                close_old_connections()

        task = app.task(name=name, queue=QUEUE, retry=RETRY)(perform)
        _jobs[name] = Job(name, function, atomic, task)
        return _jobs[name]

    return register


def defer(work: Job | str, *, at: datetime | None = None, key: str | None = None, **ids: UUID | str) -> None:
    """Queue a job, given or by its name, in the caller's transaction, now or at a moment of the workspace's clock.

    With `key`, a twin that waits already is enough; the key is made the workspace's own.
    """
    work = _jobs[work] if isinstance(work, str) else work
    workspace_id = current_workspace_id()
    settings: dict[str, Any] = {"queue": _queue.get()}
    if at is not None:
        settings["schedule_at"] = at if kept_by_hand() else _real(at)
    arguments = {name: str(value) for name, value in ids.items()}
    if key is None:
        work.task.configure(**settings).defer(workspace_id=str(workspace_id), **arguments)
        return
    settings["queueing_lock"] = f"{workspace_id}:{work.name}:{key}"
    try:
        # A savepoint: a twin already waiting must not abort the caller's transaction.
        with transaction.atomic():
            work.task.configure(**settings).defer(workspace_id=str(workspace_id), **arguments)
    except AlreadyEnqueued:
        log.debug("job waits already", job=work.name, key=key)


def every(cron: str, name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Run a function again and again in each workspace, each in its own transaction, at the server's own times.

    A workspace where it fails is told in the log and stops no other.
    """

    def register(function: Callable[[], None]) -> Callable[[], None]:
        def perform(timestamp: int) -> None:
            close_old_connections()
            try:
                for workspace in Workspace.objects.all():
                    _run_in(workspace, name, function)
            finally:
                close_old_connections()

        app.periodic(cron=cron)(app.task(name=name, queue=QUEUE, queueing_lock=name)(perform))
        return function

    return register


def awaited(name: str, argument: str) -> set[UUID]:
    """Return the ids that jobs of this name, waiting or running in the open workspace, have as that argument."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>%s FROM procrastinate_jobs"
            " WHERE task_name = %s AND status IN ('todo', 'doing') AND args->>'workspace_id' = %s",
            [argument, name, str(current_workspace_id())],
        )
        return {UUID(value) for (value,) in cursor.fetchall() if value}


@contextmanager
def by_hand(workspace: Workspace) -> Iterator[None]:
    """Keep the jobs this block defers from the workers, for `run_due`; hand over what is left at the end.

    They wait in the workspace's own time, so that moving its clock, which a story does at every step, moves no job.
    """
    token = _queue.set(BY_HAND)
    try:
        yield
    finally:
        _queue.reset(token)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET queue_name = %s, scheduled_at = scheduled_at - clock_offset"
                " FROM core_workspace AS here WHERE here.id = %s"
                " AND queue_name = %s AND status = 'todo' AND args->>'workspace_id' = here.id::text",
                [QUEUE, str(workspace.pk), BY_HAND],
            )


def kept_by_hand() -> bool:
    """Say whether this block keeps its jobs for `run_due`."""
    return _queue.get() == BY_HAND


def run_due(workspace: Workspace, until: datetime | None = None) -> int:
    """Run this workspace's due jobs here, in order; with `until`, move its clock from job to job up to there.

    Returns how many ran. An exception of a job is the caller's. For demo and test workspaces.
    """
    from goodword.core import clock  # the clock moves waiting jobs, so it knows this module's table

    ran = 0
    while (taken := _take(workspace, until)) is not None:
        if taken.later:
            clock.move(workspace, taken.later)
        _jobs[taken.name].run(**taken.arguments)
        ran += 1
    if until is not None and until > _shown(workspace):
        clock.move_to(workspace, until)
    return ran


def run_worker(concurrency: int = 4) -> None:
    """Work until SIGINT or SIGTERM, then finish what is in hand (30 s at most)."""

    async def work() -> None:
        async with for_worker().open_async() as worker:
            await worker.run_worker_async(
                queues=[QUEUE, "builtin"],
                concurrency=concurrency,
                fetch_job_polling_interval=2.0,
                shutdown_graceful_timeout=30,
                delete_jobs="successful",
                update_heartbeat_interval=10,
                stalled_worker_timeout=STALLED_AFTER,
            )

    asyncio.run(work())


def for_worker() -> App:
    """Return the queue's application on a connection of the worker's own kind (asynchronous, with LISTEN)."""
    connector = cast(DjangoConnector, app.connector)
    return app.with_connector(connector.get_worker_connector())


@app.periodic(cron="* * * * *")
@app.task(name="core.sweep_stalled", queue=QUEUE, queueing_lock="core.sweep_stalled", pass_context=True)
async def sweep_stalled(context: Any, timestamp: int) -> None:
    """Put back jobs whose worker died. No `lock`: a killed sweep must not block the next one."""
    await put_back_stalled(context.app.job_manager)


async def put_back_stalled(manager: JobManager) -> None:
    """Put back every job whose worker has not been heard of for STALLED_AFTER seconds."""
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        log.warning("job put back after its worker died", job=stalled.task_name, id=stalled.id)
        await manager.retry_job(stalled)


@app.periodic(cron="7 * * * *")
@app.task(name="core.sweep_given_up", queue=QUEUE, queueing_lock="core.sweep_given_up", pass_context=True)
async def sweep_given_up(context: Any, timestamp: int) -> None:
    """Give every reaction that gave up one more try an hour: nothing else would ever do what it was to do."""
    await put_back_given_up(context.app.job_manager)


async def put_back_given_up(manager: JobManager) -> None:
    """Put back the jobs that failed for good and may run any number of times."""
    for name in TRIED_FOR_EVER:
        for failed in await manager.list_jobs_async(status="failed", task=name):
            log.error("job tried again after it gave up", job=name, id=failed.id, arguments=failed.task_kwargs)
            await manager.retry_job(failed)


def _run_in(workspace: Workspace, name: str, function: Callable[[], None]) -> None:
    try:
        with opened(workspace):
            function()
    except Exception:
        log.exception("a workspace was left out", job=name, workspace=str(workspace.pk))


def _id_or_text(value: str) -> UUID | str:
    try:
        return UUID(value)
    except ValueError:
        return value


def _real(moment: datetime) -> datetime:
    from goodword.core import clock  # the clock moves waiting jobs, so it knows this module's table

    return clock.real(moment)


def _shown(workspace: Workspace) -> datetime:
    """Return what the workspace's clock shows now."""
    from goodword.core import clock

    with opened(workspace):
        return clock.now()


_TAKE = """
    WITH here AS MATERIALIZED (SELECT clock_offset, now() + clock_offset AS shown FROM core_workspace WHERE id = %(workspace)s),
    waiting AS (
        SELECT id, shown,
               scheduled_at + CASE queue_name WHEN %(by_hand)s THEN interval '0' ELSE clock_offset END AS moment
        FROM procrastinate_jobs, here
        WHERE status = 'todo' AND args->>'workspace_id' = %(workspace)s
    ),
    next AS (
        SELECT * FROM waiting WHERE moment IS NULL OR moment <= coalesce(%(until)s, shown)
        ORDER BY moment NULLS FIRST, id LIMIT 1
    )
    DELETE FROM procrastinate_jobs AS job USING next WHERE job.id = next.id
    RETURNING task_name, args, greatest(moment - shown, interval '0')
"""


@dataclass(frozen=True, slots=True)
class _Taken:
    """A job taken off the queue; `later`: how far the workspace's clock is behind its moment."""

    name: str
    arguments: dict[str, str]
    later: timedelta


def _take(workspace: Workspace, until: datetime | None) -> _Taken | None:
    """Remove and return the next due job."""
    asked = {"workspace": str(workspace.pk), "by_hand": BY_HAND, "until": until}
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, asked)
        row = cursor.fetchone()
    if row is None:
        return None
    name, arguments, later = row
    return _Taken(name, _decoded(arguments), later or timedelta(0))


def _decoded(arguments: Any) -> dict[str, str]:
    return json.loads(arguments) if isinstance(arguments, str) else arguments
