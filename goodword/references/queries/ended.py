"""Who takes no part any more: said no, let the invitation lapse, was no fit, left; and since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goodword.core.models import Event
from goodword.references.models import Advocate
from goodword.references.rules import ADVOCATE_ENDS


@dataclass(frozen=True, slots=True)
class Ended:
    """Somebody whose part in the program is over. `since`: None where an import said so and nobody here."""

    advocate: Advocate
    since: datetime | None


def ended_among(advocates: Iterable[Advocate]) -> dict[UUID, Ended]:
    """Return those whose part is over, by their contact. One query."""
    over = {one.pk: one for one in advocates if one.state in ADVOCATE_ENDS}
    ends = Event.objects.filter(subject_id__in=over, state_to__in=ADVOCATE_ENDS, undone_by=None)
    since = {event.subject_id: event.at for event in ends.order_by("number")}
    return {one.contact_id: Ended(one, since.get(one.pk)) for one in over.values()}
