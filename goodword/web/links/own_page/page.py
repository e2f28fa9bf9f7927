"""The way into X03: who may read it, and which press acts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from goodword.core.models import SignedLink
from goodword.references.models import AdvocateState
from goodword.web.links import over
from goodword.web.links.kit import Visit
from goodword.web.links.own_page import drawing
from goodword.web.links.own_page.presses import PRESSES


def page(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Show the page as things stand; a press changes one of them."""
    visit, advocate = Visit.of(request, link), drawing.advocate_of(link.subject_id)
    if visit is None or advocate is None:
        return over.unknown(request)
    if not visit.actor.is_contact(advocate.contact_id):
        return over.closed(visit)
    press = PRESSES.get(visit.action)
    if press is None or (advocate.state == AdvocateState.LEFT and visit.action != "undo"):
        return drawing.draw(visit, advocate)
    return press(visit, advocate)
