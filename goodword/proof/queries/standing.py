"""How each story stands today: what may be done with it, and how often it was sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from goodword.core import clock
from goodword.core.statements import Kept, Told
from goodword.directory.models import Opportunity
from goodword.proof.models import Clearance, Sharing, Story, StoryQuerySet
from goodword.proof.rules import RUNS_OUT, runs_out
from goodword.references.models import AdvocateState, Consent, HelpKind, Visibility
from goodword.references.queries import live_consents_for, who_speaks_now
from goodword.references.queries.agreed import Agreed

_TIMES = Kept[tuple[UUID, int]](
    lambda stories: (
        Sharing.objects.standing().filter(story__in=stories).order_by().values_list("story").annotate(Count("pk"))
    )
)
_SENDABLE = Kept[UUID](
    lambda now, today, stories: sendable_at(now, today, {}).filter(pk__in=stories).values_list("pk", flat=True)
)


class Standing(models.TextChoices):
    """What may be done with a story today. Every story has exactly one."""

    SENDABLE = "sendable", _("Can be sent")
    SOON = "soon", _("Runs out within 60 days")
    EXPIRED = "expired", _("Expired")
    COLLEAGUES = "colleagues", _("For colleagues only")
    BLOCKED = "blocked", _("Cleared, but can't be sent")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def sendable_today() -> StoryQuerySet:
    """Return what some buyer may be sent today: cleared, in date, of nobody private, on a yes that still holds."""
    now = clock.now()
    return sendable_at(now, now.date(), joined_words())


def sendable_at(now: datetime | Told, today: date | Told, joined: Mapping[UUID, Agreed]) -> StoryQuerySet:
    """Return what some buyer may be sent then; `joined`: see `joined_words`."""
    stories = Story.objects.sendable(today).exclude(profile__visibility=Visibility.MASKED)
    stories = stories.exclude(advocate__visibility=Visibility.MASKED).exclude(advocate__state=AdvocateState.LEFT)
    return _agreed(stories, now, joined)


def joined_words() -> Mapping[UUID, Agreed]:
    """Return what the few agree to who were known as two: what both said is weighed one by one. Two queries at most."""
    joined = set(who_speaks_now().values())
    return live_consents_for(joined) if joined else {}


def standing_clauses() -> dict[Standing, Q]:
    """Return what the stories of each standing have in common."""
    today = clock.now().date()
    stands, cleared = Q(withdrawn_at=None), ~Q(clearance=Clearance.INTERNAL)
    over, soon = Q(expires_on__lt=today), Q(expires_on__lte=today + RUNS_OUT)
    sendable = Q(pk__in=sendable_today().order_by().values("pk"))
    return {
        Standing.SENDABLE: sendable & (Q(expires_on=None) | ~soon),
        Standing.SOON: sendable & soon,
        Standing.EXPIRED: stands & cleared & over,
        Standing.COLLEAGUES: stands & ~cleared,
        Standing.BLOCKED: stands & cleared & (Q(expires_on=None) | ~over) & ~sendable,
        Standing.WITHDRAWN: ~stands,
    }


def standings_of(stories: Iterable[Story]) -> dict[UUID, Standing]:
    """Return how each of these stands. One query."""
    stories = list(stories)
    today = clock.now().date()
    sendable = _sendable_of([story.pk for story in stories])
    return {story.pk: _standing(story, story.pk in sendable, today) for story in stories}


def _sendable_of(stories: Collection[UUID]) -> set[UUID]:
    now, joined = clock.now(), joined_words()
    if not joined:
        return set(_SENDABLE(now=now, today=now.date(), stories=stories))
    # The words of who was known as two are said one by one, so that this question is put together anew.
    return set(sendable_at(now, now.date(), joined).filter(pk__in=stories).values_list("pk", flat=True))


def sent_for(stories: Collection[Story], opportunity: Opportunity) -> dict[UUID, Sharing]:
    """Return which of these were sent for a deal already, with who noted it and when. One query."""
    noted = Sharing.objects.standing().filter(story__in=stories, opportunity=opportunity).select_related("member")
    return {sharing.story_id: sharing for sharing in noted}


def times_sent(stories: Collection[Story]) -> dict[UUID, int]:
    """Return for how many deals each of these was sent. One query."""
    return dict(_TIMES(stories={story.pk for story in stories}))


def _standing(story: Story, sendable: bool, today: date) -> Standing:
    if story.withdrawn_at is not None:
        return Standing.WITHDRAWN
    if story.clearance == Clearance.INTERNAL:
        return Standing.COLLEAGUES
    if story.expires_on is not None and story.expires_on < today:
        return Standing.EXPIRED
    if not sendable:
        return Standing.BLOCKED
    return Standing.SOON if runs_out(story.expires_on, today) else Standing.SENDABLE


def _agreed(stories: StoryQuerySet, now: datetime | Told, joined: Mapping[UUID, Agreed]) -> StoryQuerySet:
    """Keep proof whose speaker's newest word on its use is a yes that still holds; published words have no speaker."""
    needed = Case(When(kind=Story.Kind.QUOTE, then=Value(HelpKind.QUOTE)), default=Value(HelpKind.CASE_STUDY))
    newest = Consent.objects.filter(
        advocate=OuterRef("advocate"), help_kind=OuterRef("needed_kind"), only_thread=None
    ).newest_first()
    stories = stories.annotate(needed_kind=needed).annotate(
        said=Subquery(newest.values("act")[:1]), said_until=Subquery(newest.values("expires_at")[:1])
    )
    still = Q(said_until=None) | Q(said_until__gt=now)
    said = Q(said=Consent.Act.GIVEN) & still
    if joined:
        said &= ~Q(advocate__in=joined)
    for speaker, agreed in joined.items():
        given = [kind for kind, consent in agreed.items() if consent.act == Consent.Act.GIVEN]
        said |= Q(advocate=speaker, needed_kind__in=given)
    return stories.filter(Q(advocate=None) | said)
