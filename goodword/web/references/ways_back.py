"""What was said of a customer or a nomination and can still be taken back, as their pages offer it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from goodword.core import clock
from goodword.core.models import Event
from goodword.references.models import Advocate, Fact, ReferenceProfile
from goodword.references.queries import undoable


@dataclass(frozen=True, slots=True)
class WayBack:
    """One line of components/take_back.html: what can still be taken back, until when, and where that is pressed."""

    what: str
    until: datetime | None
    url: str


def ways_back_of_customer(profile: ReferenceProfile, facts: Iterable[Fact]) -> list[WayBack]:
    """Return what was confirmed of a customer and can be taken back. One query."""
    named = {fact.pk: _("“%(fact)s” was confirmed.") % {"fact": fact} for fact in facts}
    all_of_it = _("Everything was confirmed as still right.")
    return [
        WayBack(named.get(event.subject_id, all_of_it), event.undo_until, confirmation_undo(event, profile.account_id))
        for event in undoable([profile, *facts], clock.now())
    ]


def way_back_of_nomination(advocate: Advocate) -> list[WayBack]:
    """Return the decision about a nomination that can be taken back. One query."""
    words = {"advocate.qualified": _("The proposal was taken up."), "advocate.not_a_fit": _("The proposal was closed.")}
    decided = undoable([advocate], clock.now())[:1]
    return [WayBack(words[event.name], event.undo_until, decision_undo(event)) for event in decided]


def confirmation_undo(event: Event, account_id: UUID) -> str:
    return reverse("customer-undo", args=[account_id, event.pk])


def decision_undo(event: Event) -> str:
    return reverse("advocate-undo", args=[event.subject_id, event.pk])
