"""What whoever said them decides about their own words: may they be used on, and by whom to be seen, or no more.

It is theirs by a link of their own, and binding at once. The link it was done by takes it back within ten minutes; a
stop also the link of the notice that goes to the address on file.
"""

from __future__ import annotations

from django.db import transaction

from goodword.core import clock, links
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event
from goodword.members.policy import Permission, must
from goodword.proof.actions.clearing import (
    ended,
    locked,
    move,
    must_be_as_left,
    must_have_agreed,
    must_stand,
    put_back,
)
from goodword.proof.models import Clearance, Story
from goodword.proof.rules import a_year_after, runs_out
from goodword.references.actions.own_will import must_be_takeable
from goodword.references.models import Advocate
from goodword.references.policy import must_be_own

OWN_WORDS = frozenset({"story.stopped", "story.renewed"})
BY_THEMSELVES = "They said so by a link of their own."


@transaction.atomic
def renew_own_words(story: Story, *, by: Actor, one_buyer_at_a_time: bool = False) -> Event:
    """Let one's own words be used for another year, as before or by fewer: never by more.

    Raises NotAllowed for anybody else, TooLate once withdrawn, and Refused while there is nothing to renew or without
    their yes to this kind of use.
    """
    speaker = _speaker(story, by=by)
    standing, today = locked(story.pk), clock.today(speaker.contact.zone)
    must_stand(standing)
    if standing.clearance == Clearance.INTERNAL or not runs_out(standing.expires_on, today):
        raise Refused("There is nothing to renew at the moment.", code="not_due")
    must_have_agreed(speaker, standing.kind)
    event = move(
        standing,
        "story.renewed",
        by=by,
        clearance=Clearance.ONE_TO_ONE if one_buyer_at_a_time else standing.clearance,
        expires_on=a_year_after(today),
        cleared_at=clock.now(),
        cleared_by=by.label[:200],
        cleared_because=BY_THEMSELVES,
        renewal_asked_at=None,
    )
    links.withdraw(standing)
    return event


@transaction.atomic
def stop_using(story: Story, *, by: Actor) -> Event:
    """Take one's own words from every page at once. Raises NotAllowed for anybody else, TooLate if they are gone."""
    speaker = _speaker(story, by=by)
    standing = locked(story.pk)
    must_stand(standing)
    told = {"advocate": str(speaker.pk), "words": str(standing.pk)}
    event = move(standing, "story.stopped", by=by, data=told, **ended(by))
    links.withdraw(standing)
    return event


@transaction.atomic
def take_back(event: Event, *, by: Actor) -> Event:
    """Take a renewal or a stop of one's own words back: they stand as they did. Raises NotAllowed, TooLate."""
    must(by, Permission.STORY_ANSWER)
    _must_be_takeable(event, locked(event.subject_id), by=by)
    return put_back(event, by=by)


def why_not(event: Event, by: Actor) -> str:
    """Return why this actor can't take back what the event says, or nothing where they can."""
    rows = Story.objects.select_related("advocate__profile")
    try:
        _must_be_takeable(event, rows.get(pk=event.subject_id), by=by)
    except (NotAllowed, TooLate) as reason:
        return str(reason)
    return ""


def _speaker(story: Story, *, by: Actor) -> Advocate:
    must(by, Permission.STORY_ANSWER)
    if story.advocate is None:
        raise NotAllowed("Only the person themselves can do this.")
    must_be_own(by, story.advocate)
    return story.advocate


def _must_be_takeable(event: Event, story: Story, *, by: Actor) -> None:
    if event.name not in OWN_WORDS or story.advocate is None:
        raise NotAllowed("Only what somebody decided about their own words is theirs to take back.")
    must_be_takeable(event, story.advocate, by=by)
    must_be_as_left(event, story)
