"""What PostgreSQL believes about its tables. Autovacuum sees a mass of new rows only after a minute or more."""

from __future__ import annotations

from django.db import connection


def refresh() -> None:
    """Have every table looked at again, so that the next page is planned for the rows there are. Runs as the owner."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT goodword_analyze()")
