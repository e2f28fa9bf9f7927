"""What pages ask about a demo company."""

from __future__ import annotations

from datetime import timedelta

from goodword.core.models import Workspace
from goodword.demo.year.dates import DAYS


def workspace() -> Workspace | None:
    """Return the demo workspace, if there is one."""
    return Workspace.objects.filter(kind=Workspace.Kind.DEMO).order_by("created_at").first()


def told_so_far(workspace: Workspace) -> int | None:
    """Return how many percent of the demo company's year have been told, or None when all of it is.

    Its clock runs behind the real one for as long as its past is being told, and never afterwards.
    """
    behind = -workspace.clock_offset
    if workspace.kind != Workspace.Kind.DEMO or behind <= timedelta(0):
        return None
    return max(0, min(99, round(100 * (1 - behind / timedelta(days=DAYS)))))
