"""This process's own database as its owner sees it: what stands in it, and how it is emptied.

A table that holds little is emptied by DELETE: TRUNCATE makes new files for it and all its indexes and has every
connection plan its statements anew, which costs twenty times as much.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import psycopg

KEPT_TABLES = ["django_migrations", "django_content_type", "auth_permission"]
# Beyond, a table is cut off: quicker than row by row, and what DELETE leaves behind never grows large.
LARGE = 64 * 8192  # bytes


@cache
def owner() -> psycopg.Connection[tuple[Any, ...]]:
    """Return this process's one connection as the owner, who may see and take away what any test wrote."""
    return psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True)


def filled() -> list[str]:
    """Return the tables in which rows stand, those of the schema itself apart."""
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in _sizes())
    return [name for (name,) in owner().execute(asked or "SELECT WHERE false").fetchall()]


def empty(tries: int = 5) -> None:
    """Empty every table; a page that a browser still asks for may hold some of them in another order."""
    for left in reversed(range(tries)):
        try:
            _cut_off([name for name, size in _sizes().items() if size > LARGE])
            _delete(list(_sizes()))
            return
        except psycopg.errors.DeadlockDetected:
            if not left:
                raise


def written() -> int:
    """Return a number that grows with every transaction that wrote something, anywhere on the server."""
    ((number,),) = owner().execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint").fetchall()
    return number


def _sizes() -> dict[str, int]:
    """Return how many bytes each table takes that takes any."""
    sizes = owner().execute(
        "SELECT relname, pg_relation_size(oid) FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL(%s)",
        [KEPT_TABLES],
    )
    return {name: size for name, size in sizes.fetchall() if size}


def _cut_off(tables: list[str]) -> None:
    if tables:
        owner().execute(f"TRUNCATE {_quoted(tables)} CASCADE")


def _delete(tables: list[str]) -> None:
    """Delete all rows of the tables, once whoever is writing into them has come to an end."""
    if tables:
        deleting = "; ".join(f'DELETE FROM "{name}"' for name in tables)
        with owner().transaction():
            owner().execute(f"LOCK TABLE {_quoted(tables)} IN SHARE ROW EXCLUSIVE MODE; {deleting}")


def _quoted(tables: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in tables)
