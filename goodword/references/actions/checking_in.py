"""Asking a customer's owner whether everything is still right, before four months are over."""

from __future__ import annotations

from django.db import transaction

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.errors import Refused, TooLate
from goodword.core.events import must_be_undoable
from goodword.core.models import Event
from goodword.core.undo import UNDO
from goodword.directory.policy import must_keep
from goodword.members.policy import Permission
from goodword.references.models import Advocate, ReferenceProfile

ASKED, WITHDRAWN = "profile.check_in_asked", "profile.check_in_withdrawn"
ASKING = ("check_in_asked_at", "check_in_asked_by")


@transaction.atomic
def ask_to_confirm(profile: ReferenceProfile, *, by: Actor) -> Event:
    """Ask the owner whether everything in the profile is still right: on their Today now, by mail in ten minutes.

    Raises NotAllowed, and Refused where nobody there helps or nobody looks after the customer, where the actor does, or
    somebody asked already.
    """
    must_keep(by, Permission.REFERENCE_EDIT, profile.account)
    here = _locked(profile)
    no = why_not_ask(here, by)
    if not no and not Advocate.objects.active().filter(profile=here).exists():
        no = "Nobody there helps."
    if no:
        raise Refused(no, code="no_check_in")
    here.check_in_asked_at, here.check_in_asked_by = clock.now(), by.label[:200]
    here.save(update_fields=ASKING)
    return events.record(ASKED, here, by=by, about=[here.account], undo_until=clock.now() + UNDO)


@transaction.atomic
def withdraw_check_in(event: Event, *, by: Actor) -> Event:
    """Take the question back. Raises NotAllowed, and TooLate after ten minutes or once it was answered."""
    if event.name != ASKED:
        raise TooLate("This can't be taken back.")
    profile = _locked(ReferenceProfile.objects.get(pk=event.subject_id))
    must_keep(by, Permission.REFERENCE_EDIT, profile.account)
    must_be_undoable(event)
    if profile.check_in_asked_at != event.at:
        raise TooLate("It was confirmed meanwhile.", state="confirmed")
    profile.check_in_asked_at, profile.check_in_asked_by = None, ""
    profile.save(update_fields=ASKING)
    return events.record(WITHDRAWN, profile, by=by, about=[profile.account], undoes=event)


def why_not_ask(profile: ReferenceProfile, by: Actor) -> str:
    """Return why the owner is not asked to confirm this now; empty when they can be."""
    account = profile.account
    if account.owner_id is None:
        return "Nobody looks after this customer, so there is nobody to ask."
    if by.is_member(account.owner_id):
        return "This is your own customer: say on its page that everything is still right."
    if profile.check_in_asked_at is not None:
        return f"{profile.check_in_asked_by} asked the owner already."
    return ""


def _locked(profile: ReferenceProfile) -> ReferenceProfile:
    return ReferenceProfile.objects.select_related("account").select_for_update(of=("self",)).get(pk=profile.pk)
