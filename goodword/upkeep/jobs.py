"""Bulk changes too long for one page: a batch a transaction."""

from __future__ import annotations

from uuid import UUID

from goodword.core.jobs import job
from goodword.upkeep.actions.bulk import work
from goodword.upkeep.models import BulkChange


@job("upkeep.bulk")
def go_on(change_id: UUID) -> None:
    """Do the next batch. Run twice it finds the rows done, and goes on from there."""
    change = BulkChange.objects.select_for_update(of=("self",)).select_related("member").get(pk=change_id)
    if change.phase in (BulkChange.Phase.RUNNING, BulkChange.Phase.UNDOING):
        work(change)
