"""Mails to colleagues about somebody they look after or proposed: how the invitation was answered, and leaving."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from goodword.core import jobs
from goodword.core.models import Event
from goodword.core.undo import UNDO
from goodword.desk.models import Ask
from goodword.desk.queries.weeks import program_people
from goodword.members.models import Member
from goodword.members.policy import actor_of
from goodword.messages import calendar
from goodword.messages.actions import Person, page, write
from goodword.messages.models import Message, MessageState
from goodword.messages.reactions.scene import moment_words, scene_for
from goodword.messages.wording import one_line
from goodword.references.models import Advocate, HelpKind
from goodword.references.policy import may_know
from goodword.references.queries import advocate_now

TELL = "messages.tell_who_left"


def said_yes(event: Event) -> None:
    """E30: the person agreed by their own link; owner and nominator hear it."""
    if event.actor_kind == "link" and not event.data.get("taken_back"):
        advocate = _advocate(event.subject_id)
        kinds = [str(HelpKind(kind).label) for kind in event.data.get("kinds", [])]
        _tell(event, advocate, _keeper_and_nominator(advocate), "agreed", kinds=kinds)


def said_no(event: Event) -> None:
    """E30: not for them; no reason was asked for."""
    advocate = _advocate(event.subject_id)
    _tell(event, advocate, _keeper_and_nominator(advocate), "declined", never=bool(event.data.get("never")))


def not_a_fit(event: Event) -> None:
    """E30: whoever proposed somebody hears that it came to nothing, and why."""
    advocate = _advocate(event.subject_id)
    _tell(event, advocate, [advocate.nominated_by], "not_a_fit", why=one_line(str(event.data.get("why", "")), 300))


def came_back(event: Event) -> None:
    """E30: somebody who had left is back; who heard of the leaving hears of this."""
    unsent = [MessageState.QUEUED, MessageState.DROPPED, MessageState.FAILED]
    heard = Message.objects.filter(kind="E31", event=event.undoes_id).exclude(state__in=unsent)
    if event.undoes_id is not None:
        readers = Member.objects.filter(pk__in=heard.values_list("person_id", flat=True))
        _tell(event, _advocate(event.subject_id), readers, "back")


def left(event: Event) -> None:
    """Wait for the ten minutes in which it can be taken back, and for what ends with it."""
    jobs.defer(TELL, at=event.at + UNDO, key=str(event.pk), event_id=event.pk)


def tell_who_left(event_id: UUID) -> None:
    """E31: to the owner and the program, with what becomes of every ask that was open."""
    event = Event.objects.get(pk=event_id)
    if event.undone_by.exists():
        return
    advocate = _advocate(event.subject_id)
    by_colleague = event.actor_label if event.actor_kind == "member" else ""
    for reader in _others([advocate.profile.account.owner, *program_people()], event):
        to = Person.of(reader)
        write(
            "E31",
            to=to,
            context=_names(advocate)
            | {
                "variant": "ended" if by_colleague else "",
                "colleague": one_line(by_colleague),
                "ended": [_ended(one, to) for one in _asks_ended_by(event)],
                "is_owner": reader.pk == advocate.profile.account.owner_id,
            },
            links={"open": page(f"/advocates/{advocate.pk}")},
            event=event,
            about=advocate,
            private=advocate.is_masked,
        )


def _tell(event: Event, advocate: Advocate, readers: Iterable[Member | None], variant: str, **more: Any) -> None:
    """Write one E30 to each reader; who may not know the name, or no longer, reads of “somebody you proposed”.

    Nor do they read why, in whatever words: a colleague wrote them of somebody by name.
    """
    for reader in _others(readers, event):
        known = may_know(actor_of(reader), advocate)
        write(
            "E30",
            to=Person.of(reader),
            context=(_names(advocate) if known else {})
            | {
                "variant": variant if known else f"{variant}_private",
                "named": known,
                "is_owner": reader.pk == advocate.profile.account.owner_id,
                **(more if known else {name: said for name, said in more.items() if name != "why"}),
            },
            links={"open": page(f"/advocates/{advocate.pk}")} if known else {},
            event=event,
            about=advocate,
            private=known and advocate.is_masked,
        )


def _asks_ended_by(event: Event) -> list[Event]:
    """Return how each ask of theirs that somebody knew of ended with their leaving."""
    asks = Ask.objects.filter(advocate_id=event.subject_id).values("pk")
    ended = Event.objects.filter(name="ask.cancelled", subject_id__in=asks, number__gt=event.number, data__why="left")
    return list(ended.exclude(state_from="planned").order_by("number"))


def _ended(event: Event, to: Person) -> dict[str, str]:
    """Return one ended ask in the reader's time: for whom, and when the call would have been if one was booked."""
    scene = scene_for(event.subject_id, before=event.state_from)
    call = scene.call if event.state_from == "booked" else None
    return {
        "prospect": one_line(scene.need.opportunity.account.name),
        "moment": moment_words(calendar.starts_at(call), to.zone) if call is not None else "",
    }


def _names(advocate: Advocate) -> dict[str, Any]:
    contact = advocate.contact
    owner = advocate.profile.account.owner
    return {
        "advocate": one_line(contact.first_name, 60),
        "advocate_name": one_line(contact.name),
        "company": one_line(contact.account.name),
        "owner": one_line(owner.first_name, 60) if owner is not None else "",
    }


def _others(members: Iterable[Member | None], event: Event) -> list[Member]:
    """Return each once, without whoever did it and knows."""
    people = {member.pk: member for member in members if member is not None}
    return [member for member in people.values() if str(member.pk) != event.actor_id]


def _keeper_and_nominator(advocate: Advocate) -> list[Member | None]:
    return [advocate.profile.account.owner, advocate.nominated_by]


def _advocate(advocate_id: UUID) -> Advocate:
    return Advocate.objects.get(pk=advocate_now(advocate_id))
