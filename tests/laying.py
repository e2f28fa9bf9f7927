"""Scenes that many tests begin with, built by the real verbs once in each process and then laid again.

The first test that asks for a scene has it built; a copy of every row it wrote is kept in a schema apart. Later
ones get the same rows put back, with the same ids and the same moments on the workspace's clock. What goes by the
database's own clock is moved along with it. tests/test_laying.py holds what is laid against what is built: a scene
whose verbs draw lots, such as which of two equals comes first, is built each time.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import get_language

from goodword.core.models import Workspace
from goodword.core.walls import GLOBAL
from tests.database import filled, owner

P = ParamSpec("P")
T = TypeVar("T")

# The queue's triggers write into it when jobs are laid, but not all that a job went through: it is laid last, anew.
BY_TRIGGER = "procrastinate_events"
_ANYTHING = " OR ".join(
    f"EXISTS (SELECT FROM {table})" for table in ("core_workspace", "members_user", "procrastinate_jobs")
)
_COLUMNS = """
    SELECT relname, array_agg(attname::text ORDER BY attnum),
           array_agg(attname::text) FILTER (WHERE atttypid = 'timestamptz'::regtype)
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s)
      AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    GROUP BY relname ORDER BY relname = %s
"""


@dataclass(frozen=True)
class Kept:
    """A scene's rows as statements that lay them, and what its maker returned."""

    statements: str
    returned: bytes


_kept: dict[tuple[object, ...], Kept] = {}


def laid(build: Callable[P, T]) -> Callable[P, T]:
    """Have a scene laid where the same was built before in these circumstances; where rows stand already, built."""

    @wraps(build)
    def scene(*args: P.args, **kwargs: P.kwargs) -> T:
        if connection.in_atomic_block or _anything_stands():
            return build(*args, **kwargs)
        key = (build.__module__, build.__qualname__, args, *sorted(kwargs.items()), *_circumstances())
        if key in _kept:
            return cast(T, _lay(_kept[key]))
        if filled():
            return build(*args, **kwargs)
        made = build(*args, **kwargs)
        _kept[key] = _keep(len(_kept), made)
        return made

    return scene


def _circumstances() -> tuple[object, ...]:
    """Return what the verbs go by besides their arguments: a test may have its own."""
    mail = (settings.SMTP_URL, settings.EMAIL_BACKEND, settings.DEFAULT_FROM_EMAIL, settings.GOODWORD_URL)
    return (*mail, get_language())


def _anything_stands() -> bool:
    ((stands,),) = owner().execute(f"SELECT {_ANYTHING}").fetchall()
    return bool(stands)


def _keep(nth: int, made: object) -> Kept:
    # Copies have names of their own: whoever asks the catalogue for a table by its name finds one.
    copies = {table: f'kept."{nth} {table}"' for table in filled()}
    copying = "; ".join(f'CREATE UNLOGGED TABLE {copy} AS TABLE public."{table}"' for table, copy in copies.items())
    with owner().transaction():
        owner().execute(f"CREATE SCHEMA IF NOT EXISTS kept; {copying}")
        ((moment,),) = owner().execute("SELECT now()").fetchall()
    columns = owner().execute(_COLUMNS, [list(copies), BY_TRIGGER]).fetchall()
    laying = [_laying(table, copies[table], names, moments or [], kept_at=moment) for table, names, moments in columns]
    return Kept("; ".join(laying), _pickled(made))


def _laying(table: str, copy: str, names: list[str], moments: list[str], *, kept_at: datetime) -> str:
    """Return the statement that lays one table's rows; those outside the walls go by the database's own clock."""
    since = f"(now() - timestamptz '{kept_at.isoformat()}')"
    told = {name: f'"{name}"' for name in names}
    if table in GLOBAL:
        told |= {name: f'"{name}" + {since}' for name in moments}
    if table == Workspace._meta.db_table:
        told["clock_offset"] = f"clock_offset - {since}"
    columns = ", ".join(f'"{name}"' for name in told)
    cleared = f'DELETE FROM public."{table}"; ' if table == BY_TRIGGER else ""
    return f'{cleared}INSERT INTO public."{table}" ({columns}) SELECT {", ".join(told.values())} FROM {copy}'


def _lay(kept: Kept) -> Any:
    with owner().transaction():
        owner().execute(kept.statements)
    return _Unpickler(io.BytesIO(kept.returned)).load()


def _pickled(made: object) -> bytes:
    words = io.BytesIO()
    _Pickler(words).dump(made)
    return words.getvalue()


class _Pickler(pickle.Pickler):
    def persistent_id(self, thing: object) -> UUID | None:
        """Keep a workspace as its key alone: its clock stands elsewhere each time it is laid."""
        return thing.pk if isinstance(thing, Workspace) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, words: io.BytesIO) -> None:
        super().__init__(words)
        self._workspaces: dict[UUID, Workspace] = {}

    def persistent_load(self, key: UUID) -> Workspace:
        if key not in self._workspaces:
            self._workspaces[key] = Workspace.objects.get(pk=key)
        return self._workspaces[key]
