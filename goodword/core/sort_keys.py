"""Filling the sort keys of rows that were there before the column was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from goodword.core.fields import SortKey

BATCH = 2000


def filling(app: str, *models: str) -> Callable[[Any, Any], None]:
    """Return what a migration runs to write the sort keys of these models' rows."""

    def fill(apps: Any, editor: Any) -> None:
        for name in models:
            _fill(apps.get_model(app, name).objects.using(editor.connection.alias))

    return fill


def _fill(rows: Any) -> None:
    key = rows.model._meta.get_field("sort_key")
    assert isinstance(key, SortKey)
    batch = []
    for row in rows.all().iterator(chunk_size=BATCH):
        key.pre_save(row, add=False)
        batch.append(row)
        if len(batch) == BATCH:
            rows.bulk_update(batch, ["sort_key"])
            batch = []
    rows.bulk_update(batch, ["sort_key"])
