"""Asking for a page many times in one process, and what that cost in time, processor and questions to the database."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

TICKS = os.sysconf("SC_CLK_TCK")
WARM_UP = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """What one answer took: milliseconds at the median and the 95th percentile, processor of Python and database."""

    p50: float
    p95: float
    cpu: float
    queries: int
    size: int


def cost_of(client: Client, path: str, *, times: int) -> Cost:
    """Ask `times` times after a few that don't count. Raises AssertionError for anything but a page."""
    for _time in range(WARM_UP):
        size = len(_asked(client, path))
    with CaptureQueriesContext(connection) as asked:
        _asked(client, path)
    queries = len(asked)  # now: the next answer empties the log
    taken = []
    python, database = time.process_time(), _backend_seconds()
    for _time in range(times):
        begun = time.perf_counter()
        _asked(client, path)
        taken.append((time.perf_counter() - begun) * 1000)
    cpu = time.process_time() - python + _backend_seconds() - database
    return Cost(median(taken), quantiles(taken, n=20)[-1], cpu * 1000 / times, queries, size)


def _asked(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    content: bytes = answer.content
    return content


def _backend_seconds() -> float:
    """Return the processor time of this connection's server process; the pages are asked for over it alone."""
    connection.ensure_connection()
    told = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    fields = told.rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
