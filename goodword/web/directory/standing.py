"""How each company of a list stands as a reference, as one viewer may know it. Constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.statements import Kept
from goodword.directory.models import Account
from goodword.protection.models import Hold, LedgerEntry
from goodword.protection.queries import rest_of
from goodword.references.models import Advocate, AdvocateState, ReferenceProfile, Visibility
from goodword.references.policy import visible_profiles
from goodword.references.queries import is_check_in_due, who_speaks_now, with_merged_advocates
from goodword.web.references.seen import shown_advocates

_PROFILES = Kept[ReferenceProfile](lambda by, accounts: visible_profiles(by).filter(account__in=accounts))
_ADVOCATES = Kept[Advocate](
    lambda by, accounts: shown_advocates(by).filter(profile__account__in=accounts).select_related("profile", "contact")
)
_HELD = Kept[Hold](lambda now, accounts: Hold.objects.standing(now).filter(account__in=accounts, advocate=None))
_LAST_USES = Kept[tuple[UUID, datetime]](
    lambda people: (
        LedgerEntry.objects.filter(kind=LedgerEntry.Kind.USE, advocate__in=people)
        .order_by()
        .values("advocate")
        .annotate(last=Max("at"))
        .values_list("advocate", "last")
    )
)


@dataclass(frozen=True, slots=True)
class Standing:
    """One row of the list. Only advocates the viewer may know count in any of it."""

    account: Account
    profile: ReferenceProfile | None
    active: int
    proposed: int
    rest: Any
    last_helped: datetime | None
    check_in_due: bool
    hold: Hold | None

    @property
    def sorted_by(self) -> str:
        return " · ".join(str(term) for term in (self.account.industry, self.account.region) if term is not None)

    @property
    def masked(self) -> bool:
        return self.profile is not None and self.profile.visibility == Visibility.MASKED


def standing_of(accounts: Sequence[Account], by: Actor) -> list[Standing]:
    """Return how each of these companies stands, in their order."""
    now = clock.now()
    ids = [account.pk for account in accounts]
    profiles = {profile.account_id: profile for profile in _PROFILES(by=by, accounts=ids)}
    people = _advocates(accounts, by)
    rests = rest_of([one for group in people.values() for one in group if one.state == AdvocateState.ACTIVE], now)
    helped = _last_helped(one.pk for group in people.values() for one in group)
    holds = {hold.account_id: hold for hold in _HELD(now=now, accounts=ids)}
    return [
        _standing(account, profiles.get(account.pk), people[account.pk], rests, helped, holds.get(account.pk), now)
        for account in accounts
    ]


def _standing(
    account: Account,
    profile: ReferenceProfile | None,
    people: Sequence[Advocate],
    rests: Mapping[UUID, Any],
    helped: dict[UUID, datetime],
    hold: Hold | None,
    now: datetime,
) -> Standing:
    active = [one for one in people if one.state == AdvocateState.ACTIVE]
    return Standing(
        account=account,
        profile=profile,
        active=len(active),
        proposed=len([one for one in people if one.state in (AdvocateState.NOMINATED, AdvocateState.INVITED)]),
        rest=max((rests[one.pk] for one in active), key=lambda rest: rest.level, default=None),
        last_helped=max((helped[one.pk] for one in people if one.pk in helped), default=None),
        check_in_due=bool(active) and profile is not None and is_check_in_due(profile, now),
        hold=hold,
    )


def _advocates(accounts: Sequence[Account], by: Actor) -> defaultdict[UUID, list[Advocate]]:
    people: defaultdict[UUID, list[Advocate]] = defaultdict(list)
    of = {account.pk: account for account in accounts}
    for one in _ADVOCATES(by=by, accounts=of):
        one.profile.account = of[one.profile.account_id]
        people[one.profile.account_id].append(one)
    return people


def _last_helped(advocates: Iterable[UUID]) -> dict[UUID, datetime]:
    last, now = dict[UUID, datetime](), who_speaks_now()
    for one, at in _LAST_USES(people=with_merged_advocates(advocates)):
        key = now.get(one, one)
        last[key] = max(at, last.get(key, at))
    return last
