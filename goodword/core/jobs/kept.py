"""Jobs that a story keeps to itself: no worker hears of them, and their moments are of the workspace's clock."""

from __future__ import annotations

import heapq
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from django.db import transaction

from goodword.core.jobs.kinds import Job
from goodword.core.tenancy import current


@dataclass(order=True, frozen=True, slots=True)
class Waiting:
    """A job and its moment; `later`: it was still to come when it was kept; `twin`: the key under which one that waits is enough."""

    moment: datetime
    nth: int
    work: Job = field(compare=False)
    later: bool = field(compare=False)
    twin: str | None = field(compare=False)
    arguments: dict[str, str] = field(compare=False)


class Kept:
    """The jobs of one story, first things first. In memory alone: a story that broke off is told anew."""

    def __init__(self) -> None:
        self._waiting: list[Waiting] = []
        self._twins: set[str] = set()
        self._numbers = count()

    def add(self, work: Job, at: datetime | None, twin: str | None, arguments: dict[str, str]) -> None:
        """Keep a job, for now or later, from the commit of the caller's transaction on; roll back and it is gone."""
        now = current().now
        moment, later = at or now, at is not None and at > now
        transaction.on_commit(lambda: self._push(Waiting(moment, next(self._numbers), work, later, twin, arguments)))

    def take(self, until: datetime) -> Waiting | None:
        """Remove and return the first job due by a moment."""
        if not self._waiting or self._waiting[0].moment > until:
            return None
        first = heapq.heappop(self._waiting)
        self._twins.discard(first.twin or "")
        return first

    def rest(self) -> list[Waiting]:
        """Return what still waits, in order."""
        return sorted(self._waiting)

    def _push(self, job: Waiting) -> None:
        if job.twin is not None and job.twin in self._twins:
            return
        heapq.heappush(self._waiting, job)
        if job.twin is not None:
            self._twins.add(job.twin)


kept: ContextVar[Kept | None] = ContextVar("goodword_jobs_kept", default=None)


def jobs_kept() -> Kept | None:
    """Return where this block keeps its jobs, or None where they go to the workers."""
    return kept.get()
