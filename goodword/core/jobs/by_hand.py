"""Running jobs here instead of in a worker, for stories and tests, with the workspace's clock moving from job to job."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from goodword.core.jobs.kept import Kept, jobs_kept, kept
from goodword.core.jobs.kinds import named
from goodword.core.jobs.queueing import enqueue
from goodword.core.models.workspace import Workspace
from goodword.core.tenancy import current, opened


@contextmanager
def by_hand(workspace: Workspace) -> Iterator[None]:
    """Keep the jobs this block defers from the workers, for `run_due`; hand over what is left at the end."""
    story = Kept()
    token = kept.set(story)
    try:
        yield
    finally:
        kept.reset(token)
    with opened(workspace):
        for job in story.rest():
            enqueue(job.work, job.moment - current().offset, job.twin, job.arguments)


def run_due(workspace: Workspace, until: datetime | None = None) -> int:
    """Run this workspace's due jobs here, in order; with `until`, move its clock from job to job up to there.

    Returns how many ran. An exception of a job is the caller's. For demo and test workspaces.
    """
    story = jobs_kept()
    return _run_queued(workspace, until) if story is None else _run_kept(story, workspace, until)


def _run_kept(story: Kept, workspace: Workspace, until: datetime | None) -> int:
    from goodword.core import clock  # the clock asks whether jobs are kept

    ran, last = 0, until or _shown(workspace)
    while (job := story.take(last)) is not None:
        if job.later:
            clock.reach(workspace, job.moment)
        job.work.run(**job.arguments)
        ran += 1
    clock.reach(workspace, last)
    return ran


def _run_queued(workspace: Workspace, until: datetime | None) -> int:
    from goodword.core import clock

    ran = 0
    while (taken := _take(workspace, until)) is not None:
        if taken.later:
            clock.move(workspace, taken.later)
        named(taken.name).run(**taken.arguments)
        ran += 1
    if until is not None and until > _shown(workspace):
        clock.move_to(workspace, until)
    return ran


def _shown(workspace: Workspace) -> datetime:
    """Return what the workspace's clock shows now."""
    with opened(workspace):
        return current().now


_TAKE = """
    WITH here AS MATERIALIZED (
        SELECT clock_offset, now() + clock_offset AS shown FROM core_workspace WHERE id = %(workspace)s::uuid
    ),
    waiting AS (
        SELECT id, shown, scheduled_at + clock_offset AS moment
        FROM procrastinate_jobs, here
        WHERE status = 'todo' AND args->>'workspace_id' = %(named)s::text
    ),
    next AS (
        SELECT * FROM waiting WHERE moment IS NULL OR moment <= coalesce(%(until)s::timestamptz, shown)
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
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"workspace": workspace.pk, "named": str(workspace.pk), "until": until})
        row = cursor.fetchone()
    if row is None:
        return None
    name, arguments, later = row
    return _Taken(name, _decoded(arguments), later or timedelta(0))


def _decoded(arguments: Any) -> dict[str, str]:
    return json.loads(arguments) if isinstance(arguments, str) else arguments
