"""What was written while a customer was known by name is closed when they become a private reference."""

from __future__ import annotations

from goodword.core.models import Event
from goodword.messages.actions.closing import close_what_names
from goodword.references.models import Advocate, ReferenceProfile, Visibility


def customer_hidden(event: Event) -> None:
    """Close every mail about a customer who is private from now on."""
    if event.data.get("changed", {}).get("visibility", [""])[-1] == Visibility.MASKED:
        profile = ReferenceProfile.objects.get(pk=event.subject_id)
        people = profile.advocates.values_list("pk", "contact")
        close_what_names([profile.pk, profile.account_id, *(pk for person in people for pk in person)])


def person_hidden(event: Event) -> None:
    """Close every mail about somebody who is private from now on."""
    advocate = Advocate.objects.filter(pk=event.subject_id).first()
    if advocate is not None and advocate.visibility == Visibility.MASKED:
        close_what_names([advocate.pk, advocate.contact_id])
