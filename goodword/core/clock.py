"""The one clock. Live workspaces run on the database's; demo and test workspaces may carry an offset."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import DateTimeField, Func

from goodword.core import tenancy
from goodword.core.errors import Refused
from goodword.core.jobs import jobs_kept
from goodword.core.models.workspace import Workspace
from goodword.core.working_time import zone_named


class WorkspaceNow(Func):
    """The open workspace's time, inside SQL."""

    function = "goodword_now"
    output_field = DateTimeField()


def now() -> datetime:
    """Return the open workspace's time (aware, UTC). Constant within one transaction; raises NoWorkspace."""
    return tenancy.current().now


def today(zone: str) -> date:
    """Return the open workspace's date in a zone: whoever reads or sets a day has their own."""
    return now().astimezone(zone_named(zone)).date()


def move(workspace: Workspace, by: timedelta) -> None:
    """Move a demo or test workspace's clock, and the jobs that wait for it.

    Deadlines are stored in workspace time and need no change; jobs wait in the database's time, so those not yet
    started come nearer by the same amount (those kept by hand wait in workspace time). Raises Refused for a live
    workspace.
    """
    if workspace.kind == Workspace.Kind.LIVE:
        raise Refused("Only a demo or test workspace has a clock that moves.", code="live_clock")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_workspace SET clock_offset = clock_offset + make_interval(secs => %s) WHERE id = %s"
            " RETURNING clock_offset",
            [by.total_seconds(), workspace.pk],
        )
        (workspace.clock_offset,) = cursor.fetchone()
        if jobs_kept() is None:
            cursor.execute(
                "UPDATE procrastinate_jobs SET scheduled_at = scheduled_at - make_interval(secs => %s)"
                " WHERE status = 'todo' AND scheduled_at IS NOT NULL AND args->>'workspace_id' = %s",
                [by.total_seconds(), str(workspace.pk)],
            )


def move_to(workspace: Workspace, moment: datetime) -> None:
    """Set a demo or test workspace's clock to a moment, earlier or later."""
    with tenancy.opened(workspace):
        distance = moment - now()
    move(workspace, distance)


def reach(workspace: Workspace, moment: datetime) -> None:
    """Let the clock of a story that keeps its jobs show this moment, if it is not there yet. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_workspace SET clock_offset = %(moment)s - now()"
            " WHERE id = %(id)s AND kind <> 'live' AND now() + clock_offset < %(moment)s RETURNING clock_offset",
            {"moment": moment, "id": workspace.pk},
        )
        if (moved := cursor.fetchone()) is not None:
            (workspace.clock_offset,) = moved
