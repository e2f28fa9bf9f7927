"""The third wall: what PostgreSQL itself refuses. Raised by the owner role after every migration, from the models.

For each workspace table: forced row-level security with one policy per role, a unique (workspace_id, id), a composite
foreign key for every WorkspaceKey, and grants for the runtime role (INSERT and SELECT only where append-only). Tables
that must be readable before a workspace is open are listed in GLOBAL. A table in neither group is an error: it would
be out of the runtime role's reach anyway, since nothing is granted by default.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connections
from django.db.backends.utils import CursorWrapper

from goodword.core.fields import WorkspaceKey
from goodword.core.models import AppendOnly, WorkspaceModel

ALL = "SELECT, INSERT, UPDATE, DELETE"
GLOBAL = {
    "core_workspace": "SELECT, INSERT, UPDATE",
    "core_linkroute": "SELECT, INSERT",
    "members_user": "SELECT, INSERT, UPDATE",
    "members_membership": "SELECT, INSERT, UPDATE",
    "django_session": ALL,
    "django_migrations": "SELECT",
    "django_content_type": "SELECT",
    "auth_permission": "SELECT",
    "auth_group": "SELECT",
    "auth_group_permissions": "SELECT",
    "account_emailaddress": ALL,
    "account_emailconfirmation": ALL,
    "goodword_cache": ALL,
    "procrastinate_jobs": ALL,
    "procrastinate_events": ALL,
    "procrastinate_periodic_defers": ALL,
    "procrastinate_workers": ALL,
}
# What the runtime role may have done by the owner.
LENT = ("goodword_analyze()", "goodword_named(text, text[], text[], integer)")
TENANT = "workspace_id = NULLIF(current_setting('goodword.workspace', true), '')::uuid"


@dataclass(frozen=True, slots=True)
class Reference:
    """One composite foreign key: table.column points to target.id within the workspace."""

    table: str
    column: str
    target: str

    @property
    def name(self) -> str:
        key = hashlib.sha256(f"{self.table}.{self.column}".encode()).hexdigest()[:8]
        return f"{self.table[:36]}_{self.column[:14]}_{key}"[:63]


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing a table's wall lacks, in a word, and the statement that gives it, for the owner role."""

    table: str
    lacks: str
    statement: str


class UnknownTable(Exception):
    """A table stands in the schema that is neither a workspace's nor listed as global."""


def raise_walls(*, runtime: str, using: str = "owner") -> list[str]:
    """Make the schema's walls what the models say; return the statements that were needed. Idempotent.

    `runtime` is the role the web and the workers connect as; `using` is the owner's connection.
    """
    statements = [gap.statement for gap in missing(runtime=runtime, using=using)]
    with connections[using].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return statements


def missing(*, runtime: str, using: str = "default") -> list[Gap]:
    """Return what the schema's walls lack of what the models say. Reads the catalogue only, as any role.

    Raises UnknownTable.
    """
    with connections[using].cursor() as cursor:
        return list(_missing(cursor, runtime))


def workspace_models() -> list[type[WorkspaceModel]]:
    """Return every concrete workspace model, by table."""
    models = [model for model in apps.get_models(include_auto_created=True) if issubclass(model, WorkspaceModel)]
    return sorted(models, key=lambda model: model._meta.db_table)


def references() -> list[Reference]:
    """Return every composite foreign key the models ask for."""
    return [
        Reference(model._meta.db_table, str(field.column), field.related_model._meta.db_table)
        for model in workspace_models()
        for field in model._meta.local_fields
        if isinstance(field, WorkspaceKey)
    ]


def _missing(cursor: CursorWrapper, runtime: str) -> Iterator[Gap]:
    standing = _standing(cursor)
    unknown = standing.tables - set(GLOBAL) - {model._meta.db_table for model in workspace_models()}
    if unknown:
        raise UnknownTable(f"No wall is defined for {', '.join(sorted(unknown))}.")
    for model in workspace_models():
        yield from _wall(model, runtime, standing)
    for reference in references():
        if (reference.table, reference.name) not in standing.constraints:
            yield Gap(reference.table, "a composite key", _foreign_key(reference))
    yield from _grants(cursor, runtime)


@dataclass(frozen=True, slots=True)
class Standing:
    tables: set[str]
    secured: set[str]
    policies: dict[tuple[str, str], set[str]]
    constraints: set[tuple[str, str]]


def _standing(cursor: CursorWrapper) -> Standing:
    """Read from the catalogue what stands already."""
    cursor.execute(
        "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    )
    tables = cursor.fetchall()
    cursor.execute("SELECT tablename, policyname, roles::text[] FROM pg_policies WHERE schemaname = 'public'")
    policies = {(table, name): set(roles) for table, name, roles in cursor.fetchall()}
    cursor.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    )
    constraints = {(table, name) for table, name in cursor.fetchall()}
    return Standing({name for name, _ in tables}, {name for name, secured in tables if secured}, policies, constraints)


def _wall(model: type[WorkspaceModel], runtime: str, standing: Standing) -> Iterator[Gap]:
    table = model._meta.db_table
    pair = f"{table[:50]}_ws_id"
    if (table, pair) not in standing.constraints:
        statement = f'ALTER TABLE "{table}" ADD CONSTRAINT "{pair}" UNIQUE (workspace_id, id)'
        yield Gap(table, "a key for composite ones", statement)
    if table not in standing.secured:
        statement = f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY'
        yield Gap(table, "row-level security", statement)
    tenant = standing.policies.get((table, "workspace"))
    if tenant is None:
        statement = f'CREATE POLICY workspace ON "{table}" TO "{runtime}" USING ({TENANT}) WITH CHECK ({TENANT})'
        yield Gap(table, "the workspace's policy", statement)
    elif tenant != {runtime}:
        yield Gap(table, "this role in its policy", f'ALTER POLICY workspace ON "{table}" TO "{runtime}"')
    if (table, "owner") not in standing.policies:
        # Forced security blinds the owner too; migrations and clearing the demo must see the rows.
        statement = f'CREATE POLICY owner ON "{table}" TO CURRENT_USER USING (true) WITH CHECK (true)'
        yield Gap(table, "the owner's policy", statement)


def _foreign_key(reference: Reference) -> str:
    # Deferred, as Django's own are: rows of one transaction may come in any order.
    return (
        f'ALTER TABLE "{reference.table}" ADD CONSTRAINT "{reference.name}"'
        f' FOREIGN KEY (workspace_id, "{reference.column}") REFERENCES "{reference.target}" (workspace_id, id)'
        " DEFERRABLE INITIALLY DEFERRED"
    )


def _grants(cursor: CursorWrapper, runtime: str) -> Iterator[Gap]:
    """Give each table's grants and take back any that go beyond them."""
    wanted = dict(GLOBAL)
    for model in workspace_models():
        wanted[model._meta.db_table] = "SELECT, INSERT" if issubclass(model, AppendOnly) else ALL
    cursor.execute(
        "SELECT table_name, string_agg(privilege_type, ',') FROM information_schema.role_table_grants"
        " WHERE table_schema = 'public' AND grantee = %s GROUP BY table_name",
        [runtime],
    )
    granted = {table: set(privileges.split(",")) for table, privileges in cursor.fetchall()}
    for table, privileges in sorted(wanted.items()):
        allowed = set(privileges.split(", "))
        if granted.get(table, set()) - allowed:
            yield Gap(table, "an end to its grants", f'REVOKE ALL ON "{table}" FROM "{runtime}"')
        if granted.get(table, set()) != allowed:
            yield Gap(table, "its grants", f'GRANT {privileges} ON "{table}" TO "{runtime}"')
    cursor.execute(
        "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
        " AND NOT has_sequence_privilege(%s, format('%%I.%%I', schemaname, sequencename), 'USAGE')",
        [runtime],
    )
    for (sequence,) in cursor.fetchall():
        yield Gap(sequence, "its grant", f'GRANT USAGE, SELECT ON SEQUENCE "{sequence}" TO "{runtime}"')
    cursor.execute(
        "SELECT f FROM unnest(%s::text[]) f WHERE NOT has_function_privilege(%s, f, 'EXECUTE')", [list(LENT), runtime]
    )
    for (function,) in cursor.fetchall():
        yield Gap(function, "its grant", f'GRANT EXECUTE ON FUNCTION {function} TO "{runtime}"')
