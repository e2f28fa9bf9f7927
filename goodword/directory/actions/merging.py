"""What two entries of one company, or of one person, know: put into the one that stays. A part of upkeep's verb."""

from __future__ import annotations

from collections.abc import Collection

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.directory.actions.contacts import must_be_new_address
from goodword.directory.models import Account, Contact
from goodword.directory.policy import must_edit_account
from goodword.directory.rules import ACCOUNT_FIELDS, CONTACT_FIELDS, Difference, Values, differences, taken

Entry = Account | Contact


def fields_of(entry: Entry) -> tuple[str, ...]:
    """Return the fields in which two entries can differ."""
    return ACCOUNT_FIELDS if isinstance(entry, Account) else CONTACT_FIELDS


def values_of(entry: Entry) -> Values:
    """Return what an entry says in each of them."""
    return {name: getattr(entry, name) for name in fields_of(entry)}


def _comparable(stays: Entry, away: Entry) -> tuple[str, ...]:
    """Return the fields that can go over: who left one company has not left the other."""
    elsewhere = isinstance(stays, Contact) and isinstance(away, Contact) and stays.account_id != away.account_id
    return tuple(name for name in fields_of(stays) if not (elsewhere and name == "left_on"))


def compared(stays: Entry, away: Entry) -> list[Difference]:
    """Return the fields in which two entries differ, and which of the two stands unless somebody chooses."""
    return differences(_comparable(stays, away), values_of(stays), values_of(away), clock.now().date())


def take_over(stays: Entry, away: Entry, chosen: Collection[str], *, by: Actor) -> list[str]:
    """Write into the one that stays what stands of the other, each value with where it came from; return the fields.

    `chosen`: the fields in which the other's value was preferred. A name and an address that lose stay with the one
    that goes: they still say who it is. Everything that was merged into the other before is the one that stays now,
    too. Raises NotAllowed, TooLate.
    """
    for entry in (stays, away):
        must_edit_account(by, entry if isinstance(entry, Account) else entry.account)
    mine = values_of(stays)
    fields = taken(_comparable(stays, away), mine, values_of(away), chosen, clock.now().date())
    for name in fields:
        setattr(stays, name, getattr(away, name))
    if isinstance(stays, Account) and isinstance(away, Account) and "owner" in fields:
        # What was handed over with the customer was for whoever decided until now.
        stays.hand_over_note, stays.hand_over_by = away.hand_over_note, away.hand_over_by
    said = {name: away.provenance[name] for name in fields if name in away.provenance}
    stays.provenance = {name: value for name, value in stays.provenance.items() if name not in fields} | said
    away.merged_into = stays
    if "name" in fields:
        away.name = mine["name"]
    if isinstance(stays, Account) and isinstance(away, Account):
        _give_one_part_each(stays)
        away.group = stays.group
        Account.objects.filter(merged_into=away).update(merged_into=stays, group=stays.group)
    elif isinstance(stays, Contact) and isinstance(away, Contact):
        _part_addresses(stays, away, mine["email"])
        Contact.objects.filter(merged_into=away).update(merged_into=stays)
    away.save()
    stays.save()
    return fields


def _part_addresses(stays: Contact, away: Contact, former: str) -> None:
    """Leave the one that goes the address that lost, so that nobody adds them again by it."""
    # One address is one person's; the other gives theirs up before it is taken.
    Contact.objects.filter(pk=away.pk).update(email="")
    Contact.objects.filter(merged_into=away, email=stays.email).update(email="")
    if stays.email != former:
        must_be_new_address(stays)
        Contact.objects.filter(pk=stays.pk).update(email=stays.email)
        away.email = former if stays.account_id == away.account_id else ""
    elif away.email == stays.email:
        away.email = ""


def _give_one_part_each(account: Account) -> None:
    """Leave nobody their own deputy, nor told apart from deciding."""
    account.deputy = None if account.deputy == account.owner else account.deputy
    account.informed = None if account.informed in (account.owner, account.deputy) else account.informed
