"""What stands against making two entries one, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from goodword.desk.models import ReferenceRequest
from goodword.directory.actions.merging import Entry
from goodword.directory.models import Account, Contact, Rivalry
from goodword.protection.models import Reservation
from goodword.references.actions.merging import advocate_of, why_not_one
from goodword.references.models import Advocate

NAMED = 3


def obstacles(stays: Entry, away: Entry) -> list[str]:
    """Return every reason why these two can't be made one as they are."""
    if stays == away:
        return ["Choose another one: this is the same."]
    if isinstance(stays, Account) and isinstance(away, Account):
        return list(_of_companies(stays, away))
    if isinstance(stays, Contact) and isinstance(away, Contact):
        return list(_of_people(stays, away))
    return ["A company and a person can't be one."]


def _of_companies(stays: Account, away: Account) -> Iterator[str]:
    if stays.anonymous != away.anonymous:
        yield "One of them is published without a name: merging them would tell it."
    if Rivalry.objects.filter(Q(account=stays, rival=away) | Q(account=away, rival=stays)).exists():
        yield "They are named as each other's competitors."
    if stays.group is not None and away.group is not None and stays.group != away.group:
        yield (
            f"They belong to two groups of companies, {stays.group} and {away.group}. Both groups' limits hold: say first"
            " to which one they belong."
        )
    theirs = away.contacts.standing().exclude(email="").values("email")
    twice = list(stays.contacts.standing().filter(email__in=theirs).order_by("sort_key")[: NAMED + 1])
    if twice:
        names = ", ".join(person.name for person in twice[:NAMED]) + (", …" if len(twice) > NAMED else "")
        yield (
            f"Known at both by the same address: {names}. Merge each of them first, or take the address off one of"
            " the two."
        )


def _of_people(stays: Contact, away: Contact) -> Iterator[str]:
    mine, theirs = advocate_of(stays), advocate_of(away)
    if theirs is not None and stays.account_id != away.account_id:
        yield (
            f"{away.name} is in the program as somebody at {away.account.name}. Keep that one and merge this one into"
            " it, or merge the companies first."
        )
    elif mine is not None and theirs is not None:
        yield from _of_advocates(mine, theirs)


def _of_advocates(mine: Advocate, theirs: Advocate) -> Iterator[str]:
    if why := why_not_one(mine, theirs):
        yield why
    live = Reservation.objects.filter(released_at=None)
    if live.filter(advocate=mine).exists() and live.filter(advocate=theirs).exists():
        yield f"{mine.contact.first_name} is being asked as both just now. Merge them when one of the two has ended."
        return
    asked_both = ReferenceRequest.objects.open().filter(asks__advocate=mine).filter(asks__advocate=theirs)
    if asked_both.exists():
        yield f"{mine.contact.first_name} stands in one open request as both. Merge them when it is closed."
