"""The base of every workspace table: the second wall. PostgreSQL's row-level security is the third (core.walls)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import Any, ClassVar, Never, Self, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.fields.related_lookups import RelatedExact
from django.db.models.sql.where import AND

from goodword.core.errors import WrongWorkspace
from goodword.core.models.workspace import Workspace
from goodword.core.statements import Kept
from goodword.core.tenancy import current_workspace_id
from goodword.core.writes import NewRows

M = TypeVar("M", bound=models.Model)


class WorkspaceQuerySet(models.QuerySet[M]):
    """Base of the areas' querysets; clauses read as `.open()`, `.for_deal(deal)`."""


class WorkspaceManager(models.Manager[M]):
    """Sees the open workspace's rows; raises NoWorkspace when none is open.

    The condition is what `filter(workspace=…)` would add, put where it goes: every query of ours begins here.
    """

    def get_queryset(self) -> models.QuerySet[M]:
        rows = super().get_queryset()
        field = cast("models.Field[Any, Any]", self.model._meta.get_field("workspace"))
        column = field.get_col(rows.query.get_initial_alias())
        rows.query.where.add(RelatedExact(column, current_workspace_id()), AND)
        return rows

    def get(self, *args: Any, **kwargs: Any) -> M:
        """Return one row; asked for by its key alone, as most are, in words that are kept."""
        key = kwargs.get("pk")
        if len(kwargs) == 1 and not args and isinstance(key, uuid.UUID) and self._sees_all():
            for row in self._by_key(key=key):
                return row
        return super().get(*args, **kwargs)

    def look_up(self, key: uuid.UUID | None) -> M | None:
        """Return the row with this key, None where there is none."""
        return self._by_key.first(key=key) if key is not None else None

    def locked(self, key: uuid.UUID) -> M:
        """Return a row, read afresh and locked until the transaction ends: whoever else wants to change it waits."""
        for row in self._locked_by_key(key=key):
            return row
        return self.select_for_update(no_key=True).get(pk=key)

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Write new rows; a few plain ones in words that are kept."""
        rows = list(objs)
        if rows and not args and not kwargs and self._sees_all() and _new_rows(self.model).few(rows):
            return rows
        return super().bulk_create(rows, *args, **kwargs)

    def _sees_all(self) -> bool:
        """Say whether it sees the workspace's rows, all of them: those that belong to one thing see its own alone."""
        return self._db is None and type(self).get_queryset is WorkspaceManager.get_queryset

    @cached_property
    def _by_key(self) -> Kept[M]:
        return Kept(lambda key: self.filter(pk=key).order_by())

    @cached_property
    def _locked_by_key(self) -> Kept[M]:
        return Kept(lambda key: self.select_for_update(no_key=True).filter(pk=key).order_by())


@cache
def _new_rows(model: type[models.Model]) -> NewRows:
    return NewRows(model)


class WorkspaceModel(models.Model):
    """A row of one workspace. Child tables point to it with core.fields.WorkspaceKey."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, default=current_workspace_id, related_name="+", editable=False
    )

    objects: ClassVar[WorkspaceManager[Self]] = WorkspaceManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row into the open workspace; raises NoWorkspace, WrongWorkspace."""
        if self.workspace_id != current_workspace_id():
            raise WrongWorkspace(f"{self._meta.label} {self.pk} belongs to another workspace.")
        super().save(*args, **kwargs)

    def _do_insert(
        self, manager: models.Manager[Self], using: str | None, fields: Any, returning_fields: Any, raw: bool
    ) -> Sequence[Any]:
        """Write the new row, in words that are kept."""
        written = None if raw else _new_rows(type(self)).one(self, fields, returning_fields, using or DEFAULT_DB_ALIAS)
        if written is None:
            written = cast(Any, super())._do_insert(manager, using, fields, returning_fields, raw)
        return cast("Sequence[Any]", written)

    @property
    def event_label(self) -> str:
        """Name the row on a timeline, for the day it is erased. Override where str() would tell a masked name."""
        return str(self)


class AppendOnly(WorkspaceModel):
    """A row that is written once. The runtime role has INSERT and SELECT on its table, nothing else."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{self._meta.label} is append-only: write a new row.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise TypeError(f"{self._meta.label} is append-only: nothing deletes it.")
