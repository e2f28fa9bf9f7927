"""What was asked for a deal already: nobody asks twice because another tab did not know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from goodword.core.actors import Actor
from goodword.core.statements import Kept
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.policy import visible_requests
from goodword.desk.rules.states import AskState, RequestState
from goodword.directory.models import Opportunity
from goodword.references.models import Advocate

_UNDER_WAY = Kept[ReferenceRequest](
    lambda by, deal: (
        visible_requests(by)
        .exclude(state=RequestState.CLOSED)
        .filter(opportunity=deal)
        .select_related("requester")
        .order_by("-created_at")
    )
)
_FOR_THEM = Kept[UUID](
    lambda advocate, deal: (
        Ask.objects.filter(advocate=advocate, need__opportunity=deal)
        .exclude(state=AskState.PLANNED, rank__gt=0)
        .exclude(state=AskState.PLANNED, need__program_picks=True)
        .order_by()
        .values_list("need", flat=True)
    )
)


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A request for the deal that is open. `name`: whom it names, where that is the one who would be asked now."""

    need: ReferenceRequest
    own: bool
    name: str = ""

    @property
    def is_for_them(self) -> bool:
        return bool(self.name)

    @property
    def words(self) -> str:
        """Return whose it is and for whom; the day stands beside it."""
        names = {"who": self.need.requester.first_name, "name": self.name}
        if self.own:
            mine = _("Your request for this deal names %(name)s already.")
            return mine % names if self.name else _("You asked for a reference for this deal already.")
        theirs = _("%(who)s’s request for this deal names %(name)s already.")
        return (theirs if self.name else _("%(who)s asked for a reference for this deal already.")) % names


def on_the_way(deal: Opportunity, by: Actor) -> Sequence[ReferenceRequest]:
    """Return the deal's open requests that this viewer may see, the newest first. One query."""
    return _UNDER_WAY(by=by, deal=deal.pk)


def under_way(deal: Opportunity, by: Actor, advocate: Advocate | None) -> UnderWay | None:
    """Return what stands for this deal already: the request that is for this very person, else the newest one.

    `advocate`: whom the viewer may know and is about to ask for. Two queries.
    """
    needs = on_the_way(deal, by)
    if not needs:
        return None
    theirs = set(_FOR_THEM(advocate=advocate.pk, deal=deal.pk)) if advocate is not None else set()
    same = next((need for need in needs if need.pk in theirs), None)
    need = same or needs[0]
    name = advocate.contact.first_name if same is not None and advocate is not None else ""
    return UnderWay(need, own=by.is_member(need.requester_id), name=name)
