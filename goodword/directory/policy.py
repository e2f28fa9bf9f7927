"""Who may see and change companies and deals. Who may know a private reference is decided in references.policy."""

from __future__ import annotations

from django.db.models import Q

from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, TooLate
from goodword.core.models import Event
from goodword.directory.models import Account, Contact, Opportunity, OpportunityQuerySet
from goodword.members.models import Member, Role
from goodword.members.policy import Permission, is_manager, may, must

# Who changes a customer when a colleague leaves: by it is found who lost a deputy.
HAND_OVER = Actor.system("hand-over")
SEES_EVERY_DEAL = frozenset({Role.MANAGER, Role.LEADER, Role.ADMIN})


def keeps(by: Actor, account: Account) -> bool:
    """Say whether the actor decides for this customer: its owner or deputy, or whoever runs the program."""
    return is_manager(by) or by.is_member(account.owner_id) or by.is_member(account.deputy_id)


def must_stand(entry: Account | Contact) -> None:
    """Raise TooLate for what was merged into another entry: what is written there would reach nobody."""
    if entry.merged_into_id is not None:
        raise TooLate("This was merged into another entry meanwhile. Reload the page.", state="merged")


def must_keep(by: Actor, permission: Permission, account: Account) -> None:
    """Raise NotAllowed unless the actor has the permission and decides for this customer; TooLate once it is another."""
    must(by, permission)
    must_stand(account)
    if not keeps(by, account):
        raise NotAllowed(f"{by.label} doesn't look after this customer.")


def must_edit_account(by: Actor, account: Account) -> None:
    """Raise NotAllowed unless the actor may write to this company, and TooLate once it is another."""
    must_stand(account)
    if not may_edit_account(by, account):
        raise NotAllowed(f"{by.label} doesn't look after this customer.")


def may_edit_account(by: Actor, account: Account) -> bool:
    """Say whether the actor may write to this company: its keepers, and every seller for a prospect."""
    if account.status == Account.Status.PROSPECT and may(by, Permission.OPPORTUNITY_EDIT):
        return True
    return may(by, Permission.ACCOUNT_EDIT) and keeps(by, account)


def must_sell(by: Actor, permission: Permission, opportunity: Opportunity) -> None:
    """Raise NotAllowed unless the actor has the permission and the deal is theirs, or they run the program."""
    must(by, permission)
    if not (is_manager(by) or by.is_member(opportunity.owner_id)):
        raise NotAllowed(f"{by.label} doesn't work on this deal.")


def may_reopen(by: Actor, closing: Event) -> bool:
    """Say whether the actor may take back that a deal was closed: whoever closed it, and whoever runs the program."""
    return is_manager(by) or (by.kind, by.id) == (closing.actor_kind, closing.actor_id)


def visible_opportunities(by: Actor) -> OpportunityQuerySet:
    """Return the deals an actor may see: their own and their team's; all of them for those who look at the whole."""
    deals: OpportunityQuerySet = Opportunity.objects.all()
    if by.kind in ("system", "import") or SEES_EVERY_DEAL & by.roles:
        return deals
    if by.kind != "member":
        return deals.none()
    team = Member.objects.filter(pk__in=[by.person_id]).exclude(team="").values("team")
    return deals.filter(Q(owner=by.person_id) | Q(owner__team__in=team))
