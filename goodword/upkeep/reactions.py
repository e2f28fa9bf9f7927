"""What upkeep does after others did something."""

from __future__ import annotations

from goodword.core.events import on
from goodword.core.models import Event
from goodword.upkeep.actions.merging import sweep
from goodword.upkeep.models import Merge


@on("account.merged", "contact.merged")
def settle_a_merge(event: Event) -> None:
    """Once it can't be undone: let stragglers follow, and forget what it would have taken."""
    sweep(Merge.objects.get(event=event))
