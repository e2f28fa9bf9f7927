from __future__ import annotations

from goodword.cli import environment
from goodword.cli.options import DEFAULT_DATA, Data


def worker(data: Data = DEFAULT_DATA) -> None:
    """Do the work that waits: mails, deadlines, reactions. Run as many as you like; SIGTERM ends it cleanly."""
    with environment.prepared(data):
        from django.db import connections

        from goodword.core import jobs

        connections.close_all()
        jobs.run_worker()
