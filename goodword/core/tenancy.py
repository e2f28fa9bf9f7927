"""Opening a workspace: the first wall in Python, the key to the last one in PostgreSQL.

Row-level security compares each row with a transaction-local setting. Only `opened` writes that setting, so it can
neither outlive its transaction nor leak to the next user of a pooled connection.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction

from goodword.core.errors import NoWorkspace

if TYPE_CHECKING:
    from goodword.core.models import Workspace

_OPEN = """
    SELECT set_config('goodword.workspace', %(id)s, true), now(), coalesce(clock_offset, interval '0'),
           coalesce(closed_on, '{}'), coalesce(public_holidays, false)
    FROM (SELECT) AS always LEFT JOIN core_workspace ON id = %(id)s::uuid
"""


@dataclass(frozen=True, slots=True)
class Opened:
    """The open workspace, what its clock shows in this transaction, and how far that is ahead of the database's."""

    workspace_id: UUID
    now: datetime
    closed_on: frozenset[date]
    public_holidays: bool
    offset: timedelta


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
    """Return the open workspace's row; raises NoWorkspace."""
    from goodword.core.models import Workspace  # models import this module for their default

    return Workspace.objects.get(pk=current_workspace_id())


def is_open() -> bool:
    return _current.get() is not None


def _id(workspace: Workspace | UUID | str) -> UUID:
    if isinstance(workspace, UUID):
        return workspace
    return UUID(workspace) if isinstance(workspace, str) else workspace.pk


def _tell_database(workspace_id: UUID) -> Opened:
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"id": str(workspace_id)})
        _, database_now, offset, closed_on, public_holidays = cursor.fetchone()
    return Opened(workspace_id, database_now + offset, frozenset(closed_on), public_holidays, offset)


def _restore_database() -> None:
    """Give the database back the outer workspace: a released savepoint keeps the inner setting."""
    outer = _current.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('goodword.workspace', %s, true)", [str(outer.workspace_id) if outer else ""])
