"""How the database goes about what it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def planned_for_these_values() -> Iterator[None]:
    """Have what is asked inside planned anew for the values it is asked with.

    What a connection asks often is planned once, for any workspace and any word. For lists and searches that is the wrong
    plan: what a word finds, and how much there is of it here, makes all the difference, and planning costs a millisecond.
    """
    _plan("force_custom_plan")
    yield
    # After a failure nothing more is asked in this transaction, which is as far as this reaches.
    _plan("auto")


def _plan(mode: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL plan_cache_mode = {mode}")
