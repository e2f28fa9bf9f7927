"""Audit (S21, J-A5): who did what, narrowed by person, thing, deed, day and words; a page at a time, or as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodword.core import clock
from goodword.core.models import Event, Program
from goodword.desk.actions.ruling import CHANGED, put_rules_back
from goodword.desk.queries.audit import PEOPLE, Entry, Narrowed, found, page_of, pieces
from goodword.members.models import Member, Role
from goodword.members.policy import Permission, may
from goodword.upkeep.actions import note_export
from goodword.web.csv_answer import csv_answer
from goodword.web.directory.listing import searched
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.settings.audit_words import DEEDS, KINDS, deed, kind_words
from goodword.web.settings.rule_words import label_of, value_words

MOST_IN_A_FILE = 50_000
MOST_PEOPLE = 500
# What somebody keeps for themselves is named by them alone.
OWN_KINDS = ("savedview", "snooze", "bulkchange")
DIGITS = 18
# Where a thing is looked at, and who may.
PAGES: dict[str, tuple[str, Permission]] = {
    "account": ("account", Permission.REFERENCE_FIND),
    "contact": ("contact", Permission.REFERENCE_FIND),
    "advocate": ("advocate", Permission.REFERENCE_FIND),
    "opportunity": ("opportunity", Permission.REFERENCE_FIND),
    "story": ("story", Permission.REFERENCE_FIND),
    "referencerequest": ("request", Permission.REQUEST_TRIAGE),
    "ask": ("request", Permission.REQUEST_TRIAGE),
    "member": ("settings-person", Permission.MEMBER_EDIT),
    "message": ("outbox-mail", Permission.MESSAGE_SEE),
    "program": ("settings-general", Permission.PROGRAM_EDIT),
}


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.AUDIT_SEE)
def audit(request: MemberRequest) -> HttpResponse:
    """List who did what, newest first."""
    wanted = _narrowed(request)
    lines, following = page_of(found(wanted, request.actor), request.actor, before=_before(request))
    program = Program.here()
    context = {
        "rows": [_row(line, program, request) for line in lines],
        "following": following,
        "is_first": _before(request) is None,
        "wanted": wanted,
        "narrowed": wanted != Narrowed(),
        "colleagues": Member.objects.order_by("-active", "name")[:MOST_PEOPLE],
        "others": _others(),
        "kinds": KINDS.items(),
        "deeds": sorted(((name, str(words)) for name, words in DEEDS.items()), key=lambda pair: pair[1]),
        "day_from": request.GET.get("from", ""),
        "day_to": request.GET.get("to", ""),
        "most": MOST_IN_A_FILE,
    }
    return render(request, "settings/audit.html", context)


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.AUDIT_SEE)
def as_csv(request: MemberRequest) -> HttpResponseBase:
    """Answer with the same lines as a file."""
    events = found(_narrowed(request), request.actor)
    lines = pieces(events, request.actor, most=MOST_IN_A_FILE)
    header = (_("When"), _("Who"), _("By"), _("Did"), _("Kind"), _("What"), _("Changed"), _("Event"))
    note_export("audit", min(events.order_by().count(), MOST_IN_A_FILE), by=request.actor)
    name = f"audit-{clock.today(request.member.time_zone):%Y-%m-%d}.csv"
    return csv_answer(name, header, _cells(lines, Program.here()))


@require_POST
@for_members(Permission.PROGRAM_EDIT)
def put_back(request: MemberRequest, event_id: UUID) -> HttpResponse:
    """Give the rules the values they had before a change."""
    put_rules_back(get_object_or_404(Event, pk=event_id, name=CHANGED), by=request.actor)
    messages.success(request, _("Put back. It holds from now on."))
    return redirect(f"{reverse('settings-audit')}?name={CHANGED}")


def _cells(lines: Iterator[Entry], program: Program) -> Iterator[tuple[object, ...]]:
    for line in lines:
        event = line.event
        yield (
            event.at,
            _who(line),
            event.channel,
            deed(event.name),
            kind_words(event.subject_kind),
            _label(line),
            "; ".join(_details(event, program)),
            event.name,
        )


def _row(line: Entry, program: Program, request: MemberRequest) -> dict[str, Any]:
    event = line.event
    return {
        "event": event,
        "who": _who(line),
        "deed": deed(event.name),
        "label": _label(line),
        "kind": kind_words(event.subject_kind),
        "url": _page(line, request),
        "details": _details(event, program),
        "undone": line.undone,
        "can_put_back": event.name == CHANGED and not line.undone and may(request.actor, Permission.PROGRAM_EDIT),
        "by_link": event.channel == "link",
    }


def _who(line: Entry) -> str:
    if line.who:
        return line.who
    return _("Somebody") if line.event.actor_kind in PEOPLE else _("Goodword")


def _label(line: Entry) -> str:
    if line.is_open:
        return line.label
    return "" if line.event.subject_kind in OWN_KINDS else _("a private reference")


def _page(line: Entry, request: MemberRequest) -> str:
    """Return where the thing is looked at; nothing for what the reader may not know, or has no page."""
    event = line.event
    name, needs = PAGES.get(event.subject_kind, ("", None))
    key = event.thread if event.subject_kind == "ask" else event.subject_id
    if not line.is_open or needs is None or key is None or not may(request.actor, needs):
        return ""
    return reverse(name) if name == "settings-general" else reverse(name, args=[key])


def _details(event: Event, program: Program) -> list[str]:
    """Return what changed, of settings alone: other events keep no values that everybody here may read."""
    tell = DETAILS.get(event.name)
    return tell(event.data, program) if tell is not None else []


def _rules(data: dict[str, Any], program: Program) -> list[str]:
    words = _("%(rule)s: %(before)s → %(after)s")
    return [
        words
        % {
            "rule": label_of(key),
            "before": value_words(key, before, program.currency),
            "after": value_words(key, after, program.currency),
        }
        for key, (before, after) in data.get("changed", {}).items()
    ]


def _roles(data: dict[str, Any], program: Program) -> list[str]:
    named = [", ".join(str(Role(role).label) for role in data.get(side, [])) or "–" for side in ("from", "to")]
    return [f"{named[0]} → {named[1]}"]


def _program(data: dict[str, Any], program: Program) -> list[str]:
    return [f"{field.replace('_', ' ')}: {value}" for field, value in data.items()]


def _word(data: dict[str, Any], program: Program) -> list[str]:
    return [_("%(before)s → %(after)s") % {"before": data["from"], "after": data["to"]}] if "from" in data else []


DETAILS: dict[str, Callable[[dict[str, Any], Program], list[str]]] = {
    CHANGED: _rules,
    "member.roles_changed": _roles,
    "program.changed": _program,
    "term.renamed": _word,
    "term.merged": _word,
}


def _narrowed(request: MemberRequest) -> Narrowed:
    said = request.GET
    name, kind = said.get("name", ""), said.get("kind", "")
    until = _day(said.get("to", ""))
    return Narrowed(
        actor=_actor(said.get("who", "")),
        kind=kind if kind in KINDS else "",
        name=name if name in DEEDS else "",
        since=_start(_day(said.get("from", ""))),
        until=_start(until + timedelta(days=1) if until and until < date.max else None),
        words=" ".join(searched(request)[:80].split()[:5]),
        thing=_uuid(said.get("thing", "")),
    )


def _actor(said: str) -> str:
    if said in _others():
        return said
    found_id = _uuid(said)
    return str(found_id) if found_id else ""


def _others() -> dict[str, str]:
    return {
        "link": _("Customers, buyers and owners, by link"),
        "system": _("Goodword, by a rule"),
        "import": _("Imports"),
    }


def _before(request: MemberRequest) -> int | None:
    said = request.GET.get("before", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= DIGITS else None


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _day(said: str) -> date | None:
    try:
        return parse_date(said)
    except ValueError:
        return None


def _start(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None
