"""Mails to the advocate: invitation, the ask, the one reminder, how was it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from goodword.core import clock, links
from goodword.core.models import Event
from goodword.desk.models import TimeOption
from goodword.directory.queries import with_merged
from goodword.members.policy import Purpose
from goodword.messages import rules
from goodword.messages.actions import LinkTo, Person, sender, signed, write
from goodword.messages.models import Message, MessageState
from goodword.messages.reactions import writing
from goodword.messages.reactions.call import removal, removes_today
from goodword.messages.reactions.scene import Scene, day_words, offered, scene_of
from goodword.messages.rules import Audience
from goodword.messages.wording import one_line
from goodword.references.models import Advocate

# Where an ask was when its customer had heard of it.
HEARD_OF_IT = frozenset({"customer_pending", "accepted", "countered", "booked"})
# Reasons an ask ended for that the customer gave or knows of.
THEIR_OWN = frozenset({"consent_withdrawn", "left", "on_hold", "not_confirmed", "next_best"})


def invitation(event: Event) -> None:
    """E06: would you like to help; in the name of whoever knows them."""
    advocate = Advocate.objects.get(pk=event.subject_id)
    to, now = Person.of(advocate.contact), clock.now()
    knows_them = advocate.profile.account.owner or advocate.nominated_by or sender()
    expires_at = rules.link_expires_at("E06", now, zone=to.zone) or now
    link = links.issue(Purpose.INVITATION, advocate, to=to.recipient, expires_at=expires_at)
    write(
        "E06",
        to=to,
        context={
            "sender": one_line(knows_them.name) if knows_them else _("Someone here"),
            "expires_at": expires_at,
        },
        links={"page": signed(link)},
        event=event,
        about=advocate,
        reply_to=knows_them,
        private=advocate.is_masked,
    )


def would_you(event: Event) -> None:
    """E07: the ask. Not where the owner asks in their own name."""
    scene = scene_of(event)
    if not scene.ask.owner_asks_personally:
        _ask(scene, event, "E07", scene.times_of_prospect())


def other_times(event: Event) -> None:
    """E07: the prospect's side sent new times for a call already agreed to; a booked one leaves the calendar."""
    scene = scene_of(event)
    to = Person.of(scene.contact)
    if event.data.get("side") == "prospect":
        _ask(
            scene,
            event,
            "E07",
            scene.times_of_prospect(),
            variant="other_times",
            calendar=removal(scene, event, to),
            same_day_change=removes_today(scene, event, to),
        )


def reminder(event: Event) -> None:
    """E08: once, half of the wait later; or E32, while they write."""
    scene = scene_of(event)
    if scene.ask.state == "booked":
        writing.remind(scene, event)
    elif not scene.ask.owner_asks_personally:
        _ask(scene, event, "E08", scene.times_of_prospect())


def how_was_it(event: Event) -> None:
    """E11: two hours after the call, a day after written answers."""
    scene = scene_of(event)
    to, now = Person.of(scene.contact), clock.now()
    expires_at = rules.link_expires_at("E11", now, zone=to.zone) or now
    link = links.issue(Purpose.DEBRIEF, scene.ask, to=to.recipient, expires_at=expires_at)
    write(
        "E11",
        to=to,
        context=scene.names(Audience.ADVOCATE),
        links={answer: signed(link, a=answer) for answer in ("fine", "not_expected", "not_again")},
        event=event,
        thread=scene.need.pk,
        about=scene.call or scene.ask,
        private=scene.is_private,
    )


def not_needed(event: Event) -> None:
    """E09: an ask ended without the customer's doing; only somebody who heard of it hears that."""
    if event.state_from not in HEARD_OF_IT or event.data.get("why") in THEIR_OWN:
        return
    scene = scene_of(event)
    if event.state_from == "booked" and not scene.ask.writes:
        return
    written = Message.objects.filter(about_id=scene.ask.pk, person_id__in=with_merged([scene.contact.pk]))
    went_out = written.exclude(state__in=[MessageState.QUEUED, MessageState.DROPPED, MessageState.FAILED])
    if not went_out.exists():
        return
    write(
        "E09",
        to=Person.of(scene.contact),
        context=scene.names(Audience.ADVOCATE)
        | {
            "variant": "not_needed_writing" if scene.ask.writes else "not_needed",
            "other": one_line(scene.need.opportunity.account.name),
            "call": None,
        },
        event=event,
        thread=scene.need.pk,
        about=scene.ask,
        private=scene.is_private,
    )


def _ask(
    scene: Scene,
    event: Event,
    kind: str,
    times: list[TimeOption],
    *,
    variant: str = "",
    calendar: str = "",
    same_day_change: bool = False,
) -> None:
    to, now = Person.of(scene.contact), clock.now()
    times = [] if scene.ask.writes else times
    last: datetime | None = times[-1].starts_at if times else None
    expires_at = rules.link_expires_at(kind, now, zone=to.zone, last_time=last) or now
    link = links.issue(Purpose.ASK, scene.ask, to=to.recipient, expires_at=expires_at)
    answers: dict[str, LinkTo] = {
        f"time_{nth}": signed(link, a="accept", t=str(option.pk)) for nth, option in enumerate(times)
    }
    answers["yes" if scene.ask.writes else "other"] = signed(link, a="accept" if scene.ask.writes else "other")
    answers["no"] = signed(link, a="no")
    manager = sender()
    write(
        kind,
        to=to,
        context=scene.names(Audience.ADVOCATE)
        | scene.brief()
        | scene.last_helped()
        | {
            "variant": "writing" if scene.ask.writes and kind == "E07" else variant,
            "times": offered(times),
            "until": day_words(scene.ask.deadline_at, to.zone) if scene.ask.deadline_at else "",
            "from_whom": one_line((scene.owner or manager or scene.rep).name),
        },
        links=answers,
        calendar=calendar,
        same_day_change=same_day_change,
        event=event,
        thread=scene.need.pk,
        about=scene.ask,
        private=scene.is_private,
    )
