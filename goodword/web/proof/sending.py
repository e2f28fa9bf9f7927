"""Noting that proof was sent to a deal's buyer, and taking a press back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodword.core.models import Event
from goodword.directory.models import Opportunity
from goodword.members.policy import Permission
from goodword.proof.actions import SHARED, note_sharing, restore, take_sharing_back
from goodword.web.links.kit import id_or_none
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.proof.story import deal_of, story_or_404


@require_POST
@for_members(Permission.REQUEST_SEND)
def sent(request: MemberRequest, story_id: UUID) -> HttpResponse:
    """Note that the viewer sent it to the buyer of a deal."""
    told, deal = story_or_404(request, story_id), deal_of(request.actor, request.POST.get("opp", ""))
    if deal is None:
        raise Http404
    event = note_sharing(told, deal, by=request.actor)
    words = _("Noted: you sent it to %(buyer)s.") % {"buyer": deal.account.name}
    say(request, words, event)
    return redirect(_back(request, told.pk, deal))


@require_POST
@for_members(Permission.REQUEST_SEND)
def undo(request: MemberRequest, story_id: UUID, event_id: UUID) -> HttpResponse:
    """Take a withdrawal or a note of sending back, within ten minutes."""
    told = story_or_404(request, story_id)
    event = get_object_or_404(Event, pk=event_id, subject_id=told.pk)
    if event.name == SHARED:
        take_sharing_back(event, by=request.actor)
    else:
        restore(event, by=request.actor)
    messages.success(request, _("Taken back. It is as it was."))
    return redirect("story", story_id=told.pk)


def say(request: MemberRequest, words: str, event: Event) -> None:
    """Say what happened, with the way to take it back."""
    messages.success(request, words, extra_tags=reverse("story-undo", args=[event.subject_id, event.pk]))


def _back(request: MemberRequest, story_id: UUID, deal: Opportunity) -> str:
    """Return where the button was: the request, finding for the deal, or the story itself."""
    need = id_or_none(request.POST.get("need", ""))
    if need is not None:
        return reverse("request", args=[need])
    if request.POST.get("from") == "find":
        return f"{reverse('find')}?opp={deal.pk}"
    return f"{reverse('story', args=[story_id])}?opp={deal.pk}"
