"""What each person agreed to: of every kind of help the newest act holds.

Of somebody who was known as two, what they did themselves goes before what was claimed for them: no claim passes over
a withdrawal, whichever of the two it was noted at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from goodword.core import clock
from goodword.core.models import Program
from goodword.references.models import Advocate, Consent, ConsentQuerySet, HelpKind
from goodword.references.queries.people import who_speaks_now, with_merged_advocates
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
    now = who_speaks_now()
    rows = Consent.objects.filter(where, advocate__in=with_merged_advocates(newest))
    for consent in rows.order_by("advocate", "help_kind", "-number").distinct("advocate", "help_kind"):
        for one in {consent.advocate_id, now.get(consent.advocate_id, consent.advocate_id)} & newest.keys():
            newest[one][consent.help_kind] = _weightier(consent, newest[one].get(consent.help_kind))
    return newest


def acts_of(advocate: Advocate) -> ConsentQuerySet:
    """Return everything this person ever agreed to or withdrew, as whomever they were known."""
    acts: ConsentQuerySet = Consent.objects.filter(advocate__in=with_merged_advocates([advocate.pk]))
    return acts


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


def agrees_to(kinds: Collection[str], now: datetime) -> Q:
    """Return the clause for advocates who agreed to one of these kinds of help for good; see `is_live`."""
    of_kind = Consent.objects.filter(help_kind__in=kinds, only_thread=None)
    newer = Consent.objects.filter(
        advocate=OuterRef("advocate"), help_kind=OuterRef("help_kind"), only_thread=None, number__gt=OuterRef("number")
    )
    lasting = Q(expires_at=None) | Q(expires_at__gt=now)
    live = of_kind.filter(lasting, ~Exists(newer), advocate=OuterRef("pk")).exclude(act=Consent.Act.REVOKED)
    joined = set(who_speaks_now().values())
    if not joined:
        return Q(Exists(live))
    # Of the few who were known as two, what both said is weighed one by one.
    agreed = live_consents_for(joined, now=now)
    return Q(Exists(live)) & ~Q(pk__in=joined) | Q(
        pk__in=[pk for pk in joined if not agreed[pk].keys().isdisjoint(kinds)]
    )


def _weightier(one: Consent, other: Consent | None) -> Consent:
    if other is None:
        return one
    return max(one, other, key=lambda act: (act.act != Consent.Act.CLAIMED, act.number))


def ending_agreements(now: datetime, until: datetime) -> ConsentQuerySet:
    """Return what people who take part agreed to for good, and that runs out within this time."""
    newer = Consent.objects.filter(
        advocate=OuterRef("advocate"), help_kind=OuterRef("help_kind"), only_thread=None, number__gt=OuterRef("number")
    )
    ending: ConsentQuerySet = Consent.objects.filter(
        ~Exists(newer), only_thread=None, expires_at__gt=now, expires_at__lte=until
    )
    active = Advocate.objects.active().order_by().values("pk")
    return ending.filter(advocate__in=active).exclude(act=Consent.Act.REVOKED)


def wording_of(kind: HelpKind | str) -> str:
    """Return the sentence to show, and to keep, for a consent to this kind of help."""
    return consent_wording(str(HelpKind(kind)), Program.here().vendor_name)
