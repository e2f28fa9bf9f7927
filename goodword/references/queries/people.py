"""Reading many advocates at once with what every rule and page asks of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from goodword.core.statements import Kept
from goodword.core.tenancy import forget, once
from goodword.directory import queries as directory
from goodword.members.queries import with_members
from goodword.references.models import Advocate

MERGED = "references.merged"
KIN = ("profile__account", "contact")

_ANY = Kept[Advocate](lambda wanted: Advocate.objects.filter(pk__in=wanted).select_related(*KIN))
_ACTIVE = Kept[Advocate](lambda wanted: Advocate.objects.active().filter(pk__in=wanted).select_related(*KIN))
_MERGED = Kept[tuple[UUID, UUID | None]](
    lambda: Advocate.objects.exclude(merged_into=None).values_list("pk", "merged_into")
)


def who_speaks_now() -> Mapping[UUID, UUID]:
    """Return for each advocate known as another by now which one. One query in a transaction."""
    return once(MERGED, _who_speaks_now)


def advocate_now(advocate_id: UUID) -> UUID:
    """Return whom an advocate is known as by now: an event, a job or a link may name them as before."""
    return who_speaks_now().get(advocate_id, advocate_id)


def with_merged_advocates(ids: Iterable[UUID]) -> list[UUID]:
    """Return these advocates, and those who turned out to be the same people."""
    wanted = set(ids)
    return [*wanted, *(gone for gone, now in who_speaks_now().items() if now in wanted)]


def _who_speaks_now() -> dict[UUID, UUID]:
    return {gone: now for gone, now in _MERGED() if now is not None}


def forget_merged() -> None:
    """Have it read again who is who by now: somebody was merged, or may have been."""
    forget(MERGED)
    directory.forget_merged()


def advocates_by_id(wanted: Collection[UUID], *, active: bool = False, keepers: bool = False) -> dict[UUID, Advocate]:
    """Return these advocates with contact, profile and account; `keepers`: with its owner and deputy. Two queries at most.

    A person's company is nearly always the profile's, and a few colleagues keep all of them: one object each.
    """
    people = {one.pk: one for one in (_ACTIVE if active else _ANY)(wanted=wanted)}
    at_one_company(people.values())
    if keepers:
        with_members(([one.profile.account for one in people.values()], ("owner", "deputy")))
    return people


def at_one_company(people: Iterable[Advocate]) -> None:
    """Let each contact be of the very account their profile is of, as nearly all are: it needn't be read again."""
    for one in people:
        if one.contact.account_id == one.profile.account_id:
            one.contact.account = one.profile.account
