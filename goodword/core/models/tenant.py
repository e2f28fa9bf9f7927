"""The base of every workspace table: the second wall. PostgreSQL's row-level security is the third (core.walls)."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Never, Self, TypeVar, cast

from django.db import models
from django.db.models.fields.related_lookups import RelatedExact
from django.db.models.sql.where import AND

from goodword.core.errors import WrongWorkspace
from goodword.core.models.workspace import Workspace
from goodword.core.tenancy import current_workspace_id

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
