from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused
from goodword.core.models import Event
from goodword.directory.actions.provenance import must_be_zone, source_of, write
from goodword.directory.actions.standing import hold_standing
from goodword.directory.models import Account, AccountGroup, Term
from goodword.directory.policy import must_edit_account, must_keep
from goodword.members.models import Member
from goodword.members.policy import Permission, may

HAND_OVER = ("hand_over_note", "hand_over_by")


class AccountFields(TypedDict, total=False):
    status: str
    anonymous: bool
    group: AccountGroup | None
    owner: Member | None
    deputy: Member | None
    informed: Member | None
    industry: Term | None
    region: Term | None
    size_band: Term | None
    employees: int | None
    country: str
    city: str
    website: str
    time_zone: str
    competitor_of_ours: Term | None
    health: str
    renewal_on: date | None
    open_severity: int | None


class NamedAccountFields(AccountFields, total=False):
    name: str
    external_id: str


def add_account(
    name: str, *, by: Actor, source: str = "", external_id: str = "", **fields: Unpack[AccountFields]
) -> Account:
    """Add a company. A seller may add prospects; customers are added by those who keep them.

    Raises NotAllowed, and Refused when the name is empty or its owner could not decide about asks.
    """
    status = fields.get("status", Account.Status.CUSTOMER)
    _must_add(by, status)
    if not name.strip():
        raise Refused("A company needs a name.", code="no_name")
    _must_be_able_to_decide(fields.get("owner"), fields.get("deputy"))
    must_be_zone(fields.get("time_zone", ""))
    account = Account(source=source_of(by, source), external_id=external_id)
    write(account, {"name": name.strip(), **fields}, by=by, source=source)
    account.save(force_insert=True)
    events.record("account.created", account, by=by, about=[account.group], data={"status": str(account.status)})
    return account


def change_account(
    account: Account, *, by: Actor, source: str = "", **fields: Unpack[NamedAccountFields]
) -> Event | None:
    """Change what is known of a company; None when nothing differs. Raises NotAllowed, Refused, TooLate."""
    must_edit_account(by, account)
    return _changed(account, fields, by=by, source=source)


def set_owners(
    account: Account,
    *,
    by: Actor,
    owner: Member | None,
    deputy: Member | None = None,
    informed: Member | None = None,
    note: str = "",
    noted_by: str = "",
) -> Event | None:
    """Name who decides about asks, who decides in their absence, and who is only told.

    `note`: what a new owner should know of the customer; it stands until the next one comes. `noted_by`: whose words
    those are, where a change is taken back. Raises NotAllowed, TooLate, and Refused when owner or deputy could not
    decide (not active here, or without the role), or for a note to nobody new.
    """
    must_keep(by, Permission.ACCOUNT_EDIT, account)
    words = " ".join(note.split())[:600]
    handed_over = owner != account.owner
    if handed_over:
        # Kept with the customer and out of the event: it may speak of people there.
        account.hand_over_note, account.hand_over_by = words, (noted_by or by.label)[:200] if words else ""
    elif words:
        raise Refused("Your note is for a new owner, and the owner stays the same.", code="note_to_nobody")
    parts: NamedAccountFields = {"owner": owner, "deputy": deputy, "informed": informed}
    return _changed(account, parts, by=by, source="", beside=HAND_OVER if handed_over else ())


def _changed(
    account: Account, fields: NamedAccountFields, *, by: Actor, source: str, beside: Sequence[str] = ()
) -> Event | None:
    """Write the fields that differ, and nothing else of the row: what others wrote meanwhile stands."""
    if "owner" in fields or "deputy" in fields:
        _must_be_able_to_decide(fields.get("owner", account.owner), fields.get("deputy", account.deputy))
    must_be_zone(fields.get("time_zone", ""))
    hold_standing(account)
    changed = write(account, fields, by=by, source=source)
    if not changed:
        return None
    account.save(update_fields=[*changed, *beside, "sort_key", "provenance"])
    if "group" in changed:
        # What was merged into it stands in its group too: the ledger's rows there are counted by it.
        Account.objects.filter(merged_into=account).update(group=account.group)
    return events.record("account.changed", account, by=by, data={"changed": changed})


def _must_add(by: Actor, status: str) -> None:
    allowed = may(by, Permission.ACCOUNT_EDIT)
    if status == Account.Status.PROSPECT:
        allowed = allowed or may(by, Permission.OPPORTUNITY_EDIT)
    if not allowed:
        raise NotAllowed(f"{by.label} may not add customers.")


def _must_be_able_to_decide(owner: Member | None, deputy: Member | None) -> None:
    for member in (owner, deputy):
        if member is None:
            continue
        if not member.decides:
            raise Refused(
                f"{member.name} can't decide about asks: that takes an active account owner or program manager.",
                code="cannot_decide",
            )
    if owner is not None and owner == deputy:
        raise Refused("The deputy must be someone else than the owner.", code="same_person")
