"""Whether a call took place and how it went, as far as anyone said."""

from __future__ import annotations

from collections.abc import Iterable

from goodword.core import clock
from goodword.core.statements import Kept
from goodword.desk.models import Ask, Call, Debrief
from goodword.desk.rules.states import AskState

HELPED = frozenset({Debrief.Answer.HELPED_A_LOT, Debrief.Answer.HELPED_SOME, Debrief.Answer.MOVED})
MISSED = frozenset({Debrief.Answer.DID_NOT_HELP, Debrief.Answer.NO, Debrief.Answer.NOT_EXPECTED})
"""The wrong subject is said in these words: by the buyer, the rep, or the customer who expected something else."""

_STANDING = Kept[Call](lambda ask: Call.objects.filter(ask=ask, called_off_at=None).order_by("-starts_at")[:1])
_DEBRIEFS = Kept[Debrief](lambda ask: Debrief.objects.filter(ask=ask).order_by("at", "id"))


def standing_call(ask: Ask) -> Call | None:
    """Return the ask's call, unless it was called off or given up for another time."""
    call = _STANDING.first(ask=ask.pk)
    if call is not None:
        call.ask = ask
    return call


def call_has_begun(ask: Ask) -> bool:
    """Say whether a booked call has begun: from then on only what people say of it decides what came of it."""
    call = standing_call(ask) if ask.state == AskState.BOOKED else None
    return call is not None and call.starts_at <= clock.now()


def only_not_held(ask: Ask) -> bool:
    """Say whether somebody said that the call didn't take place, and nobody said otherwise."""
    return {debrief.answer for debrief in newest_debriefs(ask).values()} == {Debrief.Answer.NOT_HELD}


def newest_debriefs(ask: Ask) -> dict[str, Debrief]:
    """Return the answer that holds for each side that gave one; one taken back counts as none given."""
    newest = {debrief.side: debrief for debrief in _DEBRIEFS(ask=ask.pk)}
    return {side: debrief for side, debrief in newest.items() if debrief.answer != Debrief.Answer.UNDONE}


def whether_it_helped(answers: Iterable[str]) -> bool | None:
    """Say whether it helped, by the newest word of each side; one who says it did not outweighs the others."""
    said = set(answers)
    if said & MISSED:
        return False
    return True if said & HELPED else None
