"""Writing a mail: rendered once, stored without live tokens, queued for a polite hour."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from django.utils import translation

from goodword.core import calendars, clock, jobs
from goodword.core.events import kind_of
from goodword.core.models import Event, Program
from goodword.core.models.tenant import WorkspaceModel
from goodword.core.statements import Kept
from goodword.directory.queries import with_merged
from goodword.members.models import Member
from goodword.messages import rules
from goodword.messages.models import Channel, Message, MessageState
from goodword.messages.person import LinkTo, Person
from goodword.messages.rendering import rendered
from goodword.messages.wording import header_text

log = structlog.get_logger(__name__)

DELIVER = "messages.deliver"

_TOLD = Kept[Message](
    lambda kind, key, people, event=None: Message.objects.filter(
        event=event, kind=kind, key=key, person_id__in=people
    ).order_by("-created_at")[:1]
)


def write(
    kind: str,
    *,
    to: Person,
    context: Mapping[str, Any],
    links: Mapping[str, LinkTo] | None = None,
    event: Event | None = None,
    thread: UUID | None = None,
    about: WorkspaceModel | None = None,
    calendar: str = "",
    key: str = "",
    due_at: datetime | None = None,
    reply_to: Member | None = None,
    same_day_change: bool = False,
    private: bool = False,
) -> Message | None:
    """Write one mail to one person and queue its delivery; the same event tells a person the same thing once.

    `context` carries `variant` where the kind has several; its values are what the templates <kind>.html and
    <kind>.txt print. `private`: it names a private reference. Without `due_at` it goes at the next polite hour of the
    recipient. News its reader doesn't want as mails goes behind their bell alone. Returns None for somebody who can't be
    written to.
    """
    if not to.address:
        log.info("nobody to write to", kind=kind, person=str(to.id))
        return None
    known_as = with_merged([to.id]) if to.kind == "contact" else [to.id]
    same = {"kind": kind, "key": key, "people": known_as} | ({"event": event.pk} if event else {})
    if (message := _TOLD.first(**same)) is not None:
        return message
    asked = dict(links or {})
    program, managers = Program.here(), Member.managers()
    answers_to = reply_to or _first(managers, but=to)
    by_bell = rules.news_in(kind, str(context.get("variant", ""))) in to.without
    subject, text, html = rendered(kind, to, context, asked, program, answers_to)
    message = Message(
        kind=kind,
        event=event,
        key=key,
        channel=Channel.BELL if by_bell else Channel.EMAIL,
        person_kind=to.kind,
        person_id=to.id,
        to_name=to.name,
        to_address=to.address,
        from_name=_from_name(program, _first(managers)),
        reply_to=answers_to.email if answers_to else "",
        subject=subject,
        text=text,
        html=html,
        links={name: link.stored() for name, link in asked.items()} | dict(context.get("secrets", {})),
        calendar=calendar,
        thread=thread,
        about_kind=kind_of(about) if about else "",
        about_id=about.pk if about else None,
        private=private,
        state=MessageState.SENT if by_bell else MessageState.QUEUED,
        sent_at=clock.now() if by_bell else None,
        due_at=clock.now() if by_bell else due_at or _due_at(kind, to, event, same_day_change=same_day_change),
    )
    try:
        # A savepoint: a twin of this reaction may be writing the same mail.
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        return _TOLD.first(**same)
    if not by_bell:
        queue(message)
    return message


def queue(message: Message, *, key: str = "") -> None:
    """Queue a message's delivery at its due time; `key` tells a second try from one that waits already."""
    jobs.defer(DELIVER, at=message.due_at, key=f"{message.pk}{key}", message_id=message.pk)


def sender(*, but: Person | None = None) -> Member | None:
    """Return the program manager in whose name mails go: the first by name, but nobody to themselves."""
    return _first(Member.managers(), but=but)


def _first(managers: list[Member], *, but: Person | None = None) -> Member | None:
    return next((member for member in managers if but is None or member.pk != but.id), None)


def _from_name(program: Program, manager: Member | None) -> str:
    vendor = header_text(program.vendor_name, 40)
    if manager is None:
        return vendor
    with translation.override("en"):
        return translation.gettext("%(person)s via %(company)s") % {
            "person": header_text(manager.name, 40),
            "company": vendor,
        }


def _due_at(kind: str, to: Person, event: Event | None, *, same_day_change: bool) -> datetime:
    answered_at = event.at if event is not None and event.undo_until else None
    return rules.due_at(
        kind,
        clock.now(),
        to.zone,
        answered_at=answered_at,
        same_day_change=same_day_change,
        holidays=calendars.days_off(to.zone),
    )
