from __future__ import annotations

from django.db import connection

from goodword.core import statistics
from goodword.core.tenancy import opened
from goodword.directory.actions import add_account
from tests.cast import SETUP, workspace


def believed(table: str) -> int:
    """Return how many rows the planner believes a table has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::int FROM pg_class WHERE oid = %s::regclass", [table])
        return int(cursor.fetchone()[0])


def test_the_runtime_role_has_new_rows_counted_by_the_owner_across_every_wall() -> None:
    place = workspace()
    with opened(place):
        for nth in range(30):
            add_account(f"Company {nth}", by=SETUP)
    assert believed("directory_account") != 30, "otherwise this proves nothing"
    statistics.refresh()
    assert believed("directory_account") == 30
