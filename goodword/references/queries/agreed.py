"""What each person agreed to: of every kind of help the newest act holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from goodword.core import clock
from goodword.core.models import Program
from goodword.references.models import Advocate, Consent, HelpKind
from goodword.references.rules import consent_wording

Agreed = Mapping[str, Consent]


def consents_of(advocate: Advocate, *, thread: UUID | None = None) -> dict[str, Consent]:
    """Return for each kind of help the newest act, withdrawals included; see `consents_for`."""
    return consents_for([advocate.pk], thread=thread)[advocate.pk]


def consents_for(advocates: Iterable[UUID], *, thread: UUID | None = None) -> dict[UUID, dict[str, Consent]]:
    """Return for each advocate and kind of help the newest act, withdrawals included. One query.

    Consent for one request counts only where `thread` names that request.
    """
    newest: dict[UUID, dict[str, Consent]] = {advocate: {} for advocate in advocates}
    where = Q(only_thread=None) if thread is None else Q(only_thread=None) | Q(only_thread=thread)
    rows = Consent.objects.filter(where, advocate__in=newest)
    for consent in rows.order_by("advocate", "help_kind", "-number").distinct("advocate", "help_kind"):
        newest[consent.advocate_id][consent.help_kind] = consent
    return newest


def live_consents(advocate: Advocate, *, thread: UUID | None = None, now: datetime | None = None) -> dict[str, Consent]:
    """Return the kinds of help this person may be asked for now, given or claimed."""
    return live_consents_for([advocate.pk], thread=thread, now=now)[advocate.pk]


def live_consents_for(
    advocates: Iterable[UUID], *, thread: UUID | None = None, now: datetime | None = None
) -> dict[UUID, dict[str, Consent]]:
    """Return for each advocate the consents that hold now, given or claimed. One query."""
    moment = now or clock.now()
    everything = consents_for(advocates, thread=thread)
    return {
        advocate: {kind: consent for kind, consent in kinds.items() if is_live(consent, moment)}
        for advocate, kinds in everything.items()
    }


def is_live(consent: Consent, now: datetime) -> bool:
    """Say whether a newest act allows asking: not a withdrawal, not run out."""
    return consent.act != Consent.Act.REVOKED and (consent.expires_at is None or consent.expires_at > now)


def agrees_to(kind: HelpKind | str, now: datetime) -> Exists:
    """Return the clause for advocates whose newest act for this kind of help allows asking; see `is_live`."""
    acts = Consent.objects.filter(help_kind=kind, only_thread=None)
    newer = acts.filter(advocate=OuterRef("advocate"), number__gt=OuterRef("number"))
    lasting = Q(expires_at=None) | Q(expires_at__gt=now)
    standing = acts.filter(lasting, ~Exists(newer), advocate=OuterRef("pk"))
    return Exists(standing.exclude(act=Consent.Act.REVOKED))


def wording_of(kind: HelpKind | str) -> str:
    """Return the sentence to show, and to keep, for a consent to this kind of help."""
    return consent_wording(str(HelpKind(kind)), Program.here().vendor_name)
