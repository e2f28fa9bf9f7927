"""The mail to whoever took over from a colleague who left, about the customers that lost their deputy by it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from goodword.core import clock, jobs
from goodword.core.models import Event
from goodword.directory.models import Account
from goodword.directory.policy import HAND_OVER
from goodword.directory.queries import LATELY, left_alone
from goodword.members.models import Member
from goodword.messages.actions import Person, page, write
from goodword.messages.models import Message
from goodword.messages.reactions.several import of_customers
from goodword.references.models import ReferenceProfile, Visibility

TELL = "messages.tell_left_alone"
# Time for everything that somebody left to be handed over.
SETTLES_IN = timedelta(minutes=2)


def lost(event: Event) -> None:
    """Queue the mail where a leaving took the deputy away; one that waits already tells of this customer too."""
    if (event.actor_kind, event.actor_id) != (HAND_OVER.kind, HAND_OVER.id) or "deputy" not in event.data["changed"]:
        return
    account = Account.objects.look_up(event.subject_id)
    if account is not None and account.owner_id is not None and account.deputy_id is None:
        at = clock.now() + SETTLES_IN
        jobs.defer(TELL, at=at, key=str(account.owner_id), member_id=account.owner_id)


def tell(member_id: UUID) -> None:
    """E39: the customers that have no deputy since a colleague left, each of them told of once."""
    last = Message.objects.filter(kind="E39", person_id=member_id).order_by("-created_at").first()
    lately = clock.now() - LATELY
    alone = list(left_alone(member_id, max(last.created_at, lately) if last else lately))
    if not alone:
        return
    keys = [one.pk for one in alone]
    write(
        "E39",
        to=Person.of(Member.objects.get(pk=member_id)),
        context=of_customers(alone),
        links={"open": page("/accounts?view=no_deputy")},
        event=Event.objects.filter(name="account.changed", subject_id__in=keys, actor_id=HAND_OVER.id).latest("number"),
        private=ReferenceProfile.objects.filter(account__in=keys, visibility=Visibility.MASKED).exists(),
    )
