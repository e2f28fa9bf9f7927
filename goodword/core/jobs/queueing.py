"""Putting work on the queue, and having some done again and again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import close_old_connections, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from goodword.core.jobs.kept import jobs_kept
from goodword.core.jobs.kinds import QUEUE, Job, named
from goodword.core.models.workspace import Workspace
from goodword.core.tenancy import current, current_workspace_id, opened

log = structlog.get_logger(__name__)


def defer(work: Job | str, *, at: datetime | None = None, key: str | None = None, **ids: UUID | str) -> None:
    """Queue a job, given or by its name, in the caller's transaction, now or at a moment of the workspace's clock.

    With `key`, a twin that waits already is enough; the key is made the workspace's own.
    """
    work = named(work) if isinstance(work, str) else work
    here = current()
    arguments = {"workspace_id": str(here.workspace_id)} | {name: str(value) for name, value in ids.items()}
    twin = f"{here.workspace_id}:{work.name}:{key}" if key is not None else None
    if (kept := jobs_kept()) is not None:
        kept.add(work, at, twin, arguments)
    else:
        enqueue(work, at - here.offset if at else None, twin, arguments)


def enqueue(work: Job, at: datetime | None, twin: str | None, arguments: dict[str, str]) -> None:
    """Write a job into the queue's table, for a moment of the database's clock."""
    settings: dict[str, Any] = {"schedule_at": at} if at is not None else {}
    if twin is None:
        work.task.configure(**settings).defer(**arguments)
        return
    try:
        # A savepoint: a twin already waiting must not abort the caller's transaction.
        with transaction.atomic():
            work.task.configure(queueing_lock=twin, **settings).defer(**arguments)
    except AlreadyEnqueued:
        log.debug("job waits already", job=work.name, twin=twin)


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
            "SELECT args->>%s::text FROM procrastinate_jobs"
            " WHERE task_name = %s AND status IN ('todo', 'doing') AND args->>'workspace_id' = %s",
            [argument, name, str(current_workspace_id())],
        )
        return {UUID(value) for (value,) in cursor.fetchall() if value}


def _run_in(workspace: Workspace, name: str, function: Callable[[], None]) -> None:
    try:
        with opened(workspace):
            function()
    except Exception:
        log.exception("a workspace was left out", job=name, workspace=str(workspace.pk))
