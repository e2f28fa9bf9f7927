"""What the directory does when others did something."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from goodword.core.events import on
from goodword.core.models import Event
from goodword.directory.actions import change_opportunity, set_owners
from goodword.directory.models import Account, Opportunity
from goodword.directory.policy import HAND_OVER
from goodword.members.models import Member


@on("member.removed")
def hand_over(event: Event) -> None:
    """Give the customers and open deals of whoever left to their successor; those done are no longer found."""
    successor = Member.objects.get(pk=UUID(event.data["successor"]))
    theirs = Q(owner=event.subject_id) | Q(deputy=event.subject_id) | Q(informed=event.subject_id)
    for account in Account.objects.filter(theirs).select_related("owner", "deputy", "informed"):
        _hand_over_account(account, event.subject_id, successor)
    for opportunity in Opportunity.objects.open().filter(owner=event.subject_id):
        change_opportunity(opportunity, owner=successor, by=HAND_OVER)


def _hand_over_account(account: Account, leaver: UUID, successor: Member) -> None:
    owner = successor if account.owner_id == leaver else account.owner
    deputy = successor if account.deputy_id == leaver else account.deputy
    informed = successor if account.informed_id == leaver else account.informed
    # One person has one part: who decides is neither their own deputy nor told apart.
    deputy = None if deputy == owner else deputy
    informed = None if informed in (owner, deputy) else informed
    set_owners(account, owner=owner, deputy=deputy, informed=informed, by=HAND_OVER)
