"""A closed deal credits everyone who helped; nobody has to think of it."""

from __future__ import annotations

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.events import on
from goodword.core.models import Event
from goodword.directory.models import Opportunity
from goodword.directory.queries import closing_of
from goodword.recognition.actions import credit_helpers

RECOGNITION = Actor.system("recognition")


@on("opportunity.won", "opportunity.lost")
def credit_everyone(event: Event) -> None:
    credit_helpers(Opportunity.objects.get(pk=event.subject_id), by=RECOGNITION)


@on("ask.held")
def credit_a_call_confirmed_late(event: Event) -> None:
    """A deal may close before anyone says that the call took place; the credit follows the word.

    While the closing can be taken back it waits with all others, for `credit_everyone`.
    """
    opportunity = Opportunity.objects.get(requests__asks=event.subject_id)
    if opportunity.status != Opportunity.Status.OPEN and closing_of(opportunity, clock.now()) is None:
        credit_helpers(opportunity, by=RECOGNITION)
