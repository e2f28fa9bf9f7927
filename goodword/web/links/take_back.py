"""The Undo of the notice to the address on file: what was changed, by whom, and one press that takes just that back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodword.core.models import Event, SignedLink
from goodword.desk.actions.own_will import take_back, why_not
from goodword.desk.queries.weeks import program_people
from goodword.messages.queries.words import beginning_of
from goodword.protection.queries import Change, change_of
from goodword.references.models import AdvocateState
from goodword.web.links import kit, over
from goodword.web.links.kit import Problem, Visit


def page(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Show the change as it stands; a press takes it back, or leads to everything else they set."""
    visit = Visit.of(request, link)
    event = Event.objects.filter(pk=link.subject_id).first()
    change = change_of(event) if event is not None else None
    if visit is None or change is None:
        return over.unknown(request)
    if not visit.actor.is_contact(change.advocate.contact_id):
        return over.closed(visit)
    if visit.action == "own_page":
        return kit.to_own_page(visit, change.advocate)
    return _pressed(visit, change) if visit.action == "take_back" else _drawn(visit, change)


def _pressed(visit: Visit, change: Change) -> HttpResponse:
    problem = kit.spent(visit, _("taken back"), lambda: take_back(change.event, by=visit.actor))
    if problem is None or change.event.undone_by.exists():
        return kit.again(visit)
    return _drawn(visit, change, problem=problem)


def _drawn(visit: Visit, change: Change, *, problem: Problem | None = None) -> HttpResponse:
    undone = change.event.undone_by.first()
    context = {
        "change": change,
        "words": beginning_of(change),
        "undone": undone,
        "why_not": "" if undone is not None else why_not(change.event, visit.actor),
        "in_program": change.advocate.state == AdvocateState.ACTIVE,
    }
    return kit.draw(visit, "take_back", context, problem=problem, reply_to=next(iter(program_people()), None))
