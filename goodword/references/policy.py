"""Who may know a reference by name, and who may act for it.

A masked one is known to managers and to those who look after the account, nobody else: every page, search, count and
export starts from the querysets here.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed
from goodword.directory.models import Account, AccountQuerySet, Contact, OpportunityQuerySet
from goodword.directory.policy import visible_opportunities
from goodword.members.policy import is_manager
from goodword.references.models import Advocate, AdvocateQuerySet, ReferenceProfile, Visibility


def visible_accounts(by: Actor) -> AccountQuerySet:
    """Return the companies an actor may see by name; what was merged into another is that one."""
    accounts: AccountQuerySet = Account.objects.all().standing()
    if is_manager(by):
        return accounts
    if by.kind == "link":
        return accounts.filter(_own(by))
    return accounts.exclude(pk__in=_hidden(by))


def visible_deals(by: Actor) -> OpportunityQuerySet:
    """Return the deals an actor may see: their own, and of the others those with a company they may know."""
    deals = visible_opportunities(by)
    if is_manager(by):
        return deals
    return deals.filter(Q(owner=by.person_id) | ~Q(account__in=_hidden(by)))


def visible_contacts(by: Actor) -> QuerySet[Contact]:
    """Return the people at companies an actor may see by name."""
    contacts: QuerySet[Contact] = Contact.objects.all().standing()
    if by.kind == "link" and by.person_kind == "contact":
        return contacts.filter(pk__in=[by.person_id])
    if by.kind == "link":
        return contacts.filter(account__in=visible_accounts(by).order_by().values("pk"))
    return contacts if is_manager(by) else contacts.exclude(account__in=_hidden(by))


def visible_profiles(by: Actor) -> QuerySet[ReferenceProfile]:
    """Return the profiles whose company an actor may know."""
    profiles: QuerySet[ReferenceProfile] = ReferenceProfile.objects.all()
    if by.kind == "link":
        return profiles.filter(account__in=visible_accounts(by).order_by().values("pk"))
    return profiles if is_manager(by) else profiles.exclude(account__in=_hidden(by))


def visible_advocates(by: Actor) -> AdvocateQuerySet:
    """Return the advocates an actor may know by name; of account and advocate the stricter visibility wins."""
    advocates: AdvocateQuerySet = Advocate.objects.all().standing()
    if is_manager(by):
        return advocates
    if by.kind == "link":
        return advocates.filter(Q(contact=by.person_id) if by.person_kind == "contact" else looked_after(by))
    # Asked of each profile, not as the list of all that are masked: the planner counts a long list anew for every advocate
    # it would look at in the order of a page, and reads and sorts all fifty thousand instead.
    private = Q(visibility=Visibility.MASKED) | Q(Exists(_masked().filter(pk=OuterRef("profile"))))
    return advocates.filter(~private | looked_after(by))


def masked(to: str = "") -> Q:
    """Return the clause for advocates whose name is private: of account and advocate the stricter wins.

    `to`: the way from the rows that are filtered to the advocate, such as `advocate__`; see `Advocate.is_masked`.
    """
    own, companys = {f"{to}visibility": Visibility.MASKED}, {f"{to}profile__visibility": Visibility.MASKED}
    return Q(**own) | Q(**companys)


def looked_after(by: Actor) -> Q:
    """Return the clause for the advocates of companies that the actor owns, deputises for or is told about."""
    # Lists of keys rather than joins: each is short or read once, and advocates are then found as if nothing was asked.
    return Q(profile__in=ReferenceProfile.objects.filter(account__in=_own_accounts(by)).order_by().values("pk"))


def may_know(by: Actor, advocate: Advocate) -> bool:
    """Say whether the actor may know who this advocate is. No query when profile and account are loaded."""
    if by.is_contact(advocate.contact_id) or is_manager(by) or _looks_after(by, advocate.profile.account):
        return True
    return by.kind == "member" and not advocate.is_masked


def may_know_account(by: Actor, profile: ReferenceProfile) -> bool:
    """Say whether the actor may know which company this profile is of."""
    if is_manager(by) or _looks_after(by, profile.account):
        return True
    return by.kind == "member" and profile.visibility != Visibility.MASKED


def must_know_account(by: Actor, account: Account) -> None:
    """Raise NotAllowed unless the actor may see this company; the words give nothing away."""
    if not visible_accounts(by).filter(pk=account.pk).exists():
        raise NotAllowed("You can't see this customer.")


def must_be_own(by: Actor, advocate: Advocate) -> None:
    """Raise NotAllowed unless this is the advocate's own will, by a link of theirs."""
    if not (by.kind == "link" and by.is_contact(advocate.contact_id)):
        raise NotAllowed("Only the person themselves can do this.")


def must_choose_to_be_asked_less(by: Actor, account: Account) -> None:
    """Raise NotAllowed unless it is the owner's own choice, or their deputy's; anyone's where nobody is either."""
    nobody = account.owner_id is None and account.deputy_id is None
    if not (nobody or by.kind == "system" or by.is_member(account.owner_id) or by.is_member(account.deputy_id)):
        raise NotAllowed("Only the account owner can choose to be asked less.")


def _hidden(by: Actor) -> QuerySet[ReferenceProfile, UUID]:
    """Return the companies a member must not know of: few, so that a list of all others need not look each up."""
    return _masked().exclude(account__in=_own_accounts(by)).values_list("account", flat=True)


def _masked() -> QuerySet[ReferenceProfile]:
    return ReferenceProfile.objects.filter(visibility=Visibility.MASKED).order_by()


def _looks_after(by: Actor, account: Account) -> bool:
    return any(by.is_member(member) for member in (account.owner_id, account.deputy_id, account.informed_id))


def _own_accounts(by: Actor) -> QuerySet[Account, UUID]:
    return Account.objects.filter(_kept(by)).order_by().values_list("pk", flat=True)


def _kept(by: Actor) -> Q:
    """Return the clause for accounts that the actor owns, deputises for or is told about."""
    if by.person_kind != "member":
        return Q(pk__in=[])
    return Q(owner=by.person_id) | Q(deputy=by.person_id) | Q(informed=by.person_id)


def _own(by: Actor) -> Q:
    """Return the clause for what a link's holder sees: their own company, or the accounts they keep."""
    return Q(contacts=by.person_id) if by.person_kind == "contact" else _kept(by)
