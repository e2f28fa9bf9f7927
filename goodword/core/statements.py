"""Statements that are asked again and again: put together once, and kept prepared by the server.

Verbs and pages follow keys all the time. Django would put the same words together anew at each step, which takes
longer than everything the database and its driver do.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor

if TYPE_CHECKING:
    Forward = ForwardManyToOneDescriptor[Any]
else:
    Forward = ForwardManyToOneDescriptor

# A year of the demo asks some four hundred different ones. Of a hundred, the driver's own number, each would push out
# another before it comes again, and savepoints, no two of which are called the same, push out all of them.
MOST_PREPARED = 500


class ByKey:
    """The statement that reads one row of a table by its primary key, and how its columns become values."""

    def __init__(self, model: type[models.Model]) -> None:
        self._model, self._key = model, model._meta.pk
        compiler = (
            model._base_manager.filter(pk=self._key.get_default()).order_by().query.get_compiler(DEFAULT_DB_ALIAS)
        )
        self._sql, _ = compiler.as_sql()
        self._converters = compiler.get_converters([column for column, _, _ in compiler.select])
        self._names = [column.target.attname for column, _, _ in compiler.select]

    def row(self, key: Any, using: str) -> models.Model:
        """Return the row, as `get(pk=key)` would; raises DoesNotExist."""
        connection = connections[using]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [self._key.get_db_prep_value(key, connection)])
            found = cursor.fetchone()
        if found is None:
            return self._model._base_manager.using(using).get(pk=key)
        values = list(found)
        for place, (converters, column) in self._converters.items():
            for convert in converters:
                values[place] = convert(values[place], column, connection)
        return self._model.from_db(using, self._names, values)


class Followed(Forward):
    """What a key points to: read when it is asked for first, then kept with the row as Django keeps it."""

    @cached_property
    def _by_key(self) -> ByKey:
        return ByKey(self.field.remote_field.model)

    def get_object(self, instance: models.Model) -> models.Model:
        return self._by_key.row(getattr(instance, self.field.attname), instance._state.db or DEFAULT_DB_ALIAS)


def keep_prepared(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Let a new connection keep as many statements prepared as we ask."""
    connection.connection.prepared_max = MOST_PREPARED
