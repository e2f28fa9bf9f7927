"""Opening a workspace: the first wall in Python, the key to the last one in PostgreSQL.

Row-level security compares each row with a transaction-local setting. Only `opened` writes that setting, so it can
neither outlive its transaction nor leak to the next user of a pooled connection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from django.db import connection, transaction

from goodword.core.errors import NoWorkspace

if TYPE_CHECKING:
    from goodword.core.models import Workspace

T = TypeVar("T")

_OPEN = """
    SELECT set_config('goodword.workspace', %(named)s, true), slug, kind, now(), coalesce(clock_offset, interval '0'),
           coalesce(closed_on, '{}'), coalesce(public_holidays, false)
    FROM (SELECT) AS always LEFT JOIN core_workspace ON id = %(id)s
"""


@dataclass(frozen=True, slots=True)
class Opened:
    """The open workspace, what its clock shows in this transaction, and how far that is ahead of the database's.

    `kept`: what was read once in this transaction and holds for all of it.
    """

    workspace_id: UUID
    slug: str | None
    kind: str | None
    now: datetime
    closed_on: frozenset[date]
    public_holidays: bool
    offset: timedelta
    kept: dict[str, Any] = field(default_factory=dict)


_current: ContextVar[Opened | None] = ContextVar("goodword_workspace", default=None)


@contextmanager
def opened(workspace: Workspace | UUID | str) -> Iterator[UUID]:
    """Run the block in one transaction that sees and writes this workspace only.

    Nests: leaving restores the outer workspace. An exception rolls the block back.
    """
    workspace_id = _id(workspace)
    with transaction.atomic():
        token = _current.set(_tell_database(workspace_id))
        try:
            yield workspace_id
        finally:
            _current.reset(token)
    if connection.in_atomic_block and not connection.needs_rollback:
        _restore_database()


def current() -> Opened:
    """Return the open workspace; raises NoWorkspace."""
    if (here := _current.get()) is None:
        raise NoWorkspace("No workspace is open. Wrap this in core.tenancy.opened(workspace).")
    return here


def current_workspace_id() -> UUID:
    """Return the open workspace's id; raises NoWorkspace."""
    return current().workspace_id


def current_workspace() -> Workspace:
    """Return the open workspace's row as it was opened; raises NoWorkspace."""
    from goodword.core.models import Workspace  # models import this module for their default

    here = current()
    if here.slug is None:
        raise Workspace.DoesNotExist(f"There is no workspace {here.workspace_id}.")
    row = {
        "id": here.workspace_id,
        "slug": here.slug,
        "kind": here.kind,
        "clock_offset": here.offset,
        "closed_on": sorted(here.closed_on),
        "public_holidays": here.public_holidays,
    }
    return Workspace.from_db(connection.alias, list(row), list(row.values()))


def once(name: str, read: Callable[[], T]) -> T:
    """Return what `read` gives, read once in this transaction; raises NoWorkspace."""
    kept = current().kept
    if name not in kept:
        kept[name] = read()
    return cast(T, kept[name])


def forget(name: str) -> None:
    """Have it read again: it was changed."""
    current().kept.pop(name, None)


def is_open() -> bool:
    return _current.get() is not None


def _id(workspace: Workspace | UUID | str) -> UUID:
    if isinstance(workspace, UUID):
        return workspace
    return UUID(workspace) if isinstance(workspace, str) else workspace.pk


def _tell_database(workspace_id: UUID) -> Opened:
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"id": workspace_id, "named": str(workspace_id)})
        _, slug, kind, database_now, offset, closed_on, public_holidays = cursor.fetchone()
    return Opened(workspace_id, slug, kind, database_now + offset, frozenset(closed_on), public_holidays, offset)


def _restore_database() -> None:
    """Give the database back the outer workspace: a released savepoint keeps the inner setting."""
    outer = _current.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('goodword.workspace', %s, true)", [str(outer.workspace_id) if outer else ""])
