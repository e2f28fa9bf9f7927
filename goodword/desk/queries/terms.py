"""What protection has to know of a deal before it answers for anybody: the same for a page, a plan and an ask."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from goodword.core.statements import Kept
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.queries.weeks import prospect_contact
from goodword.desk.rules.states import AskState
from goodword.directory.models import Account, Contact, Opportunity, OpportunityContact, Stage

_FIRST_CONTACT = Kept[OpportunityContact](
    lambda deal: OpportunityContact.objects.filter(opportunity=deal).select_related("contact").order_by("position")[:1]
)
_DECLINED = Kept[tuple[UUID, UUID]](
    lambda deal: Ask.objects.filter(need__opportunity=deal, state=AskState.DECLINED).values_list(
        "pk", "advocate__contact_id"
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
    return Terms(
        prospect=deal.account,
        stage=Stage.values.index(deal.stage),
        amount=deal.amount,
        within_group=deal.renewal,
        language=_language_of(speaks or _first_contact(deal)),
        declined_by=_declined(deal, besides),
    )


def terms_for(need: ReferenceRequest, *, besides: Ask | None = None) -> Terms:
    return terms_of(need.opportunity, speaks=prospect_contact(need), besides=besides)


def _first_contact(deal: Opportunity) -> Contact | None:
    found = _FIRST_CONTACT(deal=deal.pk)
    return found[0].contact if found else None


def _language_of(person: Contact | None) -> str | None:
    """Return the language somebody was said to speak; what a row has by default is nobody's word."""
    return person.language if person is not None and "language" in person.provenance else None


def _declined(deal: Opportunity, besides: Ask | None) -> frozenset[UUID]:
    """Return who said "not this time" for this deal, whatever the request was: nobody is asked twice for one deal."""
    declined = _DECLINED(deal=deal.pk)
    return frozenset(person for ask, person in declined if besides is None or ask != besides.pk)
