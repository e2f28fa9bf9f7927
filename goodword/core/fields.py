from __future__ import annotations

from typing import Any

from django.db import models


class WorkspaceKey(models.ForeignKey):
    """A foreign key between two workspace tables.

    Django's own constraint is off: core.walls adds a composite one on (workspace, key), so that the database refuses
    a row that points into another workspace.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)
