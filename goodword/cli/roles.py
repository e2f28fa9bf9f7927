"""Whether the runtime role is as weak as it has to be. Row-level security binds nobody who can step over it."""

from __future__ import annotations

from goodword.cli.complaint import Complaint

# Membership counts: a member of a powerful role can become it.
POWERS = """
SELECT
  EXISTS (SELECT FROM pg_roles r WHERE r.rolsuper AND pg_has_role(current_user, r.oid, 'MEMBER')),
  EXISTS (SELECT FROM pg_roles r WHERE r.rolbypassrls AND pg_has_role(current_user, r.oid, 'MEMBER')),
  EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
          AND pg_has_role(current_user, c.relowner, 'MEMBER')),
  EXISTS (SELECT FROM pg_database d WHERE d.datname = current_database()
          AND pg_has_role(current_user, d.datdba, 'MEMBER'))
"""
NAMES = ("is a superuser", "may bypass row-level security", "owns tables", "owns the database")


def powers() -> list[str]:
    """Return what the runtime role may do that it must not; none is right."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(POWERS)
        found = cursor.fetchone()
    return [name for name, has in zip(NAMES, found, strict=True) if has]


def refuse_powerful() -> None:
    """Raise Complaint when one workspace could see another's rows through this role."""
    if found := powers():
        raise Complaint(
            f"The role in DATABASE_URL {' and '.join(found)}: the walls between workspaces would not hold.",
            "Use a role of its own for DATABASE_URL (NOSUPERUSER NOBYPASSRLS, owning nothing) and keep the owner's"
            " for DATABASE_OWNER_URL.",
        )
