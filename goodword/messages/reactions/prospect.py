"""Mails to the buyer: pick a time, was it useful. No name before the customer's yes."""

from __future__ import annotations

from goodword.core import clock, links
from goodword.core.models import Event
from goodword.members.policy import Purpose
from goodword.messages import rules
from goodword.messages.actions import LinkTo, Person, signed, write
from goodword.messages.reactions.call import removal, removes_today
from goodword.messages.reactions.scene import day_words, offered, scene_of
from goodword.messages.rules import Audience

VARIANTS = {"ask.rescheduled": "moving", "ask.prospect_reminded": "reminder"}


def pick_a_time(event: Event) -> None:
    """E19: the customer's times, for the first of the prospect's people who can be written to."""
    scene = scene_of(event)
    if event.data.get("side", "advocate") != "advocate" or scene.picker is None:
        return
    to, now, times = Person.of(scene.picker), clock.now(), scene.times_of_advocate()
    if not times:
        return
    expires_at = rules.link_expires_at("E19", now, zone=to.zone, last_time=times[-1].starts_at) or now
    link = links.issue(Purpose.PICK_TIME, scene.ask, to=to.recipient, expires_at=expires_at)
    answers: dict[str, LinkTo] = {f"time_{nth}": signed(link, t=str(one.pk)) for nth, one in enumerate(times)}
    write(
        "E19",
        to=to,
        context=scene.names(Audience.PROSPECT)
        | {
            "variant": VARIANTS.get(event.name, ""),
            "times": offered(times),
            "until": day_words(expires_at, to.zone),
        },
        links=answers | {"page": signed(link)},
        event=event,
        thread=scene.need.pk,
        about=scene.ask,
        calendar=removal(scene, event, to),
        same_day_change=removes_today(scene, event, to),
        reply_to=scene.rep,
        private=scene.is_private,
    )


def was_it_useful(event: Event) -> None:
    """E20: two hours after the call, a day after written answers."""
    scene = scene_of(event)
    if scene.picker is None:
        return
    to, now = Person.of(scene.picker), clock.now()
    expires_at = rules.link_expires_at("E20", now, zone=to.zone) or now
    link = links.issue(Purpose.DEBRIEF, scene.ask, to=to.recipient, expires_at=expires_at)
    write(
        "E20",
        to=to,
        context=scene.names(Audience.PROSPECT),
        links={answer: signed(link, a=answer) for answer in ("helped_a_lot", "helped_some", "did_not_help")},
        event=event,
        thread=scene.need.pk,
        about=scene.call or scene.ask,
        reply_to=scene.rep,
        private=scene.is_private,
    )
