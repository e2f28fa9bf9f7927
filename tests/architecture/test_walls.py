"""Every workspace table has all its walls, asked of PostgreSQL itself."""

from __future__ import annotations

import os

import psycopg
import pytest
from django.apps import apps
from django.db import connection, connections, models
from django.db.utils import ProgrammingError

from goodword.core import schema
from goodword.core.models import AppendOnly, WorkspaceModel
from goodword.core.walls import GLOBAL, UnknownTable, missing, raise_walls, references, workspace_models

TABLES = [model._meta.db_table for model in workspace_models()]


def rows(statement: str, *values: object) -> list[tuple[object, ...]]:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        return owner.execute(statement, values).fetchall()


@pytest.mark.parametrize("table", TABLES)
def test_row_level_security_is_forced(table: str) -> None:
    assert rows("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s", table) == [(True, True)]


@pytest.mark.parametrize("table", TABLES)
def test_the_runtime_role_sees_nothing_with_no_workspace_open(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        assert cursor.fetchone()[0] == 0


def test_the_runtime_role_is_no_superuser_bypasses_nothing_and_owns_nothing() -> None:
    role = schema.runtime_role()
    assert rows("SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = %s", role) == [
        (False, False, False, False)
    ]
    assert rows("SELECT relname FROM pg_class JOIN pg_roles r ON r.oid = relowner WHERE rolname = %s", role) == []


def test_every_key_between_workspace_tables_is_a_composite_one() -> None:
    plain = [
        f"{model._meta.label}.{field.name}"
        for model in workspace_models()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and issubclass(field.related_model, WorkspaceModel)
        and vars(field)["db_constraint"]
    ]
    assert plain == []
    standing = rows("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f'")
    assert [key for key in references() if (key.table, key.name) not in standing] == []


def test_every_unique_index_of_a_workspace_table_starts_with_the_workspace_or_is_its_key() -> None:
    indexes = rows(
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '%%UNIQUE%%'"
    )
    loose = [
        name
        for table, name, definition in indexes
        if table in TABLES and "(workspace_id" not in str(definition) and "(id)" not in str(definition)
    ]
    assert loose == []


@pytest.mark.parametrize(
    "model", [m for m in workspace_models() if issubclass(m, AppendOnly)], ids=lambda m: m.__name__
)
@pytest.mark.parametrize("statement", ["UPDATE {} SET workspace_id = workspace_id", "DELETE FROM {}"])
def test_an_append_only_table_takes_no_change(model: type[WorkspaceModel], statement: str) -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute(statement.format(model._meta.db_table))


def test_every_table_is_a_workspaces_or_listed_as_global() -> None:
    tables = {str(name) for (name,) in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert tables == set(TABLES) | set(GLOBAL)


def test_a_table_nobody_thought_of_stops_the_upgrade() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE forgotten (id int)")
        try:
            with pytest.raises(UnknownTable, match="forgotten"):
                raise_walls(runtime=schema.runtime_role())
        finally:
            cursor.execute("DROP TABLE forgotten")
    connections["owner"].close()


KEY = next(key for key in references() if key.table == "desk_call")
BREACHES = {
    'ALTER TABLE "desk_call" DISABLE ROW LEVEL SECURITY': "row-level security",
    'ALTER TABLE "desk_call" NO FORCE ROW LEVEL SECURITY': "row-level security",
    'DROP POLICY workspace ON "desk_call"': "the workspace's policy",
    'DROP POLICY owner ON "desk_call"': "the owner's policy",
    'ALTER POLICY workspace ON "desk_call" TO CURRENT_USER': "this role in its policy",
    f'ALTER TABLE "desk_call" DROP CONSTRAINT "{KEY.name}"': "a composite key",
    f'REVOKE INSERT ON "desk_call" FROM "{schema.runtime_role()}"': "its grants",
    f'GRANT TRUNCATE ON "desk_call" TO "{schema.runtime_role()}"': "an end to its grants",
}


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_seen_by_the_runtime_role_and_mended_by_the_owner(breach: str) -> None:
    runtime = schema.runtime_role()
    assert missing(runtime=runtime) == []
    with connections["owner"].cursor() as cursor:
        cursor.execute(breach)
    seen = missing(runtime=runtime)
    assert raise_walls(runtime=runtime) == [gap.statement for gap in seen]
    connections["owner"].close()
    assert ("desk_call", BREACHES[breach]) in [(gap.table, gap.lacks) for gap in seen]
    assert missing(runtime=runtime) == []


def test_nothing_is_many_to_many_without_a_table_of_its_own() -> None:
    """An automatic join table would have no workspace."""
    automatic = [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.auto_created and model._meta.app_label not in ("auth",)
    ]
    assert automatic == []


def test_views_would_run_with_the_readers_rights() -> None:
    views = rows(
        "SELECT c.relname FROM pg_class c WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
        " AND NOT coalesce(reloptions @> ARRAY['security_invoker=true'], false)"
    )
    assert views == []
