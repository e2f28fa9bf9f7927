"""A closed deal credits everyone who helped; nobody has to think of it."""

from __future__ import annotations

from goodword.core.actors import Actor
from goodword.core.events import on
from goodword.core.models import Event
from goodword.directory.models import Opportunity
from goodword.recognition.actions import credit_helpers


@on("opportunity.won", "opportunity.lost")
def credit_everyone(event: Event) -> None:
    credit_helpers(Opportunity.objects.get(pk=event.subject_id), by=Actor.system("recognition"))
