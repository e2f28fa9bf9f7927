"""Who may see and do what at the desk."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.rules.states import RequestState
from goodword.directory.models import Opportunity
from goodword.directory.policy import visible_opportunities
from goodword.members.models import Role
from goodword.members.policy import Permission, is_manager, may, must


def sees_every_request(by: Actor) -> bool:
    """Say whether an actor sees the whole program's requests: whoever runs it, and leaders."""
    return is_manager(by) or Role.LEADER in by.roles


def visible_requests(by: Actor) -> QuerySet[ReferenceRequest]:
    """Return the requests an actor may see: their own, those on their accounts once asked, all for the program."""
    everything = ReferenceRequest.objects.all()
    if sees_every_request(by):
        return everything
    if by.person_kind != "member":
        return everything.none()
    lent = Q(asks__owner_id=by.person_id)
    for part in ("owner", "deputy", "informed"):
        lent |= Q(**{f"asks__advocate__profile__account__{part}_id": by.person_id})
    mine = Q(requester_id=by.person_id) | Q(opportunity__owner_id=by.person_id)
    return everything.filter(mine | (lent & ~Q(asks__state="planned"))).distinct()


def must_see(by: Actor, need: ReferenceRequest) -> None:
    if not visible_requests(by).filter(pk=need.pk).exists():
        raise NotAllowed("This request isn't yours to see.")


def must_send(by: Actor, opportunity: Opportunity) -> None:
    """Let whoever may see a deal ask for a customer's voice in it."""
    must(by, Permission.REQUEST_SEND)
    if not visible_opportunities(by).filter(pk=opportunity.pk).exists():
        raise NotAllowed("You can't see this deal.")


def must_run(by: Actor, need: ReferenceRequest, permission: Permission) -> None:
    """Let the requester, the deal's rep and the program act on a request."""
    must(by, permission)
    mine = by.person_id in (need.requester_id, need.opportunity.owner_id) and by.person_kind == "member"
    if not mine and not is_manager(by):
        raise NotAllowed("Only the requester or the program manager can do that.")


def may_change_kind(need: ReferenceRequest) -> bool:
    """Say whether another kind of help can still be asked for: while nobody is being asked."""
    return need.state == RequestState.TO_MATCH


def must_decide(by: Actor, ask: Ask) -> None:
    """Let the account's owner, its deputy and the program answer for the owner; a link only about its own ask."""
    must(by, Permission.ASK_APPROVE)
    account = ask.advocate.profile.account
    if by.kind == "link" and by.subject_id != ask.pk:
        raise NotAllowed("This link is about another question.")
    deciders = {ask.owner_id, account.owner_id, account.deputy_id} - {None}
    if by.person_id not in deciders and not is_manager(by):
        raise NotAllowed("Only the account owner, the deputy or the program manager can answer this.")


def must_answer(by: Actor, ask: Ask, permission: Permission = Permission.ASK_ANSWER) -> None:
    """Let the customer asked answer, by their link about this very ask; the program may note what they said."""
    must(by, permission)
    if is_manager(by):
        return
    if by.kind != "link" or by.subject_id != ask.pk or not by.is_contact(ask.advocate.contact_id):
        raise NotAllowed("Only the person who was asked can answer this.")


def must_write(by: Actor, ask: Ask) -> None:
    """Let nobody but the person who was asked write in their name, by their link about this very ask."""
    must(by, Permission.ASK_ANSWER)
    if by.kind != "link" or by.subject_id != ask.pk or not by.is_contact(ask.advocate.contact_id):
        raise NotAllowed("Only the person who was asked can write these answers.")


def must_speak_for_prospect(by: Actor, ask: Ask, permission: Permission) -> None:
    """Let the people on the call pick or move it by their link; the rep and the program on their behalf."""
    must(by, permission)
    if by.kind == "link":
        on_call = any(by.is_contact(attendee.contact_id) for attendee in ask.need.attendees.all())
        if by.subject_id != ask.pk or not on_call:
            raise NotAllowed("This link is for someone else's call.")
        return
    if not is_manager(by) and by.person_id not in (ask.need.requester_id, ask.need.opportunity.owner_id):
        raise NotAllowed("Only the people on this deal can do that.")


def may_know_name(by: Actor, ask: Ask, *, said_yes: bool) -> bool:
    """Say whether an actor may read the advocate's name on this request (a private one only after the yes)."""
    if not ask.advocate.is_masked or said_yes:
        return True
    account = ask.advocate.profile.account
    keepers = {account.owner_id, account.deputy_id, account.informed_id} - {None}
    return may(by, Permission.REFERENCE_UNMASK) or (by.person_kind == "member" and by.person_id in keepers)
