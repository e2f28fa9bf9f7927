from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from procrastinate.manager import JobManager

from goodword.core import clock, jobs
from goodword.core.models import Program, Workspace
from goodword.core.tenancy import current_workspace_id, opened
from tests import cast

ran: list[str] = []


@jobs.job("test.note")
def note(text: str) -> None:
    ran.append(f"{text} in {Program.here().vendor_name}")


@pytest.fixture(autouse=True)
def nothing_ran() -> None:
    ran.clear()


def test_a_job_runs_in_the_workspace_that_queued_it() -> None:
    ours, theirs = cast.workspace("ours"), cast.workspace("theirs")
    for workspace in (ours, theirs):
        with opened(workspace):
            jobs.defer(note, text="hello")
    jobs.run_due(ours)
    assert ran == ["hello in Ours"]
    jobs.run_due(theirs)
    assert ran == ["hello in Ours", "hello in Theirs"]


def test_a_twin_that_waits_already_is_enough_and_the_callers_work_is_kept() -> None:
    workspace = cast.workspace()
    with opened(workspace):
        jobs.defer(note, key="once", text="a")
        jobs.defer(note, key="once", text="b")
        program = Program.here()
        program.name = "Renamed"
        program.save()
    assert jobs.run_due(workspace) == 1
    with opened(workspace):
        assert Program.here().name == "Renamed"


def test_waiting_jobs_run_in_the_order_of_their_moments_as_the_clock_moves() -> None:
    workspace = cast.workspace()
    with opened(workspace):
        now = clock.now()
        jobs.defer(note, at=now + timedelta(days=2), text="later")
        jobs.defer(note, at=now + timedelta(days=1), text="sooner")
    jobs.run_due(workspace, until=now + timedelta(days=3))
    assert ran == ["sooner in Tidewell", "later in Tidewell"]
    with opened(workspace):
        assert clock.now() >= now + timedelta(days=3)


def test_a_real_worker_runs_what_was_queued() -> None:
    workspace = cast.workspace()
    with opened(workspace):
        jobs.defer("core.react", event_id=UUID(int=0), reaction="none")
    assert status_of(workspace) == "todo"
    with worker():
        until(lambda: done(workspace))


def test_a_job_of_a_killed_worker_is_put_back() -> None:
    """The library leaves it "doing" for ever; our sweep does not."""
    workspace = cast.workspace()
    with opened(workspace):
        jobs.defer(note, text="survives")
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 hour') RETURNING id)"
            " UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM dead)"
        )
    assert status_of(workspace) == "doing"
    sweep()
    assert status_of(workspace) == "todo"
    jobs.run_due(workspace)
    assert ran == ["survives in Tidewell"]


def test_a_reaction_that_gave_up_is_put_back_and_other_jobs_are_not() -> None:
    workspace = cast.workspace()
    with opened(workspace):
        jobs.defer("core.react", event_id=UUID(int=0), reaction="none")
        jobs.defer(note, text="stays")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 9")
    sweep(jobs.put_back_given_up)
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY task_name")
        assert cursor.fetchall() == [("core.react", "todo"), ("test.note", "failed")]


def sweep(put_back: Callable[[JobManager], Awaitable[None]] = jobs.put_back_stalled) -> None:
    async def once() -> None:
        async with jobs.for_worker().open_async() as worker:
            await put_back(worker.job_manager)

    # Aside: a browser that another test opened keeps a loop of its own running in this thread.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(lambda: asyncio.run(once())).result()


def status_of(workspace: Workspace) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text FROM procrastinate_jobs WHERE args->>'workspace_id' = %s", [str(workspace.pk)]
        )
        return str(cursor.fetchone()[0])


def done(workspace: Workspace) -> bool:
    """Say whether nothing is queued any more: what succeeded is taken off the queue."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM procrastinate_jobs WHERE args->>'workspace_id' = %s)", [str(workspace.pk)]
        )
        return bool(cursor.fetchone()[0])


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    code = "import django; django.setup(); from goodword.core.jobs import run_worker; run_worker()"
    process = subprocess.Popen([sys.executable, "-c", code], env=os.environ.copy())
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for a condition; polling is not sleeping for luck: it ends as soon as it holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.05)


def test_by_hand_keeps_jobs_from_workers_and_hands_over_what_is_left() -> None:
    workspace = cast.workspace()
    with opened(workspace):
        now = clock.now()
    with jobs.by_hand(workspace):
        with opened(workspace):
            jobs.defer(note, text="now")
            jobs.defer(note, at=now + timedelta(days=2), key="once", text="later")
            jobs.defer(note, at=now + timedelta(days=1), text="sooner")
            jobs.defer(note, at=now + timedelta(days=9), key="once", text="a twin")
        assert waiting(workspace) == []
        assert jobs.run_due(workspace, until=now + timedelta(days=1)) == 2
        assert ran == ["now in Tidewell", "sooner in Tidewell"]
        with opened(workspace):
            assert clock.now() >= now + timedelta(days=1)
    assert waiting(workspace) == ["later"]
    jobs.run_due(workspace)
    assert ran[2:] == []
    jobs.run_due(workspace, until=now + timedelta(days=2))
    assert ran[2:] == ["later in Tidewell"]


def test_a_job_kept_by_hand_is_gone_with_the_transaction_that_wanted_it() -> None:
    workspace = cast.workspace()
    with jobs.by_hand(workspace):
        with pytest.raises(ZeroDivisionError), opened(workspace):
            jobs.defer(note, text="never")
            raise ZeroDivisionError
        assert jobs.run_due(workspace) == 0
    assert waiting(workspace) == [] and ran == []


def waiting(workspace: Workspace) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'text' FROM procrastinate_jobs WHERE args->>'workspace_id' = %s", [str(workspace.pk)]
        )
        return [str(text) for (text,) in cursor.fetchall()]


def test_no_workspace_is_open_after_a_job() -> None:
    workspace = cast.workspace()
    with opened(workspace):
        jobs.defer(note, text="x")
    jobs.run_due(workspace)
    with pytest.raises(Exception, match="No workspace"):
        current_workspace_id()
