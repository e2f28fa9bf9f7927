"""Good to know: what customers decided about taking part, for those who look after them and for the program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.models import Event
from goodword.core.statements import by_keys
from goodword.members.policy import is_manager
from goodword.references.actions.own_will import UNDO
from goodword.references.models import Advocate, AdvocateQuerySet

LATELY = timedelta(days=7)
MOST = 5
NAMES = ("advocate.active", "advocate.declined", "advocate.left")


@dataclass(frozen=True, slots=True)
class News:
    """One person's decision: `how` is agreed, declined, left or back."""

    event: Event
    advocate: Advocate
    how: str


def news_for(by: Actor) -> list[News]:
    """Return the newest decisions of a week that can't be taken back any more, as two queries."""
    now = clock.now()
    events = Event.objects.filter(name__in=NAMES, actor_kind="link", undone_by=None, at__gt=now - LATELY)
    settled = events.filter(at__lte=now - UNDO, subject_id__in=_looked_after(by).values("pk"))
    newest = list(settled.order_by("-number")[:MOST])
    people = by_keys(Advocate, [event.subject_id for event in newest], "contact__account")
    return [News(event, people[event.subject_id], _how(event)) for event in newest]


def _looked_after(by: Actor) -> AdvocateQuerySet:
    people: AdvocateQuerySet = Advocate.objects.order_by()
    if is_manager(by):
        return people
    account = "profile__account"
    return people.filter(Q(**{f"{account}__owner": by.person_id}) | Q(**{f"{account}__deputy": by.person_id}))


def _how(event: Event) -> str:
    if event.name == "advocate.active":
        return "back" if event.undoes_id else "agreed"
    return event.name.removeprefix("advocate.")
