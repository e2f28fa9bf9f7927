"""Lists that leave as files: who took which, and how many rows."""

from __future__ import annotations

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.models import Event, Program
from goodword.members.policy import Permission, must

# What isn't a list of customers is for whoever may see it.
EXPORTS = {"audit": Permission.AUDIT_SEE}


def note_export(page: str, rows: int, *, by: Actor) -> Event:
    """Keep that a list left as a file. Raises NotAllowed."""
    must(by, EXPORTS.get(page, Permission.LIST_EXPORT))
    return events.record("list.exported", Program.here(), by=by, data={"page": page, "rows": rows})
