from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction

from goodword.core import clock, events, links
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused
from goodword.core.models import Event
from goodword.core.undo import UNDO
from goodword.directory.models import Account, Contact
from goodword.directory.policy import must_keep, must_stand
from goodword.members.models import Member
from goodword.members.policy import Permission, Purpose, is_manager, must
from goodword.references.actions.consents import (
    agreed_kinds,
    evidence_of,
    must_be_claimable,
    must_revoke,
    write_consent,
)
from goodword.references.actions.dial import dial_of, tidy_topics
from goodword.references.actions.moving import about_advocate, move_advocate
from goodword.references.models import Advocate, AdvocateState, Consent, HelpKind, ReferenceProfile, Visibility
from goodword.references.policy import must_be_own, must_know_account
from goodword.references.queries import consents_of
from goodword.references.rules import ADVOCATE_TRANSITIONS, AdvocateVerb, Dial, changed, more_open, stricter


def nominate(contact: Contact, *, by: Actor, because: Iterable[str] = ()) -> Advocate:
    """Propose a person as an advocate, starting their company's profile if there is none.

    Someone found not a fit, or who let an invitation lapse, can be proposed again. Raises NotAllowed; Refused for
    somebody who is one already, declined, left, or works elsewhere now.
    """
    must(by, Permission.ADVOCATE_NOMINATE)
    must_stand(contact)
    must_know_account(by, contact.account)
    _must_still_be_there(contact)
    reasons = tidy_topics(because)
    known = Advocate.objects.select_related("profile__account", "contact").filter(contact=contact).first()
    if known is not None:
        return _nominated_again(known, reasons, by=by)
    advocate = Advocate(
        profile=_profile_of(contact.account),
        contact=contact,
        nominated_by=_member_behind(by),
        nominated_because=reasons,
    )
    try:
        with transaction.atomic():
            advocate.save(force_insert=True)
    except IntegrityError as why:
        raise Refused(f"{contact.name} was nominated a moment ago.", code="advocate_exists") from why
    events.record("advocate.nominated", advocate, by=by, about=about_advocate(advocate), data={"because": reasons})
    return advocate


def invite(advocate: Advocate, *, by: Actor) -> Event:
    """Invite the person to help; a mail with their page follows, and 30 days to answer.

    Whoever declined or left is invited again by the program manager alone, and never after "don't ask again". Raises
    NotAllowed, TooLate, and Refused without an address.
    """
    must_keep(by, Permission.ADVOCATE_INVITE, advocate.profile.account)
    contact = advocate.contact
    _must_still_be_there(contact)
    if advocate.state in (AdvocateState.DECLINED, AdvocateState.LEFT) and not is_manager(by):
        raise NotAllowed("Only the program manager can invite them again.")
    if advocate.never_ask_since is not None:
        raise Refused("They asked not to be asked again.", code="never")
    if not contact.email:
        raise Refused(f"We have no mail address of {contact.name}.", code="no_address")
    return move_advocate(advocate, AdvocateVerb.INVITE, "advocate.invited", by=by, changes={"invited_at": clock.now()})


def accept_invitation(
    advocate: Advocate,
    kinds: Iterable[HelpKind | str],
    *,
    by: Actor,
    visibility: Visibility | str = Visibility.COLLEAGUES,
    off_limits: Iterable[str] | None = None,
    per_year: int | None = None,
    per_quarter: int | None = None,
    gap_days: int | None = None,
    languages: Iterable[str] = (),
    evidence: str = "",
    address_hash: str = "",
) -> Event:
    """Make the person an advocate for these kinds of help, with what they set for themselves.

    By their own link each kind is a consent given, in the words they saw. Someone who looks after the account can
    record with `evidence` that they agreed earlier; that is a consent claimed, and each ask still needs the owner's
    yes. Raises NotAllowed, TooLate, and Refused without a kind or without evidence.
    """
    wanted = list(dict.fromkeys(HelpKind(kind) for kind in kinds))
    if not wanted:
        raise Refused("Choose at least one kind of help.", code="no_kind")
    in_person = by.kind == "link"
    _must_accept(by, advocate)
    if not in_person:
        earlier = consents_of(advocate)
        for kind in wanted:
            must_be_claimable(evidence, earlier.get(kind))
    settings: dict[str, Any] = {
        "visibility": _stricter(advocate.visibility, Visibility(visibility), in_person=in_person),
        **_limits(advocate, Dial(per_year, per_quarter, gap_days), in_person=in_person),
        "off_limits": _topics(advocate, off_limits, in_person=in_person),
        "languages": list(dict.fromkeys(languages)) or [advocate.contact.language],
        "active_since": clock.now(),
    }
    verb = AdvocateVerb.ACCEPT if in_person else AdvocateVerb.ENROL
    act = Consent.Act.GIVEN if in_person else Consent.Act.CLAIMED
    data = {"kinds": [str(kind) for kind in wanted], "act": str(act)}
    event = move_advocate(advocate, verb, "advocate.active", by=by, changes=settings, data=data)
    known_by = evidence_of(by) if in_person else evidence
    for kind in wanted:
        write_consent(advocate, kind, act, by=by, evidence=known_by, address_hash=address_hash)
    return event


def decline_invitation(advocate: Advocate, *, by: Actor, never: bool = False) -> Event:
    """Say "not for me" to an invitation; with `never`, nobody here asks again. Raises NotAllowed, TooLate."""
    must_revoke(by, advocate)
    now = clock.now()
    changes = {"never_ask_since": now} if never else {}
    return move_advocate(
        advocate,
        AdvocateVerb.DECLINE,
        "advocate.declined",
        by=by,
        changes=changes,
        data={"never": never},
        undo_until=now + UNDO,
    )


def lapse(advocate: Advocate, *, by: Actor) -> Event:
    """Close an invitation nobody answered. Raises NotAllowed, TooLate."""
    must_keep(by, Permission.ADVOCATE_INVITE, advocate.profile.account)
    event = move_advocate(advocate, AdvocateVerb.LAPSE, "advocate.lapsed", by=by)
    links.withdraw(advocate, Purpose.INVITATION)
    return event


def leave(advocate: Advocate, *, by: Actor) -> Event:
    """Leave the program: every consent is withdrawn with it. By the person, or by the program manager for them.

    Raises NotAllowed, TooLate.
    """
    must_revoke(by, advocate)
    kinds = agreed_kinds(advocate)
    event = move_advocate(advocate, AdvocateVerb.LEAVE, "advocate.left", by=by, data={"kinds": kinds})
    for kind in kinds:
        write_consent(advocate, kind, Consent.Act.REVOKED, by=by, evidence=evidence_of(by))
    return event


def _nominated_again(advocate: Advocate, reasons: list[str], *, by: Actor) -> Advocate:
    if (advocate.state, AdvocateVerb.NOMINATE_AGAIN) not in ADVOCATE_TRANSITIONS:
        raise Refused(_why_not_again(advocate), code="advocate_exists")
    changes = {"nominated_by": _member_behind(by), "nominated_because": reasons}
    data = {"because": reasons}
    move_advocate(advocate, AdvocateVerb.NOMINATE_AGAIN, "advocate.nominated", by=by, changes=changes, data=data)
    return advocate


def _why_not_again(advocate: Advocate) -> str:
    name, state = advocate.contact.name, AdvocateState(advocate.state)
    if state in (AdvocateState.DECLINED, AdvocateState.LEFT):
        said = "said no" if state == AdvocateState.DECLINED else "left the program"
        return f"{name} {said}. Only the program manager can invite them again, from their page."
    return f"{name} is in the program already: {str(state.label).lower()}."


def _profile_of(account: Account) -> ReferenceProfile:
    profile, _ = ReferenceProfile.objects.get_or_create(account=account)
    return profile


def _must_accept(by: Actor, advocate: Advocate) -> None:
    if by.kind == "link":
        must(by, Permission.CONSENT_GIVE)
        must_be_own(by, advocate)
    else:
        must_keep(by, Permission.CONSENT_CLAIM, advocate.profile.account)


def _must_still_be_there(contact: Contact) -> None:
    if contact.left_on is not None and contact.left_on <= clock.today(contact.zone):
        raise Refused(f"{contact.name} doesn't work there any more.", code="contact_left")


def _stricter(before: str, wanted: Visibility, *, in_person: bool) -> str:
    """Return the visibility to keep: the person's own word holds, another's can only make it stricter."""
    return before if not in_person and more_open(before, wanted) else str(wanted)


def _limits(advocate: Advocate, wanted: Dial, *, in_person: bool) -> dict[str, int | None]:
    """Return the dial to keep: what is left out stays, and another's word can only make each limit stricter."""
    before = dial_of(advocate)
    after = changed(before, wanted) if in_person else stricter(before, wanted)
    return {"dial_per_year": after.per_year, "dial_per_quarter": after.per_quarter, "dial_gap_days": after.gap_days}


def _topics(advocate: Advocate, wanted: Iterable[str] | None, *, in_person: bool) -> list[str]:
    if wanted is None:
        return advocate.off_limits
    return tidy_topics(wanted if in_person else [*advocate.off_limits, *wanted])


def _member_behind(by: Actor) -> Member | None:
    return Member.objects.filter(pk__in=[by.person_id]).first() if by.person_kind == "member" else None
