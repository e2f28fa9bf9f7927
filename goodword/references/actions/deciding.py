"""Deciding about a nomination: taking it up, closing it as no fit, and taking either back within ten minutes."""

from __future__ import annotations

from goodword.core import clock, states
from goodword.core.actors import Actor
from goodword.core.errors import TooLate
from goodword.core.events import must_be_undoable
from goodword.core.models import Event
from goodword.core.undo import UNDO
from goodword.directory.policy import must_keep
from goodword.members.policy import Permission
from goodword.references.actions.moving import about_advocate, move_advocate
from goodword.references.models import Advocate, AdvocateState
from goodword.references.rules import DECISIONS, AdvocateVerb

LONGEST_WHY = 300


def qualify(advocate: Advocate, *, by: Actor) -> Event:
    """Take a nomination up; in ten minutes the nominator is told. Raises NotAllowed, TooLate."""
    return _decide(advocate, AdvocateVerb.QUALIFY, "advocate.qualified", by=by)


def not_a_fit(advocate: Advocate, *, by: Actor, why: str = "") -> Event:
    """Close a nomination that doesn't fit; in ten minutes the nominator is told why. Raises NotAllowed, TooLate."""
    said = {"why": why.strip()[:LONGEST_WHY]}
    return _decide(advocate, AdvocateVerb.NOT_A_FIT, "advocate.not_a_fit", by=by, data=said)


def take_back_decision(event: Event, *, by: Actor) -> Event:
    """Have a nomination stand where it stood before it was taken up, or closed as no fit.

    Raises NotAllowed, and TooLate once the ten minutes are over or the nomination went on: somebody was invited, say.
    """
    if event.name not in DECISIONS:
        raise TooLate("This can't be taken back.")
    advocate = Advocate.objects.select_related("profile__account", "contact").get(pk=event.subject_id)
    must_keep(by, Permission.ADVOCATE_INVITE, advocate.profile.account)
    must_be_undoable(event)
    if advocate.merged_into_id is not None:
        raise TooLate("They are known as another advocate by now.", state="merged")
    if advocate.state != event.state_to:
        now = str(AdvocateState(advocate.state).label).lower()
        raise TooLate(f"It went on meanwhile, so it can't be taken back: {now}.", state=advocate.state)
    return states.move_back(advocate, event, by=by, event=DECISIONS[event.name], about=about_advocate(advocate))


def _decide(
    advocate: Advocate, verb: AdvocateVerb, event: str, *, by: Actor, data: dict[str, str] | None = None
) -> Event:
    must_keep(by, Permission.ADVOCATE_INVITE, advocate.profile.account)
    return move_advocate(advocate, verb, event, by=by, data=data, undo_until=clock.now() + UNDO)
