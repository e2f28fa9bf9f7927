"""What was written while a customer was known by name is closed when they become a private reference."""

from __future__ import annotations

from django.db.models import Q

from goodword.core.events import on
from goodword.core.models import Event
from goodword.directory.queries import who_is_now, with_merged
from goodword.messages.actions.closing import close_what_names
from goodword.references.models import Advocate, ReferenceProfile, Visibility
from goodword.references.queries import with_merged_advocates


def customer_hidden(event: Event) -> None:
    """Close every mail about a customer who is private from now on."""
    if event.data.get("changed", {}).get("visibility", [""])[-1] == Visibility.MASKED:
        # A profile that was joined with another meanwhile is the company's now.
        now = who_is_now()
        named = event.mentions.filter(kind="account").values_list("object_id", flat=True)
        theirs = Q(pk=event.subject_id) | Q(account__in=[now.get(pk, pk) for pk in named])
        for profile in ReferenceProfile.objects.filter(theirs):
            _close_customer(profile)


def person_hidden(event: Event) -> None:
    """Close every mail about somebody who is private from now on."""
    advocate = Advocate.objects.filter(pk=event.subject_id).first()
    if advocate is not None and advocate.visibility == Visibility.MASKED:
        _close_people([advocate])


@on("account.merged", at_once=True)
def customer_hidden_by_a_merge(event: Event) -> None:
    """Close every mail about either of two entries, and about everybody there, where they are private as one."""
    profile = ReferenceProfile.objects.filter(account=event.subject_id).first()
    if profile is not None and profile.visibility == Visibility.MASKED:
        _close_customer(profile)


@on("contact.merged", at_once=True)
def person_hidden_by_a_merge(event: Event) -> None:
    """Close every mail about either of two entries of a person who is private as one."""
    people = Advocate.objects.all().standing().select_related("profile")
    _close_people([one for one in people.filter(contact=event.subject_id) if one.is_masked])


def _close_customer(profile: ReferenceProfile) -> None:
    close_what_names([profile.pk, *with_merged([profile.account_id])])
    _close_people(list(profile.advocates.all()))


def _close_people(people: list[Advocate]) -> None:
    """Close what names them, as whomever they were known."""
    contacts = with_merged(one.contact_id for one in people)
    close_what_names([*with_merged_advocates(one.pk for one in people), *contacts])
