"""What was asked and what stops it, as rows for a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from goodword.core.statements import Kept
from goodword.directory.queries import with_merged
from goodword.protection.models import Hold, LedgerEntry, Override
from goodword.references.models import Advocate
from goodword.references.queries import with_merged_advocates

_EXCEPTION = Kept[Override](
    lambda people, thread: Override.objects.filter(advocate__in=people, thread=thread).order_by("-at")[:1]
)


def history(advocate: Advocate) -> list[LedgerEntry]:
    """Return every ask and use of this person ever, newest first."""
    return list(LedgerEntry.objects.filter(contact__in=with_merged([advocate.contact_id])).order_by("-at", "pk"))


def exception_for(advocate_id: UUID, thread: UUID) -> Override | None:
    """Return the manager's newest exception to our own gap for this person and request, with its reason."""
    return _EXCEPTION.first(people=with_merged_advocates([advocate_id]), thread=thread)


def holds_on(advocates: Iterable[Advocate], now: datetime) -> dict[UUID, list[Hold]]:
    """Return what stops each advocate, now or from a day ahead: of the person, and of their company. One query.

    Needs the advocates' profiles loaded.
    """
    people = list(advocates)
    standing = list(
        Hold.objects.not_over(now).filter(account__in={one.profile.account_id for one in people}).order_by("made_at")
    )
    return {
        one.pk: [
            hold
            for hold in standing
            if hold.advocate_id == one.pk or (hold.advocate_id is None and hold.account_id == one.profile.account_id)
        ]
        for one in people
    }
