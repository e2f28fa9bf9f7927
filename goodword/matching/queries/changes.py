"""What was changed since an index was read, told by the events that every verb leaves.

Events are never removed, so the ones an index has seen are its version. They are told apart by their numbers, not by
the newest of them: a transaction that began first may commit last. None is open for longer than `SETTLED`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from goodword.core import clock
from goodword.core.models import Event, Mention
from goodword.core.statements import Kept, Told
from goodword.proof.models import Story
from goodword.references.models import Advocate, ReferenceProfile

SETTLED = timedelta(days=1)
OF_REFERENCES = (
    "account.created",
    "account.changed",
    "account.merged",
    "account.merge_undone",
    "account.followed",
    "contact.changed",
    "contact.merged",
    "contact.merge_undone",
    "contact.followed",
    "profile.created",
    "profile.changed",
    "profile.confirmed",
    "profile.confirm_undone",
    "fact.added",
    "fact.verified",
    "fact.verify_undone",
    "fact.withdrawn",
    "story.added",
    "story.changed",
    "story.cleared",
    "story.withdrawn",
    "story.stopped",
    "story.renewed",
    "story.restored",
    "advocate.nominated",
    "advocate.active",
    "advocate.left",
    "advocate.lapsed",
    "advocate.not_a_fit",
    "advocate.not_a_fit_undone",
    "dial.set",
)
"""Events after which what they are about may read differently."""
OF_WORDS = ("term.renamed", "term.merged")
"""Events after which any reference may."""
OF_WEIGHTS = ("program.weights_changed",)
NAMES = (*OF_REFERENCES, *OF_WORDS, *OF_WEIGHTS)


@dataclass(frozen=True, slots=True)
class Version:
    """The numbers of the events that were seen, of those from `since` on; the date counts because stories expire."""

    since: datetime
    seen: frozenset[int]
    today: date


@dataclass(frozen=True, slots=True)
class Changes:
    """The version of the tables now, and what may read differently since another; None: any reference may.

    `profiles` are those there are now, `about` what was written about: a company that was merged away has no profile.
    """

    version: Version
    profiles: frozenset[UUID] | None
    about: frozenset[UUID] = frozenset()


def is_current(version: Version) -> bool:
    """Say whether nothing was changed since. One query."""
    return version.today == clock.now().date() and sum(_COUNT(since=version.since)) == len(version.seen)


def version_now() -> Version:
    return _version(clock.now() - SETTLED)


def changes_since(before: Version) -> Changes:
    """Return what was changed since, and the version to go on from. A fixed number of queries.

    To be asked before the tables are: what is written in between is found again next time, and read once more.
    """
    now = _version(before.since)
    settled = max(before.since, clock.now() - SETTLED)
    version = now if settled == before.since else _version(settled)
    if now.today < before.today or not before.seen <= now.seen:
        return Changes(version, None)
    about = _about(now.seen - before.seen)
    if about is None:
        return Changes(version, None)
    return Changes(version, _profiles(about, before.today, now.today), about)


def is_ours_alone() -> bool:
    """Say whether this transaction itself changed something: it may yet be rolled back, and nobody else may see it.

    Every event of a transaction is of its first moment, and hardly ever anybody else's.
    """
    return bool(_OURS(now=clock.now()))


def _version(since: datetime) -> Version:
    return Version(since, frozenset(_NUMBERS(since=since)), clock.now().date())


def _events(since: datetime | Told) -> QuerySet[Event]:
    return Event.objects.filter(name__in=NAMES, at__gte=since).order_by()


_OURS = Kept[int](
    lambda now: Event.objects.filter(name__in=NAMES, at=now).order_by().values_list("number", flat=True)[:1]
)
_NUMBERS = Kept[int](lambda since: _events(since).values_list("number", flat=True))
_COUNT = Kept[int](
    lambda since: _events(since).values("workspace").annotate(count=Count("pk")).values_list("count", flat=True)
)


def _about(numbers: Collection[int]) -> frozenset[UUID] | None:
    """Return all that new events are about; None where that is any reference."""
    events = Event.objects.filter(number__in=numbers).order_by().values_list("pk", "name", "subject_id")
    found = {pk: (name, subject) for pk, name, subject in events}
    if any(name in OF_WORDS for name, _ in found.values()):
        return None
    mentioned = Mention.objects.filter(event__in=found).values_list("object_id", flat=True)
    return frozenset([*mentioned, *(subject for _, subject in found.values())])


def _profiles(about: Collection[UUID], before: date, today: date) -> frozenset[UUID]:
    """Return the profiles of what was written about, and of the stories that expired overnight."""
    theirs = ReferenceProfile.objects.filter(Q(pk__in=about) | Q(account__in=about)).values_list("pk", flat=True)
    people = Advocate.objects.filter(Q(pk__in=about) | Q(contact__in=about)).values_list("profile", flat=True)
    expired = Q(expires_on__gte=before, expires_on__lt=today)
    stories = Story.objects.filter(Q(pk__in=about) | expired).values_list("profile", flat=True)
    return frozenset(theirs.order_by().union(people.order_by(), stories.order_by()))
