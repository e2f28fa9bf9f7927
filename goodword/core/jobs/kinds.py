"""What a job is: a function over ids, found by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import close_old_connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from goodword.core.tenancy import opened

QUEUE = "default"
RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


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


def named(name: str) -> Job:
    """Return the job registered under a name."""
    return _jobs[name]


def _id_or_text(value: str) -> UUID | str:
    try:
        return UUID(value)
    except ValueError:
        return value
