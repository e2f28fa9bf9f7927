"""Rows made and changed in words that are put together once, as `core.statements` asks in such words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import DatabaseDefault
from django.db.models.sql import InsertQuery, UpdateQuery
from django.db.transaction import mark_for_rollback_on_error

from goodword.core.statements import FEW, Told, told_here, value_of

if TYPE_CHECKING:
    Column = models.Field[Any, Any]
else:
    Column = models.Field


class NewRows:
    """The statements that write new rows of a table: put together once for the columns they are told."""

    def __init__(self, model: type[models.Model]) -> None:
        self._model = model
        self._sql: dict[tuple[bool, tuple[Column, ...]], str] = {}

    def one(self, row: models.Model, columns: Sequence[Column], returning: Sequence[Column], using: str) -> Any:
        """Write a row as `save` would; return what the database filled in, None where a value has words of its own."""
        connection = connections[using]
        told = _told(row, columns, connection)
        if told is None or any(hasattr(column, "from_db_value") for column in returning):
            return None
        sql = self._put_together([row], columns, tuple(told), returning, connection)
        with connection.cursor() as cursor:
            cursor.execute(sql, list(told.values()))
            return [cursor.fetchone()] if returning else []

    def few(self, rows: Sequence[models.Model]) -> bool:
        """Write some rows as `bulk_create` would; False, and nothing written, where they can't go as one array a column."""
        connection, columns = connections[DEFAULT_DB_ALIAS], self._model._meta.concrete_fields
        told = [_told(row, columns, connection) for row in rows]
        if len(rows) > FEW or any(one is None or len(one) < len(columns) for one in told):
            return False
        sql = self._put_together([rows[0], rows[0]], columns, tuple(columns), (), connection)
        if "UNNEST" not in sql:
            return False
        with mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
            cursor.execute(sql, [[one[column] for one in told if one] for column in columns])
        for row in rows:
            row._state.adding, row._state.db = False, connection.alias
        return True

    def _put_together(
        self,
        rows: list[models.Model],
        columns: Sequence[Column],
        told: tuple[Column, ...],
        returning: Sequence[Column],
        connection: BaseDatabaseWrapper,
    ) -> str:
        shape = len(rows) > 1, told
        if shape not in self._sql:
            query = InsertQuery(self._model)
            query.insert_values(columns, rows)
            compiler: Any = query.get_compiler(connection=connection)
            compiler.returning_fields = returning
            self._sql[shape] = compiler.as_sql()[0][0]
        return self._sql[shape]


def _told(row: models.Model, columns: Sequence[Column], connection: BaseDatabaseWrapper) -> dict[Column, Any] | None:
    """Return what is told of a row, what the database fills in left out; None where a value has words of its own."""
    values = {column: column.pre_save(row, add=True) for column in columns}
    told = {
        column: column.get_db_prep_save(value, connection)
        for column, value in values.items()
        if not isinstance(value, DatabaseDefault)
    }
    return None if any(hasattr(value, "as_sql") for value in told.values()) else told


class Changed:
    """A change to rows that are found the same way each time: put together once for each set of columns.

    `rows` says them as a kept question does, with stand-ins for what it is told.
    """

    def __init__(self, rows: Callable[..., models.QuerySet[Any, Any]]) -> None:
        self._rows = rows
        self._of: dict[tuple[str, ...], _Change] = {}

    def __call__(self, values: Mapping[str, Any], **told: Any) -> int:
        """Write the values, by the names of their columns, as `update` would; return in how many rows."""
        names = tuple(values)
        if names not in self._of:
            self._of[names] = _Change(self._rows(**{name: Told(name) for name in told}), names)
        return self._of[names].made(values, told)


class _New(Told):
    """A value that is written, told by the name of its column."""


class _Change:
    def __init__(self, rows: models.QuerySet[Any, Any], names: Sequence[str]) -> None:
        self._columns = {name: cast("Column", rows.model._meta.get_field(name)) for name in names}
        query: Any = rows.order_by().query.chain(UpdateQuery)
        query.add_update_fields([(column, None, _New(name)) for name, column in self._columns.items()])
        self._sql, params = query.get_compiler(rows.db).as_sql()
        self._params = told_here(params)

    def made(self, values: Mapping[str, Any], told: Mapping[str, Any]) -> int:
        connection = connections[DEFAULT_DB_ALIAS]
        params = [
            self._written(param.name, values, connection) if isinstance(param, _New) else value_of(param, told)
            for param in self._params
        ]
        with mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            return int(cursor.rowcount)

    def _written(self, name: str, values: Mapping[str, Any], connection: BaseDatabaseWrapper) -> Any:
        value = values[name]
        return self._columns[name].get_db_prep_save(value.pk if isinstance(value, models.Model) else value, connection)
