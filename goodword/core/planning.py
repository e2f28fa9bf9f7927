"""How the database goes about what it is asked."""

from __future__ import annotations

from django.db import connection


def plan_for_these_values() -> None:
    """Have the statements of this transaction planned anew for what they ask, from here on.

    What a connection asks often is planned once, for any workspace and any word. For lists and searches that is the wrong
    plan: what a word finds, and how much there is of it here, makes all the difference, and planning costs a millisecond.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")
