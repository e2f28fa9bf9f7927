"""Mails to who runs the program: what nobody answered comes to them."""

from __future__ import annotations

from goodword.core.models import Event
from goodword.desk.models import ReferenceRequest
from goodword.desk.queries.weeks import program_people
from goodword.messages.actions import Person, page, write
from goodword.messages.reactions.scene import scene_of
from goodword.messages.rules import Audience
from goodword.messages.wording import one_line


def passed_on(event: Event) -> None:
    """E34: a wait ended in silence and the program has the ball, or the lead after it."""
    scene = scene_of(event) if event.subject_kind == "ask" else None
    need = scene.need if scene else ReferenceRequest.objects.get(pk=event.subject_id)
    named = scene.names(Audience.PROGRAM) if scene else {}
    context = named | {
        "variant": _variant(event, writes=need.writes),
        "still": event.data.get("to") == "lead",
        "prospect": one_line(need.opportunity.account.name),
        "rep": one_line(need.requester.name),
        "until": scene.ask.deadline_at if scene else need.deadline_at,
    }
    for member in program_people():
        write(
            "E34",
            to=Person.of(member),
            context=context,
            links={"open": page(f"/requests/{need.pk}")},
            event=event,
            thread=need.pk,
            about=scene.ask if scene else need,
            reply_to=need.requester if need.requester_id != member.pk else None,
            private=scene is not None and scene.is_private,
        )


def _variant(event: Event, *, writes: bool) -> str:
    if event.subject_kind != "ask":
        return "pick"
    if event.data.get("state") != "booked":
        return "time"
    return "answers" if writes else "word"
