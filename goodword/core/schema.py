"""Bring a database to the present schema: migrations, the cache's table, the walls. As the owner role."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from goodword.core.walls import raise_walls


def upgrade() -> None:
    """Apply what is missing. Idempotent; needs DATABASE_OWNER_URL (the `owner` connection)."""
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    call_command("createcachetable", database="owner", verbosity=0)
    raise_walls(runtime=runtime_role())


def runtime_role() -> str:
    """Return the role the web and the workers connect as."""
    return str(settings.DATABASES["default"]["USER"])


def pending(using: str = "default") -> list[str]:
    """Return the migrations not yet applied, as `app.name`."""
    executor = MigrationExecutor(connections[using])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
