"""The process that works on the queue, and what looks after jobs whose worker died or gave up."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.manager import JobManager

from goodword.core.jobs.kinds import QUEUE

log = structlog.get_logger(__name__)

# Seconds one statement waits for a connection. A worker that is to end after its server did says goodbye to nobody.
DATABASE_WAIT = 5
STALLED_AFTER = 30  # seconds without a worker's heartbeat, three times its interval
# Reactions run at least once per event, by contract, so once more does no harm.
TRIED_FOR_EVER = ("core.react",)


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
    return app.with_connector(PsycopgConnector(kwargs=connector_params(), timeout=DATABASE_WAIT))


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
