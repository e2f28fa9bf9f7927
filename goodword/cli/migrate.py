from __future__ import annotations

from rich.console import Console

from goodword.cli import environment
from goodword.cli.options import DEFAULT_DATA, Data

# Any number will do that nobody else uses as an advisory lock in this database.
ONE_AT_A_TIME = 7_461_090_525


def migrate(data: Data = DEFAULT_DATA) -> None:
    """Bring the database to this version's schema: migrations, cache table, walls between workspaces."""
    with environment.connected(data, owner=True):
        environment.start_django()
        from django.db import connections

        from goodword.core import schema

        owner = connections["owner"]
        try:
            with owner.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
            missing = schema.pending("owner")
            schema.upgrade()
        finally:
            connections.close_all()
    done = f"{len(missing)} migrations applied" if missing else "the schema is up to date"
    Console(highlight=False).print(f"Database: {done}, walls are up.")
