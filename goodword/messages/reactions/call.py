"""Mails to both sides of a call: booked, moved, off, and the brief on the day before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from goodword.core import calendars, clock, events, jobs, links
from goodword.core.actors import Actor
from goodword.core.models import Event
from goodword.desk.models import Call
from goodword.directory.models import Contact
from goodword.directory.queries import who_is_now
from goodword.members.policy import Purpose
from goodword.messages import calendar, rules
from goodword.messages.actions import LinkTo, Person, signed, write
from goodword.messages.reactions.scene import Scene, day_words, is_today, moment_words, scene_for, scene_of
from goodword.messages.rules import Audience

BRIEF = "messages.brief"
MAILS = Actor.system("messages")
# A brief this close after the booking would only repeat it.
TOO_CLOSE = timedelta(hours=12)
# E09s about a call that takes place, so that there is a page to see.
STANDS = ("", "again", "joining")


@dataclass(frozen=True)
class Reader:
    """One person on a call, and what their side may read."""

    scene: Scene
    call: Call
    person: Person
    audience: Audience

    @property
    def other(self) -> str:
        """Whom they will meet."""
        names = self.scene.names(self.audience)
        if self.audience is Audience.ADVOCATE:
            people = self.scene.brief()["attendees"]
            return str(people[0]["name"]) if people else str(names["prospect"])
        return str(names["advocate_name"])

    def context(self) -> dict[str, object]:
        start = calendar.starts_at(self.call)
        return {
            **self.scene.names(self.audience),
            **self.scene.brief(),
            "for_advocate": self.audience is Audience.ADVOCATE,
            "other": self.other,
            "call": self.call,
            "starts_at": start,
            "time": moment_words(start, self.person.zone),
        }

    def page(self) -> LinkTo:
        """Return the link to the call's own page for this side."""
        purpose = Purpose.ASK if self.audience is Audience.ADVOCATE else Purpose.PROSPECT_CALL
        ends_at, now = calendar.ends_at(self.call), clock.now()
        expires_at = rules.link_expires_at("E09", now, zone=self.person.zone, call_ends_at=ends_at) or now
        return signed(links.issue(purpose, self.scene.ask, to=self.person.recipient, expires_at=expires_at))

    def entry(self, method: calendar.Method = "REQUEST") -> str:
        with translation.override(self.person.language):
            later = 1 if method == "CANCEL" else 0
            heading = calendar.title(self.other)
            brief = self.brief() if method == "REQUEST" else ""
            return calendar.entry(self.call, self.person, title=heading, brief=brief, method=method, later=later)

    def brief(self) -> str:
        """Return the brief as a calendar's plain description."""
        facts = self.scene.brief()
        lines = [_("With: %(who)s") % {"who": _line(person)} for person in self._company()]
        if facts["must_settle"] and self.audience is Audience.ADVOCATE:
            # The rep's own words; the prospect knows what they want to hear.
            lines.append(_("What it should settle: %(what)s") % {"what": facts["must_settle"]})
        if facts["questions"]:
            lines += ["", _("Questions:"), *(f"- {question}" for question in facts["questions"])]
        if facts["off_limits"]:
            lines += ["", _("Not on the table: %(topics)s") % {"topics": ", ".join(facts["off_limits"])}]
        if self.call.how_to_join:
            lines += ["", _("How to join: %(how)s") % {"how": self.call.how_to_join}]
        return "\n".join([*lines, "", _("To move it or call it off, use the link in the mail this came with.")])

    def _company(self) -> list[dict[str, str]]:
        if self.audience is Audience.ADVOCATE:
            return list(self.scene.brief()["attendees"])
        names = self.scene.names(self.audience)
        return [{"name": names["advocate_name"], "title": names["advocate_title"], "company": names["company"]}]


def booked(event: Event) -> None:
    """E09: both sides get the time, the brief and the calendar entry; the brief comes again the day before."""
    scene = scene_of(event)
    for reader in readers(scene):
        _write(reader, event, "again" if event.data.get("again") else "", reader.entry())
        _queue_brief(reader, event)


def joining_set(event: Event) -> None:
    """E09: how to join was set or changed; both sides get their calendar entry anew. Each change makes its own mail."""
    scene = scene_of(event)
    call = scene.call
    if call is None or str(call.pk) != event.data.get("call") or call.called_off_at is not None:
        return
    for reader in readers(scene):
        _write(reader, event, "joining", reader.entry())


def off(event: Event) -> None:
    """E09: a booked call won't take place; both calendars lose it. Calls already over need no such mail."""
    if event.state_from != "booked":
        return
    scene = scene_of(event)
    if scene.call is None or scene.call.starts_at <= clock.now():
        return
    for reader in readers(scene):
        _write(reader, event, "off", reader.entry("CANCEL"))


def not_held(event: Event) -> None:
    """E09: the call did not take place; both sides hear it, and that it costs the customer nothing."""
    scene = scene_of(event)
    for reader in readers(scene):
        _write(reader, event, "not_held", "")


def moving(event: Event) -> None:
    """E09: a booked call was given up for another time; whoever doesn't choose the new one hears it here."""
    scene = scene_of(event)
    chooser = scene.contact if event.data.get("side") == "prospect" else scene.picker
    for reader in readers(scene):
        if chooser is None or reader.person.id != chooser.pk:
            _write(reader, event, "moving", reader.entry("CANCEL"))


def removal(scene: Scene, event: Event, person: Person) -> str:
    """Return what takes the old time out of a person's calendar, where an event gave a booked call up."""
    if event.name != "ask.rescheduled":
        return ""
    return next((reader.entry("CANCEL") for reader in readers(scene) if reader.person.id == person.id), "")


def removes_today(scene: Scene, event: Event, person: Person) -> bool:
    """Say whether an event gave up a call that is today for this person: then they can't wait for morning."""
    given_up = scene.call if event.name == "ask.rescheduled" else None
    return given_up is not None and is_today(calendar.starts_at(given_up), person.zone)


def brief(event_id: UUID, call_id: UUID, person_id: UUID) -> None:
    """E10: who and what, on the last weekday before the call, if it still stands."""
    call = Call.objects.get(pk=call_id)
    if call.called_off_at is not None:
        return
    event, scene = Event.objects.get(pk=event_id), scene_for(call.ask_id)
    for reader in readers(scene):
        if reader.person.id != who_is_now().get(person_id, person_id) or reader.call.pk != call_id:
            continue
        zone, start = reader.person.zone, calendar.starts_at(call)
        _note_brief(scene, reader)
        tomorrow = localtime(start, ZoneInfo(zone)).date() - localtime(clock.now(), ZoneInfo(zone)).date()
        write(
            "E10",
            to=reader.person,
            context=reader.context()
            | {
                "variant": "tomorrow" if tomorrow == timedelta(days=1) else "later",
                "time": moment_words(start, zone).rpartition(" ")[2],
                "day": day_words(start, zone),
            },
            links={"page": reader.page()},
            event=event,
            thread=scene.need.pk,
            about=call,
            key=str(call.sequence),
            reply_to=None if reader.audience is Audience.ADVOCATE else scene.rep,
            same_day_change=is_today(start, zone),
            private=scene.is_private,
        )


def readers(scene: Scene) -> Iterator[Reader]:
    """Yield everyone on the call who can be written to: the advocate, then the prospect's people."""
    if scene.call is None:
        return
    sides: list[tuple[Contact, Audience]] = [(scene.contact, Audience.ADVOCATE)]
    sides += [(contact, Audience.PROSPECT) for contact in scene.attendees]
    for contact, audience in sides:
        person = Person.of(contact)
        if person.address:
            yield Reader(scene, scene.call, person, audience)


def _write(reader: Reader, event: Event, variant: str, entry: str) -> None:
    start = calendar.starts_at(reader.call)
    write(
        "E09",
        to=reader.person,
        context=reader.context() | {"variant": variant},
        links={"page": reader.page()} if variant in STANDS else {},
        event=event,
        thread=reader.scene.need.pk,
        about=reader.call,
        calendar=entry,
        key=variant,
        reply_to=None if reader.audience is Audience.ADVOCATE else reader.scene.rep,
        same_day_change=is_today(start, reader.person.zone),
        private=reader.scene.is_private,
    )


def _note_brief(scene: Scene, reader: Reader) -> None:
    """Leave on the timeline that a side got its brief: once, however many of them are on the call."""
    data = {"call": str(reader.call.pk), "side": reader.audience.value}
    if not Event.objects.filter(name="call.briefed", subject_id=scene.ask.pk, data__contains=data).exists():
        events.record("call.briefed", scene.ask, by=MAILS, thread=scene.need.pk, data=data)


def _queue_brief(reader: Reader, event: Event) -> None:
    at = rules.day_before_at(calendar.starts_at(reader.call), calendars.week(reader.person.zone))
    if at - clock.now() >= TOO_CLOSE:
        key = f"{reader.call.pk}:{reader.person.id}"
        jobs.defer(BRIEF, at=at, key=key, event_id=event.pk, call_id=reader.call.pk, person_id=reader.person.id)


def _line(person: dict[str, str]) -> str:
    return ", ".join(part for part in (person["name"], person["title"], person["company"]) if part)
