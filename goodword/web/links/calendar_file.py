"""The calendar entry of a call, to be saved from its page: what the reader's side may read, nothing more."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from goodword.core import clock
from goodword.desk.models import Call
from goodword.desk.queries import pages as reads
from goodword.desk.queries.pages import AskScene
from goodword.desk.rules.states import AskState
from goodword.messages import calendar
from goodword.web.links import over
from goodword.web.links.call_scene import Someone, the_advocate, the_prospects
from goodword.web.links.kit import Visit

READABLE = ("open", "used")


def page(visit: Visit) -> HttpResponse:
    """Return the entry as a file; 404 where there is no call for this person, 410 when the link no longer works."""
    if visit.link.standing(clock.now()) not in READABLE:
        return over.page(visit)
    scene = reads.scene_of(visit.link.subject_id)
    call = scene.call if scene is not None else None
    if scene is None or call is None or scene.ask.state != AskState.BOOKED or not _on_it(visit, scene):
        return over.unknown(visit.request)
    with timezone.override(visit.person.zone), translation.override(visit.person.language):
        text = _entry(visit, scene, call)
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8; method=REQUEST",
        headers={"Content-Disposition": 'attachment; filename="call.ics"'},
    )


def _on_it(visit: Visit, scene: AskScene) -> bool:
    return visit.actor.is_contact(scene.advocate.contact_id) or (
        visit.link.person_kind == "contact" and reads.is_on_call(scene, visit.link.person_id)
    )


def _entry(visit: Visit, scene: AskScene, call: Call) -> str:
    by_customer = visit.actor.is_contact(scene.advocate.contact_id)
    people = the_prospects(scene) if by_customer else [the_advocate(scene)]
    other = people[0].name if people else scene.prospect.name
    return calendar.entry(call, visit.person, title=calendar.title(other), brief=_brief(scene, call, people))


def _brief(scene: AskScene, call: Call, people: list[Someone]) -> str:
    lines = [_("With: %(who)s") % {"who": ", ".join(filter(None, (one.name, one.line)))} for one in people]
    lines.append(_("What it should settle: %(what)s") % {"what": scene.need.must_settle})
    if scene.questions:
        lines += ["", _("Questions:"), *(f"- {question}" for question in scene.questions)]
    if scene.advocate.off_limits:
        lines += ["", _("Not on the table: %(topics)s") % {"topics": ", ".join(scene.advocate.off_limits)}]
    if call.how_to_join:
        lines += ["", _("How to join: %(how)s") % {"how": call.how_to_join}]
    return "\n".join(lines)
