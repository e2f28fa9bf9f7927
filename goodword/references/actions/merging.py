"""Two profiles of one company, two advocates who are one person: what each set holds, the stricter of the two.

Parts of upkeep's verb: they move nothing, ask nobody and record no event.
"""

from __future__ import annotations

from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.directory.models import Account, Contact
from goodword.directory.policy import must_keep
from goodword.members.policy import Permission
from goodword.references.actions.dial import dial_of
from goodword.references.actions.profiles import must_hide
from goodword.references.models import Advocate, AdvocateState, ReferenceProfile, Visibility
from goodword.references.rules import OPEN_TO_STRICT, STRICT_TO_OPEN_MODES, stricter

# From who takes part to who said no: the one further on is the one to keep.
FURTHEST_FIRST = (
    AdvocateState.ACTIVE,
    AdvocateState.INVITED,
    AdvocateState.QUALIFYING,
    AdvocateState.NOMINATED,
    AdvocateState.LAPSED,
    AdvocateState.NOT_A_FIT,
    AdvocateState.DECLINED,
    AdvocateState.LEFT,
)
WENT = (AdvocateState.DECLINED, AdvocateState.LEFT)


def join_profiles(stays: ReferenceProfile, away: ReferenceProfile, *, by: Actor) -> None:
    """Give the profile that stays the stricter of each setting. Call it once the companies are one. Raises NotAllowed."""
    must_keep(by, Permission.REFERENCE_EDIT, stays.account)
    if Visibility.MASKED in (stays.visibility, away.visibility):
        hidden = stays if stays.visibility == Visibility.MASKED else away
        stays.description, stays.described_by = hidden.description, hidden.described_by
    stays.visibility = max(stays.visibility, away.visibility, key=OPEN_TO_STRICT.index)
    stays.owner_mode = min(stays.owner_mode, away.owner_mode, key=STRICT_TO_OPEN_MODES.index)
    stays.pre_approved_a_quarter = min(stays.pre_approved_a_quarter, away.pre_approved_a_quarter)
    if stays.confirmed_at is not None and (away.confirmed_at is None or away.confirmed_at < stays.confirmed_at):
        # Nobody confirmed the whole of it since.
        stays.confirmed_at, stays.confirmed_by = away.confirmed_at, away.confirmed_by
    if stays.check_in_asked_at is None:
        # What a colleague asked of either is still to be answered.
        stays.check_in_asked_at, stays.check_in_asked_by = away.check_in_asked_at, away.check_in_asked_by
    stays.save()


def hide_again(profile: ReferenceProfile) -> None:
    """Take the description off a private reference where it tells a name of what is one now, or fits too few by now."""
    try:
        must_hide(profile.account, profile.description, profile.described_by)
    except Refused:
        profile.description, profile.described_by = "", []
        profile.save(update_fields=["description", "described_by"])


def join_advocates(stays: Advocate, away: Advocate, *, by: Actor) -> None:
    """Let two advocates be one person: the stricter of what they set holds, and what the other agreed to counts on.

    Raises NotAllowed.
    """
    must_keep(by, Permission.REFERENCE_EDIT, stays.profile.account)
    dial = stricter(dial_of(stays), dial_of(away))
    stays.dial_per_year, stays.dial_per_quarter, stays.dial_gap_days = dial.per_year, dial.per_quarter, dial.gap_days
    stays.visibility = max(stays.visibility, away.visibility, key=OPEN_TO_STRICT.index)
    stays.off_limits = list(dict.fromkeys([*stays.off_limits, *away.off_limits]))
    stays.languages = [code for code in stays.languages if code in away.languages] or stays.languages or away.languages
    stays.nominated_by = stays.nominated_by or away.nominated_by
    stays.never_ask_since = stays.never_ask_since or away.never_ask_since
    stays.save()
    away.merged_into = stays
    away.save(update_fields=["merged_into"])
    Advocate.objects.filter(merged_into=away).update(merged_into=stays)


def why_not_one(stays: Advocate, away: Advocate) -> str:
    """Return why two advocates can't be made one as they are, in words; nothing where they can."""
    name = stays.contact.first_name
    states = {stays.state, away.state}
    if states & {*WENT} and states - {*WENT}:
        return (
            f"{name} said no or left as one of these two and takes part as the other. Settle that first: end it for the"
            " one who takes part, or invite the other again."
        )
    if FURTHEST_FIRST.index(AdvocateState(away.state)) < FURTHEST_FIRST.index(AdvocateState(stays.state)):
        return f"{away.contact.name} is further on as an advocate. Keep that one, and merge this one into it."
    return ""


def advocate_of(contact: Contact) -> Advocate | None:
    rows = Advocate.objects.all().standing().select_related("profile__account", "contact__account")
    return rows.filter(contact=contact).first()


def profile_of(account: Account) -> ReferenceProfile | None:
    return ReferenceProfile.objects.select_related("account").filter(account=account).first()
