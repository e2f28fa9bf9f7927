"""What the mails about one ask need to know, read as far as it is told, with every name fit for a line and masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.core import clock
from goodword.core.models import Event
from goodword.core.statements import Kept
from goodword.desk.models import Ask, Call, Question, ReferenceRequest, TimeOption
from goodword.desk.queries.asked import said_yes, times_of_prospect
from goodword.desk.queries.attending import attendees_of
from goodword.desk.queries.weeks import who_decides
from goodword.directory.models import Contact
from goodword.members.models import Member
from goodword.messages import rules
from goodword.messages.person import Person
from goodword.messages.rules import Audience
from goodword.messages.wording import one_line
from goodword.protection.queries import exception_for, load_of
from goodword.references.models import Visibility

_QUESTIONS = Kept[Question](lambda need: Question.objects.filter(need=need))
_LAST_BOOKED = Kept[Call](lambda ask: Call.objects.filter(ask=ask).order_by("-sequence", "-booked_at")[:1])


@dataclass(frozen=True)
class Scene:
    """One ask and everyone around it. `before`: the state the event took it out of."""

    ask: Ask
    before: str = ""

    @cached_property
    def need(self) -> ReferenceRequest:
        return self.ask.need

    @cached_property
    def contact(self) -> Contact:
        return self.ask.advocate.contact

    @cached_property
    def rep(self) -> Member:
        return self.need.requester

    @cached_property
    def owner(self) -> Member | None:
        return who_decides(self.ask)

    @cached_property
    def deputy(self) -> Member | None:
        return who_decides(self.ask, deputy=True)

    @cached_property
    def attendees(self) -> list[Contact]:
        """The prospect's people on the call, in order."""
        return [row.contact for row in attendees_of(self.need)]

    @cached_property
    def picker(self) -> Contact | None:
        """The first of them who can be written to: one person picks a time, not three."""
        return next((contact for contact in self.attendees if Person.of(contact).address), None)

    @cached_property
    def questions(self) -> list[str]:
        return [one_line(question.text, 400) for question in _QUESTIONS(need=self.need.pk)]

    @cached_property
    def call(self) -> Call | None:
        """The call as last booked, standing or called off."""
        call = _LAST_BOOKED.first(ask=self.ask.pk)
        if call is not None:
            call.ask = self.ask
        return call

    @property
    def is_private(self) -> bool:
        return self.ask.advocate.is_masked

    def names(self, audience: Audience) -> dict[str, Any]:
        """Return the advocate's and company's names as this audience may read them, and what is public to it."""
        prospect = self.need.opportunity.account
        known = rules.may_name(audience, self._visibility, said_yes=said_yes(self.ask.state) or said_yes(self.before))
        described = one_line(self.ask.advocate.profile.description) if self.is_private else ""
        masked = described or _("a customer who did this")
        return {
            "named": known,
            "who": one_line(self.contact.first_name, 60) if known else _("A private reference"),
            "advocate": one_line(self.contact.first_name, 60) if known else masked,
            "advocate_name": one_line(self.contact.name) if known else masked,
            "advocate_title": one_line(self.contact.job_title) if known else "",
            "company": one_line(self.contact.account.name) if known else _("A private reference"),
            "prospect": one_line(prospect.name),
            "minutes": self.need.minutes,
            "kind": self.need.help_kind,
            "writes": self.need.writes,
            "what": self.what,
            "asked": (_("%(what)s from %(prospect)s") if self.need.writes else _("%(what)s for %(prospect)s"))
            % {"what": self.what, "prospect": one_line(prospect.name)},
            "rep": one_line(self.rep.name),
            "rep_first": one_line(self.rep.first_name, 60),
        }

    @cached_property
    def what(self) -> str:
        """Return what is asked for, in a line: “A 30-minute call”, “3 written questions”."""
        if not self.need.writes:
            return _("A %(minutes)s-minute call") % {"minutes": self.need.minutes}
        count = len(self.questions)
        return ngettext("%(n)s written question", "%(n)s written questions", count) % {"n": count}

    def deal(self) -> dict[str, Any]:
        """Return the deal's figures, for colleagues only."""
        opportunity = self.need.opportunity
        return {"amount": opportunity.amount, "currency": opportunity.currency}

    def brief(self) -> dict[str, Any]:
        """Return who will be there and what they'll ask: the same for both sides."""
        return {
            "attendees": [_person_line(contact) for contact in self.attendees],
            "questions": self.questions,
            "off_limits": [one_line(topic) for topic in self.ask.advocate.off_limits],
            "must_settle": one_line(self.need.must_settle, 400),
            "vendor_joins": self.need.vendor_joins,
        }

    def last_helped(self) -> dict[str, Any]:
        """Return how long ago this person last helped, and how often in the year, from the ledger."""
        load = load_of([self.ask.advocate], clock.now())[self.ask.advocate_id]
        return {
            "days_since": load.days_since,
            "times_this_year": load.used,
            "own_limit": self.ask.advocate.dial_per_year,
        }

    def exception(self) -> dict[str, str]:
        """Return who passes over our own gap for this ask, and why, for whoever lends the customer."""
        noted = exception_for(self.ask.advocate_id, self.need.pk)
        return {"by": one_line(noted.by_label), "reason": one_line(noted.reason, 400)} if noted else {}

    def times_of_prospect(self) -> list[TimeOption]:
        """The prospect's times still to come, where the customer has time enough to answer."""
        return times_of_prospect(self.ask)

    def times_of_advocate(self) -> list[TimeOption]:
        return list(self.ask.times.filter(by="advocate", starts_at__gt=clock.now()).order_by("starts_at")[:3])

    @property
    def _visibility(self) -> str:
        """The stricter of account and person."""
        order = list(Visibility.values)
        both = (self.ask.advocate.visibility, self.ask.advocate.profile.visibility)
        return max(both, key=order.index)


def scene_of(event: Event) -> Scene:
    """Return the scene of an event whose subject is an ask, or a call of one."""
    ask_id = event.subject_id
    if event.subject_kind == "call":
        ask_id = Call.objects.values_list("ask_id", flat=True).get(pk=event.subject_id)
    return scene_for(ask_id, before=event.state_from)


def scene_for(ask_id: UUID, *, before: str = "") -> Scene:
    return Scene(Ask.objects.get(pk=ask_id), before)


def offered(times: list[TimeOption]) -> list[dict[str, Any]]:
    """Return times with the names of their links, for templates."""
    return [{"name": f"time_{nth}", "starts_at": option.starts_at} for nth, option in enumerate(times)]


def moment_words(moment: datetime, zone: str) -> str:
    """Return "Tue 1 Dec, 15:00" as somebody in `zone` reads it."""
    return date_format(localtime(moment, ZoneInfo(zone)), "D j M, H:i")


def day_words(moment: datetime, zone: str) -> str:
    return date_format(localtime(moment, ZoneInfo(zone)), "D j M")


def hour_or_day(moment: datetime, zone: str) -> str:
    """Return "14:00" for today, "10:00 on Tue" for a later day, as somebody in `zone` reads it."""
    there = localtime(moment, ZoneInfo(zone))
    hour, day = date_format(there, "H:i"), date_format(there, "D")
    return hour if is_today(moment, zone) else _("%(hour)s on %(day)s") % {"hour": hour, "day": day}


def is_today(moment: datetime, zone: str) -> bool:
    """Say whether a moment falls on today's date for somebody in `zone`."""
    there = ZoneInfo(zone)
    return localtime(moment, there).date() == localtime(clock.now(), there).date()


def _person_line(contact: Contact) -> Mapping[str, str]:
    return {
        "name": one_line(contact.name),
        "title": one_line(contact.job_title),
        "company": one_line(contact.account.name),
    }
