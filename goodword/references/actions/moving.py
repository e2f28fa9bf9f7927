"""Moving an advocate through the life of a nomination: the one path every verb of it takes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from goodword.core.actors import Actor
from goodword.core.models import Event
from goodword.core.states import move
from goodword.directory.models import Account, Contact
from goodword.references.models import Advocate
from goodword.references.rules import ADVOCATE_TRANSITIONS, AdvocateVerb


def move_advocate(
    advocate: Advocate,
    verb: AdvocateVerb,
    event: str,
    *,
    by: Actor,
    changes: dict[str, Any] | None = None,
    data: dict[str, Any] | None = None,
    undo_until: datetime | None = None,
) -> Event:
    """Move an advocate by a verb, writing `changes` with it, and record the event. Raises TooLate."""
    return move(
        advocate,
        verb,
        ADVOCATE_TRANSITIONS,
        by=by,
        event=event,
        changes=changes,
        about=about_advocate(advocate),
        data=data,
        undo_until=undo_until,
    )


def about_advocate(advocate: Advocate) -> list[Contact | Account]:
    """Return what an advocate's events also concern: the person and their company."""
    return [advocate.contact, advocate.profile.account]
