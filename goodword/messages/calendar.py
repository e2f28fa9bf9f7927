"""Calendar entries for a call: one per side, never for the vendor, in UTC, without anybody else's address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from goodword.core import clock
from goodword.core.working_time import agreed_instant
from goodword.desk.models import Call
from goodword.messages.person import Person
from goodword.messages.smtp import sender_address
from goodword.messages.wording import one_line

Method = Literal["REQUEST", "CANCEL"]


def starts_at(call: Call) -> datetime:
    """Return when the call starts by the wall clock it was agreed on, under today's zone rules (UTC)."""
    return agreed_instant(call.starts_at, datetime.fromisoformat(call.wall), call.zone)


def ends_at(call: Call) -> datetime:
    return starts_at(call) + timedelta(minutes=call.minutes)


def entry(call: Call, to: Person, *, title: str, brief: str, method: Method = "REQUEST", later: int = 0) -> str:
    """Return one person's calendar entry as an iCalendar object.

    The identifier is the call's own and never changes; the sequence rises with each move and, by `later`, with a
    calling-off, so that calendars take the newer one. `title` and `brief` are what this side may read. The only
    attendee is the reader: addresses of the other side are nobody's to pass on.
    """
    event = Event()
    event.add("uid", f"{call.pk}@goodword")
    event.add("sequence", call.sequence + later)
    event.add("dtstamp", clock.now().astimezone(UTC))
    event.add("dtstart", starts_at(call))
    event.add("dtend", ends_at(call))
    event.add("summary", one_line(title, 200))
    if brief:
        event.add("description", brief)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if method == "CANCEL" else "OPAQUE")
    if call.how_to_join:
        event.add("location", call.how_to_join)
    event.add("organizer", vCalAddress(f"mailto:{sender_address()}"))
    attendee = vCalAddress(f"mailto:{to.address}")
    attendee.params["CN"] = vText(to.name.replace('"', "”"))
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    event.add("attendee", attendee)
    calendar = Calendar()
    calendar.add("prodid", "-//Goodword//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return calendar.to_ical().decode()


def title(other: str) -> str:
    return _("Call with %(other)s") % {"other": other}
