"""Statements that are asked again and again: put together once, and kept prepared by the server.

Verbs and pages ask the same questions all the time. Django would put the same words together anew each time, which
takes longer than everything the database and its driver do.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from psycopg.adapt import Loader

from goodword.core.actors import Actor
from goodword.core.tenancy import current_workspace_id, is_open

if TYPE_CHECKING:
    Forward = ForwardManyToOneDescriptor[Any]
else:
    Forward = ForwardManyToOneDescriptor

Row = TypeVar("Row")
M = TypeVar("M", bound=models.Model)

# A year of the demo asks some four hundred different ones. Of a hundred, the driver's own number, each would push out
# another before it comes again, and savepoints, no two of which are called the same, push out all of them.
MOST_PREPARED = 500


FEW = 1000
"""Keys that are held against each row as one list; more are rows to join with."""


class Told(models.Expression):
    """A value that a kept question is told each time it is asked, or a part of it.

    `many`: keys, and more than `FEW` of them.
    """

    def __init__(self, name: str, part: str = "", many: bool = False) -> None:
        super().__init__()
        self.name, self.part, self.many = name, part, many

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        return "%s", [self]


class Kept(Generic[Row]):
    """A question whose words are the same each time, only its values are not.

    `rows` says it as a queryset of the values it is told, which are stand-ins then: it may hand them to filters, and look
    at none. Sets and lists are told as keys, for `__in`; of one who acts it may look at all but who they are, and a bool
    is said to it as it is. Which values it is told may differ, and its words with them. What it reads of its own accord
    (a clock, a time zone) would be kept with it, but for the open workspace, which is told each time too.
    """

    def __init__(self, rows: Callable[..., models.QuerySet[Any, Row]]) -> None:
        self._rows = rows
        self._kept: dict[Hashable, _PutTogether] = {}

    def __call__(self, **values: Any) -> list[Row]:
        """Ask. Raises NoWorkspace where it is about a workspace's rows and none is open, TypeError when told nothing."""
        if nothing := [name for name, value in values.items() if value is None]:
            raise TypeError(f"{', '.join(nothing)}: nothing equals NULL. Leave it out, and say so in the question.")
        told = {name: _keys(value) if _is_keys(value) else value for name, value in values.items()}
        shape = tuple((name, _shape(value)) for name, value in told.items())
        if shape not in self._kept:
            self._kept[shape] = self._put_together(told)
        return cast("list[Row]", self._kept[shape].asked(told))

    def first(self, **values: Any) -> Row | None:
        """Ask for the first of the rows, None where there is none; let the question say that it wants one."""
        return next(iter(self(**values)), None)

    def _put_together(self, told: Mapping[str, Any]) -> _PutTogether:
        return _PutTogether(self._rows(**{name: _stand_in(name, value) for name, value in told.items()}))


def figures_of(rows: models.QuerySet[Any], **figures: Any) -> models.QuerySet[Any, tuple[Any, ...]]:
    """Return the question for aggregates over all of some rows, in their order: always one row. See `aggregate`."""
    everything = rows.order_by().annotate(every=models.Value(1)).values("every")
    return everything.annotate(**figures).values_list(*figures)


def by_keys(model: type[M], keys: Collection[UUID], *kin: str) -> dict[UUID, M]:
    """Return rows by their keys, with their kin: as `in_bulk` does, but kept. Nobody is asked about nothing."""
    return {row.pk: row for row in _by_keys(model, kin)(keys=keys)} if keys else {}


@cache
def _by_keys(model: type[M], kin: tuple[str, ...]) -> Kept[M]:
    def rows(keys: Told) -> models.QuerySet[M]:
        found = model._default_manager.filter(pk__in=keys).order_by()
        return found.select_related(*kin) if kin else found

    return Kept(rows)


class _PutTogether:
    """A queryset's statement, and where in it which value goes. It belongs to no connection: threads come and go."""

    def __init__(self, rows: models.QuerySet[Any, Any]) -> None:
        self._rows: Any = rows
        self._compiler: Any = rows.query.get_compiler(rows.db)
        self._sql, params = self._compiler.as_sql()
        self._objects = _Objects(self._compiler) if self._rows._iterable_class is ModelIterable else None
        self._compiler.connection = None
        self._params = told_here(params)

    def asked(self, told: Mapping[str, Any]) -> list[Any]:
        """Return the rows as the queryset would, all fetched at once."""
        connection = connections[self._rows.db]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, tuple(value_of(param, told) for param in self._params))
            fetched = cursor.fetchall()
        found = self._values(fetched, connection) if self._objects is None else self._objects.made(fetched, connection)
        if self._rows._prefetch_related_lookups:
            models.prefetch_related_objects(found, *self._rows._prefetch_related_lookups)
        return found

    def _values(self, fetched: list[Any], connection: BaseDatabaseWrapper) -> list[Any]:
        compiler = copy(self._compiler)
        compiler.connection = connection
        compiler.execute_sql = lambda *args, **kwargs: [fetched]
        query = SimpleNamespace(get_compiler=lambda *args, **kwargs: compiler)
        asked = SimpleNamespace(db=self._rows.db, query=query, _fields=self._rows._fields)
        return list(self._rows._iterable_class(asked))


class _Objects:
    """How the columns that a statement reads become objects, and those joined to them."""

    def __init__(self, compiler: Any) -> None:
        kin, columns = compiler.klass_info, compiler.select[: compiler.col_count]
        self._model, self._own = kin["model"], slice(kin["select_fields"][0], kin["select_fields"][-1] + 1)
        self._names = [column.target.attname for column, _, _ in columns[self._own]]
        populators: Any = get_related_populators
        self._joined = populators(kin, compiler.select, compiler.using)
        self._beside = compiler.annotation_col_map or {}
        self._converters = compiler.get_converters([column for column, _, _ in columns])

    def made(self, fetched: list[Any], connection: BaseDatabaseWrapper) -> list[Any]:
        return [self._one(_converted(row, self._converters, connection), connection.alias) for row in fetched]

    def _one(self, values: Sequence[Any], using: str) -> models.Model:
        made = self._model.from_db(using, self._names, values[self._own])
        for kin in self._joined:
            kin.populate(values, made)
        for name, place in self._beside.items():
            setattr(made, name, values[place])
        return cast(models.Model, made)


def _converted(row: Sequence[Any], converters: Any, connection: BaseDatabaseWrapper) -> Sequence[Any]:
    if not converters:
        return row
    values = list(row)
    for place, (convert_all, column) in converters.items():
        for convert in convert_all:
            values[place] = convert(values[place], column, connection)
    return values


_HERE = object()


def told_here(params: Iterable[Any]) -> list[Any]:
    """Return a statement's values, the open workspace among them as one that is told each time."""
    here = current_workspace_id() if is_open() else None
    return [_HERE if here is not None and param == here else param for param in params]


def value_of(param: Any, told: Mapping[str, Any]) -> Any:
    """Return what goes where one of a statement's values does."""
    if param is _HERE:
        return current_workspace_id()
    if not isinstance(param, Told):
        return param
    value = told[param.name]
    if isinstance(value, list):
        return array_of(value)
    return getattr(value, param.part) if param.part else value


def _shape(value: Any) -> Hashable:
    """Return what of a value changes the words: of keys whether they are many, of one who acts all but who they are."""
    if isinstance(value, list):
        return len(value) > FEW
    return _unnamed(value) if isinstance(value, Actor) else value if isinstance(value, bool) else None


def _stand_in(name: str, value: Any) -> Told | Actor | bool:
    if isinstance(value, bool):
        return value
    if not isinstance(value, Actor):
        return Told(name, many=isinstance(value, list) and len(value) > FEW)
    person: Any = Told(name, "person_id") if value.person_id is not None else None
    return replace(_unnamed(value), id=cast("str", Told(name, "id")), person_id=person)


def _unnamed(actor: Actor) -> Actor:
    """Return one who acts without who they are; raises TypeError for a link's holder, who has a subject too."""
    if actor.subject_id is not None:
        raise TypeError("A question about what a link is for is not kept.")
    is_somebody = UUID(int=0) if actor.person_id is not None else None
    return replace(actor, id="", label="", person_id=is_somebody, channel="page")


def array_of(keys: Iterable[UUID]) -> str:
    """Return keys as PostgreSQL writes an array of them: a seventh of the work the driver has with a list."""
    return f"{{{','.join([key.hex for key in keys])}}}"


def _is_keys(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)


def _keys(values: Iterable[Any]) -> list[Any]:
    return [key for key in dict.fromkeys(values) if key is not None]


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
        return self._model.from_db(using, self._names, _converted(found, self._converters, connection))


class Followed(Forward):
    """What a key points to: read when it is asked for first, then kept with the row as Django keeps it."""

    @cached_property
    def _by_key(self) -> ByKey:
        return ByKey(self.field.remote_field.model)

    def get_object(self, instance: models.Model) -> models.Model:
        return self._by_key.row(getattr(instance, self.field.attname), instance._state.db or DEFAULT_DB_ALIAS)


class _Moment(Loader):
    """Reads moments as Django's own loader does, some twenty times as fast."""

    timezone = UTC

    def load(self, data: Any) -> datetime:
        return datetime.fromisoformat(bytes(data).decode())


def made_fast(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Let a new connection keep as many statements prepared as we ask, and read moments fast."""
    connection.connection.prepared_max = MOST_PREPARED
    connection.connection.adapters.register_loader("timestamptz", _Moment)
