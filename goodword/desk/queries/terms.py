"""What protection has to know of a deal before it answers for anybody: the same for a page, a plan and an ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from goodword.core.statements import Kept
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.queries.weeks import prospect_contact
from goodword.desk.rules.states import AskState
from goodword.directory.models import Account, Contact, Opportunity, OpportunityContact, Stage

_FIRST_CONTACTS = Kept[OpportunityContact](
    lambda deals: (
        OpportunityContact.objects.filter(opportunity__in=deals)
        .select_related("contact")
        .order_by("opportunity_id", "position")
        .distinct("opportunity_id")
    )
)
_DECLINED = Kept[tuple[UUID, UUID, UUID]](
    lambda deals: Ask.objects.filter(need__opportunity__in=deals, state=AskState.DECLINED).values_list(
        "need__opportunity", "pk", "advocate__contact_id"
    )
)


class Terms(TypedDict):
    """For whom, how far the deal is, what it is worth, which walls hold: as `protection` takes it."""

    prospect: Account
    stage: int
    amount: Decimal | None
    within_group: bool
    language: str | None
    declined_by: frozenset[UUID]


def terms_of(deal: Opportunity, *, speaks: Contact | None = None, besides: Ask | None = None) -> Terms:
    """Return the terms of a deal; `speaks`: the first of the buyer's people on the call, else of the deal.

    `besides`: an ask whose own no doesn't count, because it is being taken up again.
    """
    first = speaks or _first_contacts([deal.pk]).get(deal.pk)
    return _terms(deal, first, _declined([deal.pk], besides)[deal.pk])


def terms_for(need: ReferenceRequest, *, besides: Ask | None = None) -> Terms:
    return terms_of(need.opportunity, speaks=prospect_contact(need), besides=besides)


def terms_for_each(needs: Collection[ReferenceRequest]) -> dict[UUID, Terms]:
    """Return the terms of requests that were read with everything a list tells. Two queries at most."""
    speak = {need.pk: next((one.contact for one in need.attendees.all()), None) for need in needs}
    first = _first_contacts([need.opportunity_id for need in needs if speak[need.pk] is None])
    declined = _declined([need.opportunity_id for need in needs])
    return {
        need.pk: _terms(
            need.opportunity, speak[need.pk] or first.get(need.opportunity_id), declined[need.opportunity_id]
        )
        for need in needs
    }


def _terms(deal: Opportunity, speaks: Contact | None, declined: Iterable[UUID]) -> Terms:
    return Terms(
        prospect=deal.account,
        stage=Stage.values.index(deal.stage),
        amount=deal.amount,
        within_group=deal.renewal,
        language=_language_of(speaks),
        declined_by=frozenset(declined),
    )


def _first_contacts(deals: Collection[UUID]) -> dict[UUID, Contact]:
    return {row.opportunity_id: row.contact for row in _FIRST_CONTACTS(deals=deals)} if deals else {}


def _language_of(person: Contact | None) -> str | None:
    """Return the language somebody was said to speak; what a row has by default is nobody's word."""
    return person.language if person is not None and "language" in person.provenance else None


def _declined(deals: Collection[UUID], besides: Ask | None = None) -> defaultdict[UUID, set[UUID]]:
    """Return who said "not this time" for each deal, whatever the request was: nobody is asked twice for one deal."""
    people: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for deal, ask, person in _DECLINED(deals=deals) if deals else ():
        if besides is None or ask != besides.pk:
            people[deal].add(person)
    return people
