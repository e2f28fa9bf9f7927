"""Who did what, from the events: narrowed, a page at a time, with every name as its reader may know it today.

An event keeps the label its subject had when it happened. A customer may have become private since, so a label is
shown only where the thing can be seen now; what isn't known to be safe is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from goodword.core.actors import Actor
from goodword.core.models import Event, Mention, SignedLink
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.policy import visible_requests
from goodword.directory.models import Contact
from goodword.directory.queries import with_merged
from goodword.members.policy import is_manager
from goodword.references.models import Advocate
from goodword.references.policy import (
    masked,
    visible_accounts,
    visible_advocates,
    visible_contacts,
    visible_deals,
    visible_profiles,
)
from goodword.references.queries import with_merged_advocates

# Who may be somebody's owner, or the customer themselves.
PEOPLE = ("member", "link")
PAGE = 50
PIECE = 500
# Their labels name nobody's customer: colleagues, words, settings, the kind of a mail, a fact, a story or a stop.
OF_THE_HOUSE = ("member", "program", "term", "message", "fact", "story", "hold")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What somebody looks for: who acted, on which kind of thing, by which verb, between which moments, in which words.

    `actor`: a member's id, or link, system or import for everybody of that kind. `thing`: everything about one thing, as
    whatever it was known before it was merged.
    """

    actor: str = ""
    kind: str = ""
    name: str = ""
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""
    thing: UUID | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the event, what its subject and its actor may be called ("" where they may not), whether it was undone.

    `is_open`: the reader may know what it was about.
    """

    event: Event
    label: str
    who: str
    is_open: bool
    undone: bool


def found(wanted: Narrowed, by: Actor) -> QuerySet[Event]:
    """Return the events somebody looks for, newest first. Words find only what the reader may know."""
    events = Event.objects.order_by("-number")
    if wanted.thing is not None:
        things = [*with_merged([wanted.thing]), *with_merged_advocates([wanted.thing])]
        mentioned = Mention.objects.filter(object_id__in=things).values("event")
        events = events.filter(Q(subject_id__in=things) | Q(thread=wanted.thing) | Q(pk__in=mentioned))
    if wanted.actor in ("link", "system", "import"):
        events = events.filter(actor_kind=wanted.actor)
    elif wanted.actor:
        # Whose doing it was tells whose customer it is.
        events = events.filter(_acted(wanted.actor), may_be_named(by))
    if wanted.kind:
        events = events.filter(subject_kind=wanted.kind)
    if wanted.name:
        events = events.filter(name=wanted.name)
    if wanted.since is not None:
        events = events.filter(at__gte=wanted.since)
    if wanted.until is not None:
        events = events.filter(at__lt=wanted.until)
    for word in wanted.words.split():
        by_label = Q(subject_label__icontains=word) & may_be_named(by)
        events = events.filter(by_label | Q(actor_label__icontains=word, actor_kind="member") & may_be_named(by))
    return events


def page_of(events: QuerySet[Event], by: Actor, *, before: int | None, most: int = PAGE) -> tuple[list[Entry], int]:
    """Return a page of lines, and the number the next page starts under; 0 after the last one."""
    rows = list((events if before is None else events.filter(number__lt=before))[: most + 1])
    shown = rows[:most]
    return entries(shown, by), shown[-1].number if len(rows) > most else 0


def pieces(events: QuerySet[Event], by: Actor, *, most: int) -> Iterator[Entry]:
    """Return every line up to `most`, a piece in memory at a time."""
    before: int | None = None
    left = most
    while left > 0:
        lines, next_before = page_of(events, by, before=before, most=min(PIECE, left))
        yield from lines
        left -= len(lines)
        if not next_before:
            return
        before = next_before


def entries(events: Iterable[Event], by: Actor) -> list[Entry]:
    """Return the lines for events, with what this reader may know, in a fixed number of queries."""
    rows = list(events)
    keys = [event.pk for event in rows]
    may_know = set(Event.objects.filter(may_be_named(by), pk__in=keys).values_list("pk", flat=True))
    undone = set(Event.objects.filter(undoes__in=keys).values_list("undoes_id", flat=True))
    people = _people_behind(rows, by)
    return [
        Entry(
            event=event,
            label=event.subject_label if event.pk in may_know else "",
            who=_who(event, people) if event.pk in may_know or event.actor_kind not in PEOPLE else "",
            is_open=event.pk in may_know,
            undone=event.pk in undone,
        )
        for event in rows
    ]


def _who(event: Event, people: dict[str, str]) -> str:
    return people.get(event.actor_id, "") if event.actor_kind == "link" else event.actor_label


def may_be_named(by: Actor) -> Q:
    """Return the clause for events whose subject this reader may know by name today."""
    if is_manager(by):
        return Q()
    shown_asks = Ask.objects.filter(advocate__in=visible_advocates(by).order_by().values("pk"))
    deals = visible_deals(by).order_by().values("pk")
    requests = ReferenceRequest.objects.filter(
        Q(opportunity__in=deals) | Q(pk__in=visible_requests(by).order_by().values("pk"))
    )
    return (
        Q(subject_kind__in=OF_THE_HOUSE)
        | Q(subject_kind="account", subject_id__in=visible_accounts(by).order_by().values("pk"))
        | Q(subject_kind="contact", subject_id__in=_known_contacts(by).order_by().values("pk"))
        | Q(subject_kind="advocate", subject_id__in=visible_advocates(by).order_by().values("pk"))
        | Q(subject_kind="referenceprofile", subject_id__in=visible_profiles(by).order_by().values("pk"))
        | Q(subject_kind="opportunity", subject_id__in=deals)
        | Q(subject_kind="referencerequest", subject_id__in=requests.order_by().values("pk"))
        | Q(subject_kind="ask", subject_id__in=shown_asks.order_by().values("pk"))
    )


def _acted(member_id: str) -> Q:
    """Return the clause for what a member did, signed in or by a link from a mail."""
    try:
        person = UUID(member_id)
    except ValueError:
        return Q(pk__in=[])
    links = [str(pk) for pk in SignedLink.objects.filter(person_id=person).values_list("pk", flat=True)]
    return Q(actor_id__in=[str(person), *links])


def _people_behind(events: Iterable[Event], by: Actor) -> dict[str, str]:
    """Return the names of those who acted by a link, by the link's id, as far as this reader may know them."""
    links = SignedLink.objects.filter(pk__in={event.actor_id for event in events if event.actor_kind == "link"})
    people = list(links.values_list("pk", "person_kind", "person_id", "person_label"))
    contacts = {person for _, kind, person, _ in people if kind != "member"}
    known = set(_known_contacts(by).filter(pk__in=contacts).values_list("pk", flat=True))
    return {str(pk): label for pk, kind, person, label in people if kind == "member" or person in known}


def _known_contacts(by: Actor) -> QuerySet[Contact]:
    """Return the people a reader may know by name, those who are a private reference themselves left out."""
    seen = visible_contacts(by)
    if is_manager(by):
        return seen
    hidden = Advocate.objects.filter(masked()).exclude(pk__in=visible_advocates(by).order_by().values("pk"))
    return seen.exclude(pk__in=hidden.values("contact"))
