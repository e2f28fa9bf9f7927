"""What the owner of an account has to do before their customer is asked: the same for the promise and the ask."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from goodword.core import clock
from goodword.core.models import Event
from goodword.core.statements import Kept
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.rules.next_best import KEPT_BACK_BY
from goodword.desk.rules.owner_mode import OwnerStep, Why, owner_step
from goodword.references.models import Advocate, ReferenceProfile

QUARTER = timedelta(days=90)

_USED = Kept[tuple[UUID]](
    lambda profile, since: (
        Event.objects.filter(
            name="ask.pre_approved",
            subject_id__in=Ask.objects.filter(advocate__profile=profile).values("pk"),
            data__why=str(Why.PRE_APPROVED),
            at__gt=since,
            undone_by=None,
        )
        .order_by()
        .values_list("pk")
    )
)

_KEPT_BACK = Kept[UUID](
    lambda need: (
        Ask.objects.filter(need=need, state__in=KEPT_BACK_BY)
        .order_by()
        .values_list("advocate__profile__account_id", flat=True)
    )
)


def owner_step_for(need: ReferenceRequest, advocate: Advocate, *, needs_yes: bool) -> OwnerStep:
    """Return how an ask of this advocate begins; `needs_yes`: protection wants the owner's yes in so many words."""
    profile = advocate.profile
    owner_id = profile.account.owner_id
    return owner_step(
        profile.owner_mode,
        requester_decides=owner_id is not None and owner_id == need.requester_id,
        used_this_quarter=_standing_yes_used(profile),
        pre_approved_a_quarter=profile.pre_approved_a_quarter,
        needs_owner_yes=needs_yes,
    )


def accounts_kept_back(need: ReferenceRequest) -> frozenset[UUID]:
    """Return the accounts whose owner said "not now" to this request, or nothing: nobody else there is asked for it."""
    return frozenset(_KEPT_BACK(need=need.pk))


def _standing_yes_used(profile: ReferenceProfile) -> int:
    """Return how often the standing yes was used in the rolling quarter, whatever the customer said then."""
    return len(_USED(profile=profile.pk, since=clock.now() - QUARTER))
