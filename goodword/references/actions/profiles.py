from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused
from goodword.core.models import Event
from goodword.directory.models import Account, Contact
from goodword.directory.policy import keeps, must_keep
from goodword.members.policy import Permission, is_manager, must
from goodword.references.models import OwnerMode, ReferenceProfile, Visibility
from goodword.references.policy import must_choose_to_be_asked_less
from goodword.references.queries import description_fit
from goodword.references.rules import more_open, stricter_mode, tells_name


def start_profile(account: Account, *, by: Actor) -> ReferenceProfile:
    """Return the account's standing as a reference, started if there is none. Raises NotAllowed."""
    must_keep(by, Permission.REFERENCE_EDIT, account)
    known = ReferenceProfile.objects.filter(account=account).first()
    if known is not None:
        return known
    profile = ReferenceProfile(account=account)
    profile.save(force_insert=True)
    events.record("profile.created", profile, by=by, about=[account])
    return profile


def set_visibility(
    profile: ReferenceProfile,
    level: Visibility | str,
    *,
    by: Actor,
    description: str = "",
    described_by: Iterable[str] = (),
) -> Event | None:
    """Set who may know that this customer is a reference; None when nothing differs.

    Those who keep the account may make it stricter, the program manager alone makes it more open. A private one is
    shown by `description`, drawn from `described_by` (industry, industry_group, region, region_group, size_band);
    without one it is just "a private reference". Raises NotAllowed, and Refused when the description says too much.
    """
    must_keep(by, Permission.REFERENCE_EDIT, profile.account)
    wanted = Visibility(level)
    if more_open(profile.visibility, wanted) and not is_manager(by):
        raise NotAllowed("Only the program manager can make a private reference known again.")
    text, fields = " ".join(description.split()), sorted(set(described_by))
    if wanted == Visibility.MASKED:
        must_hide(profile.account, text, fields)
    else:
        text, fields = "", []
    before, after = profile.visibility, str(wanted)
    if (before, profile.description, profile.described_by) == (after, text, fields):
        return None
    profile.visibility, profile.description, profile.described_by = after, text, fields
    profile.save(update_fields=["visibility", "description", "described_by"])
    return _record_change(profile, by=by, visibility=[before, after])


def set_owner_mode(
    profile: ReferenceProfile, mode: OwnerMode | str, *, by: Actor, pre_approved_a_quarter: int | None = None
) -> Event | None:
    """Set how the owner is asked about this customer; None when nothing differs.

    Being asked less is the owner's own choice, or their deputy's; the program may only have them asked more. Raises
    NotAllowed.
    """
    must(by, Permission.ASK_APPROVE)
    if not keeps(by, profile.account):
        raise NotAllowed(f"{by.label} doesn't look after this customer.")
    wanted, quarterly = OwnerMode(mode), pre_approved_a_quarter
    quarterly = profile.pre_approved_a_quarter if quarterly is None else quarterly
    asked_less = stricter_mode(wanted, profile.owner_mode) or (
        wanted == OwnerMode.PRE_APPROVED == profile.owner_mode and quarterly > profile.pre_approved_a_quarter
    )
    if asked_less:
        must_choose_to_be_asked_less(by, profile.account)
    before = [profile.owner_mode, profile.pre_approved_a_quarter]
    after = [str(wanted), quarterly]
    if before == after:
        return None
    profile.owner_mode, profile.pre_approved_a_quarter = str(wanted), quarterly
    profile.save(update_fields=["owner_mode", "pre_approved_a_quarter"])
    return _record_change(profile, by=by, owner_mode=[before, after])


def must_hide(account: Account, text: str, fields: list[str]) -> None:
    """Raise Refused for a description that names the customer or fits too few to hide it."""
    if not text:
        return
    there = Q(account=account) | Q(merged_into__account=account)
    people = Contact.objects.filter(there).order_by().values_list("name", flat=True)
    former = account.merged.values_list("name", flat=True)
    if tells_name(text, [account.name, *former, *people]):
        raise Refused("The description names the customer or someone there.", code="describes_by_name")
    fit = description_fit(account, fields)
    if not fit.enough:
        raise Refused(fit.sentence, code="describes_too_few")


def _record_change(profile: ReferenceProfile, *, by: Actor, **changed: Any) -> Event:
    return events.record("profile.changed", profile, by=by, about=[profile.account], data={"changed": changed})
