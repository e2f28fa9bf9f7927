"""Mails about written answers: to whoever writes them, and to the buyer who gets them."""

from __future__ import annotations

from datetime import datetime

from goodword.core import clock, links
from goodword.core.models import Event
from goodword.desk.queries.answers import sent_by
from goodword.members.policy import Purpose
from goodword.messages import rules
from goodword.messages.actions import Person, signed, write
from goodword.messages.reactions.scene import Scene, day_words, scene_of
from goodword.messages.rules import Audience
from goodword.messages.wording import one_line


def begin(event: Event) -> None:
    """E32: the yes holds; here is the page to write on, and by when."""
    _to_write(scene_of(event), event, "")


def remind(scene: Scene, event: Event) -> None:
    """E32 once more, when two thirds of the days are over."""
    _to_write(scene, event, "reminder")


def answered(event: Event) -> None:
    """E33: the answers, for each of the prospect's people who can be written to."""
    scene = scene_of(event)
    sent = sent_by(scene.ask)
    if sent is None or sent.withdrawn:
        return
    names = scene.names(Audience.PROSPECT)
    writer = ", ".join(filter(None, (names[part] for part in ("advocate_name", "advocate_title", "company"))))
    for contact in scene.attendees:
        to = Person.of(contact)
        link = links.issue(
            Purpose.PROSPECT_CALL, scene.ask, to=to.recipient, expires_at=_lives_until("E33", sent.at, to.zone)
        )
        write(
            "E33",
            to=to,
            context=names | {"writer": writer, "questions": [one_line(one.question, 400) for one in sent.answers]},
            links={"page": signed(link)},
            event=event,
            thread=scene.need.pk,
            about=scene.ask,
            reply_to=scene.rep,
            private=scene.is_private,
        )


def _to_write(scene: Scene, event: Event, variant: str) -> None:
    to, due = Person.of(scene.contact), scene.ask.deadline_at or clock.now()
    link = links.issue(Purpose.ASK, scene.ask, to=to.recipient, expires_at=_lives_until("E32", due, to.zone))
    write(
        "E32",
        to=to,
        context=scene.names(Audience.ADVOCATE) | scene.brief() | {"variant": variant, "until": day_words(due, to.zone)},
        links={"page": signed(link)},
        event=event,
        thread=scene.need.pk,
        about=scene.ask,
        private=scene.is_private,
    )


def _lives_until(kind: str, moment: datetime, zone: str) -> datetime:
    """Return when the page closes: it lives as long as a call's page does after the call."""
    return rules.link_expires_at(kind, clock.now(), zone=zone, call_ends_at=moment) or moment
