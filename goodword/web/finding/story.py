"""One story or quote, in full, with where it is from and what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from goodword.members.policy import Permission
from goodword.proof.models import Story
from goodword.proof.policy import visible_stories
from goodword.references.policy import visible_advocates
from goodword.web.members.http import MemberRequest, for_members

HEADINGS: dict[str, str | Promise] = {
    "summary": gettext_lazy("In short"),
    "challenge": gettext_lazy("Challenge"),
    "solution": gettext_lazy("Solution"),
    "results": gettext_lazy("Results"),
    "metric": gettext_lazy("Measured"),
}


@dataclass(frozen=True, slots=True)
class Section:
    field: str
    heading: str | Promise
    text: str


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REFERENCE_FIND)
def story(request: MemberRequest, story_id: UUID) -> HttpResponse:
    """Show a story. One that was withdrawn, or is of somebody this viewer may not know, is not there."""
    stories = visible_stories(request.actor).filter(withdrawn_at=None).select_related("profile__account", "advocate")
    told = get_object_or_404(stories, pk=story_id)
    is_quote = told.kind == Story.Kind.QUOTE
    account = told.profile.account
    context = {
        "story": told,
        "name": told.title or (Truncator(told.text).chars(70) if is_quote else _("Story of %s") % account.name),
        "is_quote": is_quote,
        "anonymous": account.anonymous,
        "passages": [Section(one.field, HEADINGS.get(one.field, ""), one.text) for one in told.passages.all()],
        "may_send": Story.objects.sendable().filter(pk=told.pk).exists(),
        "nobody": not visible_advocates(request.actor).active().filter(profile=told.profile_id).exists(),
    }
    return render(request, "finding/story.html", context)
