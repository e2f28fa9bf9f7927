"""Work that happens after the commit. The queue is a table of the same database, so it is the outbox.

A job is deferred inside the transaction of the verb that wants it: roll back and it is gone. Its arguments are ids.
"""

from goodword.core.jobs.by_hand import by_hand, run_due
from goodword.core.jobs.kept import jobs_kept
from goodword.core.jobs.kinds import QUEUE, Job, job
from goodword.core.jobs.queueing import awaited, defer, every
from goodword.core.jobs.worker import for_worker, put_back_given_up, put_back_stalled, run_worker, sweep_stalled

__all__ = [
    "QUEUE",
    "Job",
    "awaited",
    "by_hand",
    "defer",
    "every",
    "for_worker",
    "job",
    "jobs_kept",
    "put_back_given_up",
    "put_back_stalled",
    "run_due",
    "run_worker",
    "sweep_stalled",
]
