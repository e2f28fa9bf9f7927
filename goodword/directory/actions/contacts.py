from __future__ import annotations

from datetime import date
from typing import TypedDict, Unpack

from django.db.models import Q

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.core.models import Event
from goodword.directory.actions.provenance import must_be_zone, source_of, write
from goodword.directory.actions.standing import hold_standing
from goodword.directory.models import Account, Contact, Term
from goodword.directory.policy import must_edit_account


class ContactFields(TypedDict, total=False):
    called: str
    job_title: str
    role_family: Term | None
    email: str
    phone: str
    time_zone: str
    language: str
    left_on: date | None


class NamedContactFields(ContactFields, total=False):
    name: str
    external_id: str


def add_contact(
    account: Account, name: str, *, by: Actor, source: str = "", external_id: str = "", **fields: Unpack[ContactFields]
) -> Contact:
    """Add a person at a company. Raises NotAllowed, TooLate, and Refused when nameless or known there by this address."""
    must_edit_account(by, account)
    hold_standing(account)
    if not name.strip():
        raise Refused("A person needs a name.", code="no_name")
    contact = Contact(account=account, source=source_of(by, source), external_id=external_id)
    write(contact, {"name": name.strip(), **_tidied(fields)}, by=by, source=source)
    must_be_new_address(contact)
    contact.save(force_insert=True)
    events.record("contact.created", contact, by=by, about=[account])
    return contact


def change_contact(
    contact: Contact, *, by: Actor, source: str = "", **fields: Unpack[NamedContactFields]
) -> Event | None:
    """Change what is known of a person; None when nothing differs. Raises NotAllowed, Refused, TooLate."""
    must_edit_account(by, contact.account)
    hold_standing(contact)
    named = {"name": fields["name"].strip()} if "name" in fields else {}
    changed = write(contact, {**_tidied(fields), **named}, by=by, source=source)
    if not changed:
        return None
    must_be_new_address(contact)
    if "email" in changed:
        _give_up_former(contact)
    contact.save(update_fields=[*changed, "sort_key", "provenance"])
    # Names and addresses stay out of the event, so that an erasure has one place to clean.
    return events.record("contact.changed", contact, by=by, about=[contact.account], data={"changed": sorted(changed)})


def must_be_new_address(contact: Contact) -> None:
    """Raise Refused for an address of somebody there, one they were known by before they were merged included."""
    there = Q(account=contact.account_id) | Q(merged_into__account=contact.account_id)
    same = Contact.objects.filter(there, email=contact.email).exclude(Q(pk=contact.pk) | _formerly(contact))
    if contact.email and same.exists():
        raise Refused("Someone at this company has this address already.", code="contact_exists")


def _tidied(fields: ContactFields) -> ContactFields:
    tidy = fields.copy()
    if "email" in tidy:
        tidy["email"] = tidy["email"].strip().lower()
    must_be_zone(tidy.get("time_zone", ""))
    return tidy


def _give_up_former(contact: Contact) -> None:
    """Take an address back that the same person had as another entry."""
    Contact.objects.filter(_formerly(contact), email=contact.email).update(email="")


def _formerly(contact: Contact) -> Q:
    return Q(merged_into__isnull=False, merged_into=contact.pk)
