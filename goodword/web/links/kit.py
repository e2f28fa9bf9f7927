"""What every page by link shares: whom it is for, how it is drawn, how an answer is tried, taken back and told.

A page is a function of the HTTP request and its link. It is called only for a link that is open, or used and worth
reading again; the dispatcher answers for all others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from goodword.core import clock, links
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event, Program, SignedLink
from goodword.core.working_time import add_calendar_days
from goodword.desk.actions import undo
from goodword.desk.actions.own_will import OWN_WILL, why_not
from goodword.desk.queries import pages as reads
from goodword.directory.models import Contact
from goodword.members.models import Member
from goodword.members.policy import Purpose
from goodword.messages.person import Person
from goodword.references.models import Advocate
from goodword.web.directory.fields import DayField
from goodword.web.links.onlooker import onlooker
from goodword.web.templatetags._times import place

OWN_PAGE_DAYS = 30
LinkPage = Callable[[HttpRequest, SignedLink], HttpResponse]


@dataclass(frozen=True)
class Visit:
    """One look at, or one press on, a page by link."""

    request: HttpRequest
    link: SignedLink
    person: Person

    @classmethod
    def of(cls, request: HttpRequest, link: SignedLink) -> Visit | None:
        """Return the visit of whom the link is for; None once they are gone."""
        person = person_of(link)
        return cls(request, link, person) if person is not None else None

    @cached_property
    def actor(self) -> Actor:
        return Actor.link(self.link)

    @cached_property
    def onlooker(self) -> Member | None:
        return onlooker(self.request, self.link)

    @cached_property
    def now(self) -> datetime:
        return clock.now()

    @property
    def here(self) -> str:
        """Return this page's own path, token included: for forms and links of the page, never for a title or a log."""
        return here(self.link)

    @property
    def presses(self) -> bool:
        return self.request.method == "POST"

    @property
    def action(self) -> str:
        return self.request.POST.get("action", "") if self.presses else ""

    @property
    def view(self) -> str:
        return self.request.GET.get("view", "")

    @property
    def hint(self) -> str:
        """Return the answer the mail's button proposed: it preselects and never acts."""
        return self.request.GET.get("a", "")

    @property
    def address_hint(self) -> str:
        """Return the address on file so far told that only its owner recognises it: “m•••@kestrel.example”."""
        name, _at, domain = self.person.address.partition("@")
        return f"{name[:1]}•••@{domain}" if domain else ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a press did not act, in plain words: 422 for what can be corrected, 409 when it moved on, 403 otherwise."""

    words: str
    status: int


def person_of(link: SignedLink) -> Person | None:
    """Return whom a link is for as they are on file now."""
    rows = Member.objects.active() if link.person_kind == "member" else Contact.objects.select_related("account")
    who = rows.filter(pk=link.person_id).first()
    return Person.of(who) if who is not None else None


def here(link: SignedLink) -> str:
    return f"/l/{links.token(link)}"


def tried(act: Callable[[], object]) -> Problem | None:
    """Run a verb in a savepoint; return why it did not act, or None when it did."""
    try:
        with transaction.atomic():
            act()
    except TooLate as why:
        return Problem(str(why), 409)
    except Refused as why:
        return Problem(str(why), 422)
    except NotAllowed:
        return Problem(_("This isn't yours to answer any more. Nothing was changed."), 403)
    return None


def spent(visit: Visit, answer: str, act: Callable[[], object]) -> Problem | None:
    """Run the one verb this link is good for and use the link up with it: of two presses one acts."""

    def once() -> None:
        links.spend(visit.link, answer)
        act()

    return tried(once)


def taken_back(visit: Visit) -> Problem | None:
    """Undo the answer named in the form, if it was given by this link and its ten minutes are not over."""
    event_id = id_or_none(visit.request.POST.get("event", ""))
    event = Event.objects.filter(pk=event_id).first() if event_id else None
    if event is None:
        return Problem(_("There is nothing to undo here."), 409)
    return tried(lambda: undo(event, by=visit.actor))


def undoable(visit: Visit, event: Event | None) -> Event | None:
    """Return the event when this very link can still take it back."""
    if event is not None and event.name in OWN_WILL:
        return None if why_not(event, visit.actor) else event
    mine = event is not None and (event.actor_kind, event.actor_id) == (visit.actor.kind, visit.actor.id)
    return event if mine and reads.may_undo(event) else None


def again(visit: Visit) -> HttpResponse:
    """Lead back to the page, so that reloading it repeats nothing."""
    answer = HttpResponseRedirect(visit.here)
    answer.status_code = 303
    return answer


def to_own_page(visit: Visit, advocate: Advocate) -> HttpResponse:
    """Lead to the person's own page, by a link of its own: settings and history, not this one question."""
    expires_at = add_calendar_days(clock.now(), OWN_PAGE_DAYS, visit.person.zone)
    own = links.issue(Purpose.OWN_PAGE, advocate, to=visit.person.recipient, expires_at=expires_at)
    answer = HttpResponseRedirect(here(own))
    answer.status_code = 303
    return answer


def draw(
    visit: Visit,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    problem: Problem | None = None,
    reply_to: Member | None = None,
) -> HttpResponse:
    """Draw a page for this visit, in its person's name. A problem decides the status and is told on top."""
    program = Program.here()
    values = {
        "vendor_name": program.vendor_name,
        "program": program,
        "for_name": visit.person.name,
        "person": visit.person,
        "here": visit.here,
        "link": visit.link,
        "onlooker": visit.onlooker,
        "zone_place": place(visit.person.zone),
        "problem": problem,
        "reply_to": {"name": reply_to.first_name, "address": reply_to.email} if reply_to else {},
        **context,
    }
    return render(visit.request, f"links/{template}.html", values, status=problem.status if problem else status)


def id_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class UntilForm(forms.Form):
    """Until when to be left alone: so many months, a day, or open."""

    MONTHS = ("1", "3", "6", "12")

    until = forms.CharField(required=False)
    on = DayField(required=False, label="", error_messages={"invalid": lazy("Enter a date like 2026-12-24.")})

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        choice, on = data.get("until", ""), data.get("on")
        data["day"] = on if choice == "date" else reads.months_ahead(int(choice)) if choice in self.MONTHS else None
        if choice == "date" and on is None and not self.has_error("on"):
            self.add_error("on", _("Enter the date, or choose another answer."))
        if choice == "date" and on is not None and on <= timezone.localdate(clock.now()):
            self.add_error("on", _("Enter a date after today."))
        return data

    @property
    def choice(self) -> str:
        """Return what is chosen now: typed before, else the first preset."""
        return str(self.data.get("until", "")) if self.is_bound else str(self.initial.get("until", ""))


def presets() -> list[tuple[str, date]]:
    """Return the offered spans and the day each ends on."""
    return [(months, reads.months_ahead(int(months))) for months in UntilForm.MONTHS]
