"""What one side may read of the other: names only after the yes, and who sees what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.core import clock
from goodword.desk.models import Call, TimeOption
from goodword.desk.queries import pages as reads
from goodword.desk.queries.pages import AskScene
from goodword.messages import calendar
from goodword.web.links.times import over_there


@dataclass(frozen=True, slots=True)
class Someone:
    """A person on a call as the reader may know them."""

    name: str
    line: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Option:
    """A time to pick, told in the reader's zone, with the other side's clock where it differs."""

    id: str
    starts_at: datetime
    ends_at: datetime
    there: str


def the_prospects(scene: AskScene) -> list[Someone]:
    """Return whom the advocate would meet."""
    company = scene.prospect.name
    return [
        Someone(contact.name, ", ".join(part for part in (contact.job_title, company) if part))
        for contact in scene.attendees
    ]


def the_advocate(scene: AskScene) -> Someone:
    """Return whom the prospect meets: by name once the customer's yes can't be taken back any more, described before."""
    yes = reads.newest_answer(scene.ask, ("ask.accepted", "ask.countered"))
    if scene.said_yes and not reads.may_undo(yes):
        contact = scene.contact
        line = ", ".join(part for part in (contact.job_title, scene.customer.name) if part)
        return Someone(contact.name, line)
    profile = scene.advocate.profile
    described = profile.description if scene.advocate.is_masked else ""
    return Someone(_("Someone who has done this"), described or _("Named after they have said yes"), known=False)


def options(times: list[TimeOption], scene: AskScene, *, there: str) -> list[Option]:
    length = timedelta(minutes=scene.need.minutes)
    return [
        Option(str(one.pk), one.starts_at, one.starts_at + length, over_there(one.starts_at, there)) for one in times
    ]


def countdown(call: Call) -> str:
    """Return how far away a call is, in words: “in 9 days”, “tomorrow”, “in 3 hours”, “now”."""
    now, start = clock.now(), calendar.starts_at(call)
    left = start - now
    if now >= calendar.ends_at(call):
        return _("over")
    if left <= timedelta(minutes=5):
        return _("now")
    if left < timedelta(hours=1):
        minutes = int(left.total_seconds() // 60)
        return ngettext("in %(n)s minute", "in %(n)s minutes", minutes) % {"n": minutes}
    days = _days_between(now, start)
    if days == 0:
        hours = int(left.total_seconds() // 3600)
        return ngettext("today, in %(n)s hour", "today, in %(n)s hours", hours) % {"n": hours}
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}


def is_over(call: Call | None) -> bool:
    return call is not None and calendar.ends_at(call) <= clock.now()


def _days_between(now: datetime, start: datetime) -> int:
    return (localtime(start).date() - localtime(now).date()).days
