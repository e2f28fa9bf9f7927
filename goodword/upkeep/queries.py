"""Reads about bulk changes."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from goodword.core.actors import Actor
from goodword.upkeep.actions.one import things
from goodword.upkeep.models import Act, BulkRow


def names_of(rows: Sequence[BulkRow], act: Act, by: Actor) -> dict[UUID, str]:
    """Return what the rows are called, as far as the viewer may know. One query."""
    return {pk: str(thing) for pk, thing in things(act, [row.thing_id for row in rows], by).items()}
