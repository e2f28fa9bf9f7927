"""How a call went, as far as anyone said."""

from __future__ import annotations

from goodword.desk.models import Ask, Debrief


def newest_debriefs(ask: Ask) -> dict[str, Debrief]:
    """Return the answer that holds for each side that gave one; one taken back counts as none given."""
    newest = {debrief.side: debrief for debrief in ask.debriefs.order_by("at", "id")}
    return {side: debrief for side, debrief in newest.items() if debrief.answer != Debrief.Answer.UNDONE}
