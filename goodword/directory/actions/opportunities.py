from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event
from goodword.directory.actions.provenance import set_by_hand, source_of, vouch, write
from goodword.directory.models import (
    Account,
    Contact,
    Opportunity,
    OpportunityContact,
    OpportunityProduct,
    OpportunityTopic,
    Term,
)
from goodword.directory.policy import must_sell
from goodword.members.models import Member
from goodword.members.policy import Permission, must

# What a deal names rows for: kept in tables of their own.
LISTS = frozenset({"products", "topics", "contacts"})


class OpportunityFields(TypedDict, total=False):
    stage: str
    amount: Decimal | int | None
    currency: str
    renewal: bool
    close_on: date | None
    competitor: Term | None
    replaces: Term | None
    use_case: str
    concerns: str
    persona: str
    industry_text: str
    region_text: str
    size_text: str
    replaces_text: str


class NamedOpportunityFields(OpportunityFields, total=False):
    name: str
    owner: Member
    external_id: str


def add_opportunity(
    account: Account,
    name: str,
    *,
    by: Actor,
    owner: Member | None = None,
    source: str = "",
    external_id: str = "",
    products: Iterable[Term] = (),
    topics: Iterable[Term] = (),
    contacts: Iterable[Contact] = (),
    **fields: Unpack[OpportunityFields],
) -> Opportunity:
    """Add a deal with a prospect; without an owner it is the actor's own.

    A rep adds their own deals, a manager anyone's. Raises NotAllowed, Refused.
    """
    must(by, Permission.OPPORTUNITY_EDIT)
    seller = owner or _member_behind(by)
    deal = Opportunity(account=account, owner=seller, source=source_of(by, source), external_id=external_id)
    must_sell(by, Permission.OPPORTUNITY_EDIT, deal)
    if not name.strip():
        raise Refused("A deal needs a name.", code="no_name")
    write(deal, {"name": name.strip(), **fields}, by=by, source=source)
    vouch(deal, ["owner"], by=by, origin=source_of(by, source))
    deal.save(force_insert=True)
    _write_lists(deal, products=products, topics=topics, contacts=contacts, by=by, source=source)
    deal.save(update_fields=["provenance"])
    events.record("opportunity.created", deal, by=by, about=[account], data={"stage": str(deal.stage)})
    return deal


def change_opportunity(
    opportunity: Opportunity,
    *,
    by: Actor,
    source: str = "",
    products: Iterable[Term] | None = None,
    topics: Iterable[Term] | None = None,
    contacts: Iterable[Contact] | None = None,
    **fields: Unpack[NamedOpportunityFields],
) -> Event | None:
    """Change what is known of an open deal; a given list replaces the old one. None when nothing differs.

    Raises NotAllowed, and TooLate when the deal is closed: what it was worth is frozen.
    """
    must_sell(by, Permission.OPPORTUNITY_EDIT, opportunity)
    _hold_open(opportunity)
    changed = write(opportunity, fields, by=by, source=source)
    changed |= _write_lists(opportunity, products=products, topics=topics, contacts=contacts, by=by, source=source)
    if not changed:
        return None
    opportunity.save(update_fields=[*(set(changed) - LISTS), "sort_key", "provenance"])
    return events.record(
        "opportunity.changed", opportunity, by=by, about=[opportunity.account], data={"changed": changed}
    )


def _hold_open(opportunity: Opportunity) -> None:
    """Lock a deal that is open and take what others wrote of it meanwhile. Raises TooLate for a closed one."""
    still = Opportunity.objects.locked(opportunity.pk)
    if still.status != Opportunity.Status.OPEN:
        raise TooLate("This deal is closed.", state=str(still.status))
    opportunity.provenance = still.provenance


def _member_behind(by: Actor) -> Member:
    if by.person_kind != "member" or by.person_id is None:
        raise Refused("Say whose deal this is.", code="no_owner")
    member = Member.objects.filter(pk=by.person_id).first()
    if member is None:
        raise NotAllowed(f"{by.label} doesn't work here.")
    return member


def _write_lists(
    deal: Opportunity,
    *,
    products: Iterable[Term] | None,
    topics: Iterable[Term] | None,
    contacts: Iterable[Contact] | None,
    by: Actor,
    source: str,
) -> dict[str, list[Any]]:
    """Replace the lists that were given and differ; return {list: [before, after]} as ids."""
    changed: dict[str, list[Any]] = {}
    for name, wanted in (("products", products), ("topics", topics), ("contacts", contacts)):
        if wanted is None or (by.kind == "import" and set_by_hand(deal, name)):
            continue
        ids = list(dict.fromkeys(str(row.pk) for row in wanted))
        before = _listed(deal, name)
        if ids == before or (name != "contacts" and set(ids) == set(before)):
            continue
        _relist(deal, name, ids)
        changed[name] = [before, ids]
    vouch(deal, changed, by=by, origin=source_of(by, source))
    return changed


def _listed(deal: Opportunity, name: str) -> list[str]:
    if name == "contacts":
        return [str(row.contact_id) for row in deal.contact_rows.all()]
    rows = deal.product_rows.all() if name == "products" else deal.topic_rows.all()
    return [str(row.term_id) for row in rows]


def _relist(deal: Opportunity, name: str, ids: Sequence[str]) -> None:
    if name == "contacts":
        deal.contact_rows.all().delete()
        for position, contact_id in enumerate(ids):
            OpportunityContact(opportunity=deal, contact_id=contact_id, position=position).save(force_insert=True)
        return
    rows, through = (
        (deal.product_rows, OpportunityProduct) if name == "products" else (deal.topic_rows, OpportunityTopic)
    )
    rows.all().delete()
    for term_id in ids:
        through(opportunity=deal, term_id=term_id).save(force_insert=True)
