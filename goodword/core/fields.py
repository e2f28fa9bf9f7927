from __future__ import annotations

from typing import Any

from django.db import models

from goodword.core.lookups import AmongKeys, AmongRelated
from goodword.core.names import folded
from goodword.core.statements import Followed


class WorkspaceKey(models.ForeignKey):
    """A foreign key between two workspace tables.

    Django's own constraint is off: core.walls adds a composite one on (workspace, key), so that the database refuses
    a row that points into another workspace.
    """

    forward_related_accessor_class = Followed

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)


models.UUIDField.register_lookup(AmongKeys)
WorkspaceKey.register_lookup(AmongRelated)


class SortKey(models.CharField):
    """A name folded for sorting and searching, written whenever its row is saved.

    The collation is "C", so that every server sorts it alike: the embedded one has no ICU, and would put “Île” after
    “Zoo”. With `update_fields` the key is to be named beside the name.
    """

    LONGEST = 300

    def __init__(self, *args: Any, of: str = "name", **kwargs: Any) -> None:
        self.of = of
        settled = {"max_length": self.LONGEST, "db_collation": "C", "default": "", "editable": False, "blank": True}
        super().__init__(*args, **(kwargs | settled))

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = folded(getattr(model_instance, self.of))[: self.LONGEST]
        setattr(model_instance, self.attname, key)
        return key
