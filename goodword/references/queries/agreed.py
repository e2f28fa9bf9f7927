"""What each person agreed to: of every kind of help the newest act holds.

Of somebody who was known as two, what they did themselves goes before what was claimed for them: no claim passes over
a withdrawal, whichever of the two it was noted at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from goodword.core import clock
from goodword.core.models import Program
from goodword.core.statements import Kept
from goodword.directory.models import Account
from goodword.references.models import Advocate, Consent, ConsentQuerySet, HelpKind
from goodword.references.queries.people import who_speaks_now, with_merged_advocates
from goodword.references.rules import consent_wording

Agreed = Mapping[str, Consent]


class Said(NamedTuple):
    """What is read of a consent to weigh it."""

    advocate_id: UUID
    help_kind: str
    act: str
    expires_at: datetime | None
    number: int


Word = TypeVar("Word", Consent, Said)


def consents_of(advocate: Advocate, *, thread: UUID | None = None) -> dict[str, Consent]:
    """Return for each kind of help the newest act, withdrawals included; see `consents_for`."""
    return consents_for([advocate.pk], thread=thread)[advocate.pk]


def consents_for(advocates: Iterable[UUID], *, thread: UUID | None = None) -> dict[UUID, dict[str, Consent]]:
    """Return for each advocate and kind of help the newest act, withdrawals included. One query.

    Consent for one request counts only where `thread` names that request.
    """
    keys = list(advocates)
    return _newest(keys, _newest_acts(with_merged_advocates(keys), thread))


def acts_for(
    advocates: Iterable[UUID], *, thread: UUID | None = None, now: datetime
) -> dict[UUID, dict[str, Consent.Act | None]]:
    """Return for each advocate and kind of help the newest act, None for one that has run out. One query.

    The same as `consents_for` tells, without the words they were given in: for many at a time.
    """
    keys = list(advocates)
    asked = {"thread": thread} if thread is not None else {}
    rows = (Said(*row) for row in _ACTS(advocates=with_merged_advocates(keys), **asked))
    return {
        advocate: {
            kind: Consent.Act(said.act) if said.act == Consent.Act.REVOKED or _lasts(said.expires_at, now) else None
            for kind, said in kinds.items()
        }
        for advocate, kinds in _newest(keys, rows).items()
    }


def agreed_in(acts: Mapping[str, Consent.Act | None]) -> list[str]:
    """Return the kinds of help these newest acts allow asking for, given or claimed."""
    return [kind for kind, act in acts.items() if act not in (None, Consent.Act.REVOKED)]


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
    return consent.act != Consent.Act.REVOKED and _lasts(consent.expires_at, now)


def agrees_to(kinds: Collection[str], now: datetime) -> Q:
    """Return the clause for advocates who agreed to one of these kinds of help for good; see `is_live`."""
    live = _live(now).filter(help_kind__in=kinds, advocate=OuterRef("pk"))
    joined = set(who_speaks_now().values())
    if not joined:
        return Q(Exists(live))
    # Of the few who were known as two, what both said is weighed one by one.
    agreed = live_consents_for(joined, now=now)
    return Q(Exists(live)) & ~Q(pk__in=joined) | Q(
        pk__in=[pk for pk in joined if not agreed[pk].keys().isdisjoint(kinds)]
    )


def how_many_agree(people: QuerySet[Advocate], now: datetime) -> Counter[str]:
    """Return for each kind of help how many of these people agreed to it for good; see `is_live`. One query."""
    joined = set(who_speaks_now().values())
    live = _live(now).filter(advocate__in=people.order_by().values("pk")).exclude(advocate__in=joined)
    counts = Counter(dict(live.order_by().values_list("help_kind").annotate(Count("pk"))))
    if joined:
        both = live_consents_for(people.filter(pk__in=joined).order_by().values_list("pk", flat=True), now=now)
        counts.update(chain.from_iterable(both.values()))
    return counts


def _live(now: datetime) -> QuerySet[Consent]:
    """Return what was agreed to for good, that nothing said since and no day has ended."""
    lasting = Q(expires_at=None) | Q(expires_at__gt=now)
    return Consent.objects.filter(lasting, ~_said_otherwise_since(), only_thread=None).exclude(act=Consent.Act.REVOKED)


def _weightier(one: Word, other: Word | None) -> Word:
    if other is None:
        return one
    return max(one, other, key=lambda act: (act.act != Consent.Act.CLAIMED, act.number))


def ending_agreements(now: datetime, until: datetime) -> ConsentQuerySet:
    """Return what people who take part agreed to for good, and that runs out within this time.

    Of somebody who was known as two, what holds by now: it may have been said as the other.
    """
    ending: ConsentQuerySet = Consent.objects.filter(only_thread=None, expires_at__gt=now, expires_at__lte=until)
    there = Q(contact__left_on=None) | Q(contact__left_on__gt=now.date())
    active = Advocate.objects.active().filter(there).exclude(profile__account__status=Account.Status.FORMER)
    taking_part = active.order_by().values("pk")
    ending = ending.filter(Q(advocate__in=taking_part) | Q(advocate__merged_into__in=taking_part))
    return ending.filter(_holds()).exclude(act=Consent.Act.REVOKED)


def _holds() -> Q:
    """Return the clause for what of each kind of help for good is the word that counts."""
    newest = Q(~_said_otherwise_since())
    joined = set(who_speaks_now().values())
    if not joined:
        return newest
    weighed = [act.pk for kinds in consents_for(joined).values() for act in kinds.values()]
    return newest & ~Q(advocate__in=with_merged_advocates(joined)) | Q(pk__in=weighed)


def _said_otherwise_since() -> Exists:
    """Return whether the same advocate said something newer of the same kind of help, for good."""
    return Exists(
        Consent.objects.filter(
            advocate=OuterRef("advocate"),
            help_kind=OuterRef("help_kind"),
            only_thread=None,
            number__gt=OuterRef("number"),
        )
    )


def _newest_acts(advocates: Iterable[UUID], thread: UUID | None = None) -> QuerySet[Consent]:
    """Return the newest act of each row and kind of help; a consent for one request counts where that is named."""
    where = Q(only_thread=None) if thread is None else Q(only_thread=None) | Q(only_thread=thread)
    rows = Consent.objects.filter(where, advocate__in=advocates)
    return rows.order_by("advocate", "help_kind", "-number").distinct("advocate", "help_kind")


_ACTS = Kept[tuple[Any, ...]](lambda **asked: _newest_acts(**asked).values_list(*Said._fields))


def _newest(advocates: Iterable[UUID], acts: Iterable[Word]) -> dict[UUID, dict[str, Word]]:
    newest: dict[UUID, dict[str, Word]] = {advocate: {} for advocate in advocates}
    now = who_speaks_now()
    for act in acts:
        for one in {act.advocate_id, now.get(act.advocate_id, act.advocate_id)} & newest.keys():
            newest[one][act.help_kind] = _weightier(act, newest[one].get(act.help_kind))
    return newest


def _lasts(expires_at: datetime | None, now: datetime) -> bool:
    return expires_at is None or expires_at > now


def wording_of(kind: HelpKind | str) -> str:
    """Return the sentence to show, and to keep, for a consent to this kind of help."""
    return consent_wording(str(HelpKind(kind)), Program.here().vendor_name)
