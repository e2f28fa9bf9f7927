"""Which open asks couldn't be made any more as things are now."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from goodword.core import clock
from goodword.directory.models import Account
from goodword.protection.models import Reservation
from goodword.protection.queries.answers import verdicts, wish
from goodword.protection.queries.records import exception_for
from goodword.protection.rules import Override, Reason


def stopped_asks(of: Collection[UUID]) -> dict[tuple[UUID, str], str]:
    """Return what stands against the open asks that concern these companies or people: by ask and reason, in words.

    Those asked of them, for a deal with them, and of other members of their groups. A few queries for each open ask:
    there is one a person.
    """
    groups = Account.objects.filter(pk__in=of).exclude(group=None).order_by().values("group")
    about = Q(account__in=of) | Q(contact__in=of) | Q(prospect__in=of) | Q(account__group__in=groups)
    theirs = Reservation.objects.filter(about, released_at=None)
    kin = ("advocate__profile__account", "advocate__contact", "prospect")
    return {
        (place.ask_id, reason.code): reason.sentence
        for place in theirs.select_related(*kin)
        for reason in _reasons(place)
    }


def _reasons(place: Reservation) -> tuple[Reason, ...]:
    wanted = wish(place.help_kind, prospect=place.prospect, within_group=place.within_group, owner_said_yes=True)
    noted = exception_for(place.advocate_id, place.thread)
    answers = verdicts(
        [place.advocate],
        wanted,
        clock.now(),
        thread=place.thread,
        ask_id=place.ask_id,
        leave=True,
        override=Override(by_manager=True, reason=noted.reason) if noted else None,
    )
    return answers[place.advocate_id].reasons
