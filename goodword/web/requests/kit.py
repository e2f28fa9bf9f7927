"""What the pages of a request share: finding it for this viewer, and its words."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodword.core.models import Event
from goodword.desk.models import ReferenceRequest
from goodword.desk.queries.request_page import RequestPage, page_of
from goodword.web.members.http import MemberRequest

STEP_WORDS = {
    "matched": _("Matched"),
    "owner": _("Owner"),
    "customer": _("Customer"),
    "booked": _("Booked"),
    "held": _("Held"),
}
WRITTEN_STEP_WORDS = {"booked": _("Agreed"), "held": _("Answered")}


def page_or_404(request: MemberRequest, need_id: UUID) -> RequestPage:
    """Return a request as this viewer sees it; what they may not see is not there."""
    page = page_of(need_id, request.actor, request.member)
    if page is None:
        raise Http404
    return page


def named(steps: list[tuple[str, str]], need: ReferenceRequest) -> list[tuple[str, str]]:
    words = STEP_WORDS | WRITTEN_STEP_WORDS if need.writes else STEP_WORDS
    return [(str(words[code]), state) for code, state in steps]


def say(request: MemberRequest, words: str, event: Event | None = None) -> None:
    """Say what happened, with the way to take it back while there is one."""
    undo = ""
    if event is not None and event.undo_until is not None and event.thread is not None:
        undo = reverse("request-undo", args=[event.thread, event.pk])
    messages.success(request, words, extra_tags=undo)


def newest_of(request: MemberRequest, subject_id: UUID, *names: str) -> Event | None:
    """Return the viewer's own newest event about a thing, to offer its undo."""
    mine = Event.objects.filter(subject_id=subject_id, name__in=names, actor_id=request.actor.id)
    return mine.order_by("-number").first()
