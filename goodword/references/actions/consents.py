from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.directory.policy import must_keep
from goodword.members.policy import Permission, must
from goodword.references.models import Advocate, AdvocateState, Consent, HelpKind
from goodword.references.policy import must_be_own
from goodword.references.queries import acts_of, advocate_now, consents_of, wording_of

FOR_GOOD, FOR_ONE = "for good", "for this one request"


def give_consent(
    advocate: Advocate,
    kind: HelpKind | str,
    *,
    by: Actor,
    only_thread: UUID | None = None,
    wording: str = "",
    address_hash: str = "",
    expires_at: datetime | None = None,
) -> Consent:
    """Agree to one kind of help, for good or for one request, in the exact words shown. The person alone can.

    Raises NotAllowed, and Refused for somebody who left: they come back by a new invitation.
    """
    must(by, Permission.CONSENT_GIVE)
    must_be_own(by, advocate)
    _must_take_part(advocate)
    consent = write_consent(
        advocate,
        kind,
        Consent.Act.GIVEN,
        by=by,
        evidence=evidence_of(by),
        only_thread=only_thread,
        wording=wording,
        address_hash=address_hash,
        expires_at=expires_at,
    )
    _record("consent.given", consent, by=by)
    return consent


def claim_consent(
    advocate: Advocate, kind: HelpKind | str, *, by: Actor, evidence: str, only_thread: UUID | None = None
) -> Consent:
    """Note that someone is said to have agreed earlier: enough to ask the owner, never enough without.

    A consent that was given stands as it is. Raises NotAllowed, and Refused without evidence or after a withdrawal:
    then only the person can agree again.
    """
    must_keep(by, Permission.CONSENT_CLAIM, advocate.profile.account)
    _must_take_part(advocate)
    newest = consents_of(advocate, thread=only_thread).get(HelpKind(kind))
    if newest is not None and newest.act != Consent.Act.REVOKED:
        return newest
    must_be_claimable(evidence, newest)
    consent = write_consent(advocate, kind, Consent.Act.CLAIMED, by=by, evidence=evidence, only_thread=only_thread)
    _record("consent.claimed", consent, by=by)
    return consent


def revoke_consent(advocate: Advocate, kind: HelpKind | str, *, by: Actor) -> Consent | None:
    """Withdraw from one kind of help, at once and for every request; None when nothing was agreed.

    The person does it by any link of theirs; the program manager may do it for them. Raises NotAllowed.
    """
    must_revoke(by, advocate)
    agreed = acts_of(advocate).filter(help_kind=kind).newest_first().first()
    if agreed is None or agreed.act == Consent.Act.REVOKED:
        return None
    consent = write_consent(advocate, kind, Consent.Act.REVOKED, by=by, evidence=evidence_of(by))
    _record("consent.revoked", consent, by=by)
    return consent


def unsay_consent(consent: Consent, *, by: Actor) -> Consent | None:
    """Take back a consent given a moment ago: what stood before stands again, as a new act; a claim stays a claim.

    None where it doesn't hold any more: then whatever came after it does. Raises NotAllowed.
    """
    must(by, Permission.CONSENT_GIVE)
    advocate = Advocate.objects.select_related("contact", "profile__account").get(pk=advocate_now(consent.advocate_id))
    must_be_own(by, advocate)
    if consents_of(advocate, thread=consent.only_thread).get(consent.help_kind) != consent:
        return None
    where = Q(only_thread=None) | Q(only_thread=consent.only_thread)
    earlier = acts_of(advocate).filter(where, help_kind=consent.help_kind, number__lt=consent.number)
    stood = earlier.newest_first().first()
    again = write_consent(
        advocate,
        consent.help_kind,
        Consent.Act(stood.act) if stood is not None else Consent.Act.REVOKED,
        by=by,
        evidence=f"consent taken back, {evidence_of(by)}; {stood.evidence if stood is not None else ''}",
        only_thread=consent.only_thread,
        wording=stood.wording if stood is not None else "",
        expires_at=stood.expires_at if stood is not None else None,
    )
    _record(f"consent.{again.act}", again, by=by)
    return again


def agreed_kinds(advocate: Advocate) -> list[str]:
    """Return the kinds of help that stand agreed, for good or for one request."""
    newest = acts_of(advocate).order_by("help_kind", "-number").distinct("help_kind")
    return [row.help_kind for row in newest if row.act != Consent.Act.REVOKED]


def must_revoke(by: Actor, advocate: Advocate) -> None:
    """Raise NotAllowed unless it is the person, by a link of theirs, or the program manager for them."""
    must(by, Permission.CONSENT_REVOKE)
    if by.kind == "link":
        must_be_own(by, advocate)


def must_be_claimable(evidence: str, newest: Consent | None) -> None:
    """Raise Refused for a claim without evidence, or against a withdrawal."""
    if not evidence.strip():
        raise Refused("Say how we know that they agreed: a mail, a contract, a date.", code="no_evidence")
    if newest is not None and newest.act == Consent.Act.REVOKED:
        raise Refused("They withdrew this. Only they can agree again.", code="revoked")


def write_consent(
    advocate: Advocate,
    kind: HelpKind | str,
    act: Consent.Act,
    *,
    by: Actor,
    evidence: str,
    only_thread: UUID | None = None,
    wording: str = "",
    address_hash: str = "",
    expires_at: datetime | None = None,
) -> Consent:
    """Append one act to the consent record."""
    consent = Consent(
        advocate=advocate,
        help_kind=HelpKind(kind),
        act=act,
        scope=FOR_GOOD if only_thread is None else FOR_ONE,
        only_thread=only_thread,
        wording=wording or wording_of(kind),
        evidence=evidence.strip()[:400],
        channel=by.channel,
        address_hash=address_hash,
        by_label=by.label[:200],
        expires_at=expires_at,
    )
    consent.save(force_insert=True)
    return consent


def evidence_of(by: Actor) -> str:
    """Say how an act is known: the link it came by, or who did it where."""
    return f"{by.purpose} link {by.id}" if by.kind == "link" else f"{by.label}, by {by.channel}"


def _must_take_part(advocate: Advocate) -> None:
    if advocate.state in (AdvocateState.LEFT, AdvocateState.DECLINED, AdvocateState.NOT_A_FIT):
        raise Refused("They are not in the program. They come back by a new invitation.", code="left")


def _record(name: str, consent: Consent, *, by: Actor) -> None:
    advocate = consent.advocate
    data: dict[str, Any] = {"help_kind": str(consent.help_kind), "consent": str(consent.pk)}
    about = [advocate.contact, advocate.profile.account]
    events.record(name, advocate, by=by, about=about, thread=consent.only_thread, data=data)
