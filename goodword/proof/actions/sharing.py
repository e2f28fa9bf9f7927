"""Noting that a colleague sent proof to a buyer: by hand today, where packs do it by themselves later."""

from __future__ import annotations

from django.db import transaction

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event
from goodword.core.undo import UNDO
from goodword.directory.models import Opportunity
from goodword.members.models import Member
from goodword.members.policy import Permission, must
from goodword.proof.actions.clearing import about, locked
from goodword.proof.models import Sharing, Story
from goodword.proof.queries import may_be_sent
from goodword.references.policy import visible_deals

SHARED = "story.shared"


@transaction.atomic
def note_sharing(story: Story, opportunity: Opportunity, *, by: Actor) -> Event:
    """Note that the actor sent a story to a deal's buyer.

    Raises NotAllowed for a deal they can't see, Refused for what may not be sent to this buyer today, and TooLate if it
    is noted already.
    """
    must(by, Permission.REQUEST_SEND)
    if by.kind != "member" or not visible_deals(by).filter(pk=opportunity.pk).exists():
        raise NotAllowed(f"{by.label} doesn't work on this deal.")
    sent = locked(story.pk)
    if not may_be_sent(sent, opportunity, by):
        raise Refused("This may not be sent to this buyer today.", code="not_sendable")
    noted = Sharing.objects.standing().filter(story=sent, opportunity=opportunity).select_related("member").first()
    if noted is not None:
        raise TooLate(f"{noted.member.name} noted this already.", state="shared")
    sharing = Sharing(story=sent, opportunity=opportunity, member=Member.objects.get(pk__in=[by.person_id]))
    sharing.save()
    data = {"sharing": str(sharing.pk), "opportunity": str(opportunity.pk)}
    return events.record(SHARED, sent, by=by, about=[*about(sent), opportunity], data=data)


@transaction.atomic
def take_sharing_back(event: Event, *, by: Actor) -> Event:
    """Say that it wasn't sent after all. Raises NotAllowed for a colleague's note, TooLate after ten minutes."""
    must(by, Permission.REQUEST_SEND)
    if event.name != SHARED or (event.actor_kind, event.actor_id) != (by.kind, by.id):
        raise NotAllowed("Only whoever noted this can take it back.")
    if event.at + UNDO <= clock.now():
        raise TooLate("The ten minutes to undo this are over.")
    story, noted = locked(event.subject_id), Sharing.objects.get(pk=event.data["sharing"])
    if event.undone_by.exists():
        raise TooLate("This was undone already.")
    Sharing(story=story, opportunity=noted.opportunity, member=noted.member, takes_back=noted).save()
    return events.record("story.not_shared", story, by=by, about=[*about(story), noted.opportunity], undoes=event)
