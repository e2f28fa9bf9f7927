"""kill -9 of a real worker in each phase of a delivery, against a real SMTP server: nothing lost, nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

import pytest
from django.db import connection
from procrastinate.exceptions import AlreadyEnqueued

from goodword.core import jobs
from goodword.core.tenancy import opened
from goodword.messages import queries
from goodword.messages.models import Message, MessageState
from tests.messages.house import House, built, happened
from tests.messages.postbox import PATIENCE, postbox

WORK = "import django; django.setup(); from goodword.core.jobs import run_worker; run_worker(concurrency=1)"


@pytest.mark.parametrize(
    ("hangs_at", "left_as", "ends_as", "copies"),
    [
        ("ehlo", MessageState.CLAIMED, MessageState.SENT, 1),
        ("data", MessageState.HANDED_OVER, MessageState.UNKNOWN, 1),
        ("quit", MessageState.SENT, MessageState.SENT, 1),
    ],
    ids=["claimed", "handed over", "sent"],
)
def test_a_worker_killed_in_this_phase_loses_no_mail_and_sends_none_twice(
    hangs_at: str, left_as: str, ends_as: str, copies: int
) -> None:
    house = built(at=_now())
    with postbox() as (server, port):
        server.hangs_at = hangs_at
        mail = _written(house)
        with _worker(port) as worker:
            assert server.reached.wait(PATIENCE), "the worker never got so far"
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait(PATIENCE)
        with opened(house.workspace):
            mail.refresh_from_db()
            assert mail.state == left_as
        server.hangs_at = ""
        _put_back_what_the_dead_left()
        with _worker(port):
            _until_nothing_waits()
        with opened(house.workspace):
            mail.refresh_from_db()
            assert mail.state == ends_as
            unknown = [mail] if ends_as == MessageState.UNKNOWN else []
            assert list(queries.to_check()) == unknown
        assert server.ids == {f"<{mail.pk}@tidewell.example>": copies}


def test_sending_again_without_the_record_would_send_twice() -> None:
    """The control: the same kill after the body, then a blind second send, and the server has two copies."""
    house = built(at=_now())
    with postbox() as (server, port):
        server.hangs_at = "data"
        mail = _written(house)
        with _worker(port) as worker:
            assert server.reached.wait(PATIENCE)
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait(PATIENCE)
        server.hangs_at = ""
        with opened(house.workspace):
            Message.objects.filter(pk=mail.pk).update(state=MessageState.QUEUED)
        _put_back_what_the_dead_left()
        with _worker(port):
            _until_nothing_waits()
        assert server.ids == {f"<{mail.pk}@tidewell.example>": 2}


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]


def _written(house: House) -> Message:
    """Put one mail into the outbox that may go at any hour."""
    with opened(house.workspace):
        happened("member.invited", house.rep)
        return house.mail("E25")


@contextmanager
def _worker(port: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {"GOODWORD_SMTP_URL": f"smtp://127.0.0.1:{port}"}
    process = subprocess.Popen([sys.executable, "-c", WORK], env=environment)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE)


def _put_back_what_the_dead_left() -> None:
    """Let the dead worker's last heartbeat be an hour ago and queue the sweep that every worker runs each minute."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 hour'")
    # The killed worker may have queued one itself.
    with suppress(AlreadyEnqueued):
        jobs.sweep_stalled.configure(task_kwargs={"timestamp": 0}).defer()


def _until_nothing_waits() -> None:
    """Wait until no delivery waits or runs, woken by the database itself."""
    asked = "SELECT count(*) FROM procrastinate_jobs WHERE task_name IN ('messages.deliver', 'core.sweep_stalled')"
    with connection.cursor() as cursor:
        for _ in range(PATIENCE * 10):
            cursor.execute(f"{asked} AND status IN ('todo', 'doing')")
            if cursor.fetchone()[0] == 0:
                return
            cursor.execute("SELECT pg_sleep(0.1)")
    raise AssertionError("A delivery still waits.")
