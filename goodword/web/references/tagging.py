"""Tags of an advocate, put on and taken off on their page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from goodword.core.actors import Actor
from goodword.members.policy import Permission
from goodword.references.actions import tag_advocate, untag_advocate
from goodword.references.models import Advocate
from goodword.references.queries import tags_of
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.references.advocates import seen_advocate
from goodword.web.references.tag_forms import TagForm


@require_POST
@for_members(Permission.REFERENCE_EDIT)
def tags(request: MemberRequest, advocate_id: UUID) -> HttpResponse:
    """Mark somebody with the tag that was typed, or take off the one whose button was pressed."""
    one = seen_advocate(request, advocate_id)
    if "off" in request.POST:
        _take_off(one, request.POST["off"], request.actor)
    else:
        form = TagForm(request.actor, request.POST)
        if form.is_valid():
            tag_advocate(one, form.word(request.actor), by=request.actor)
        else:
            messages.error(request, " ".join(map(str, form["tag"].errors)))
    return redirect("advocate", advocate_id=one.pk)


def _take_off(advocate: Advocate, pk: str, by: Actor) -> None:
    for word in tags_of([advocate.pk])[advocate.pk]:
        if str(word.pk) == pk:
            untag_advocate(advocate, word, by=by)
