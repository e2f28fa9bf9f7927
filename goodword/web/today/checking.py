"""Saying of several customers at once that everything is still right."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from goodword.members.policy import Permission
from goodword.references.actions import confirm_profile
from goodword.references.models import ReferenceProfile
from goodword.references.policy import visible_profiles
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.today.owner import MOST_CHECK_INS


@require_POST
@for_members(Permission.REFERENCE_EDIT)
def still_right(request: MemberRequest) -> HttpResponse:
    """Confirm up to five customers in one press; none of them, where one is not the viewer's to confirm."""
    profiles = _named(request)
    if not profiles:
        raise Http404
    done = [confirm_profile(profile, by=request.actor) for profile in profiles]
    words = ngettext("Confirmed as of today. Thank you.", "All %(n)s confirmed as of today. Thank you.", len(profiles))
    undo = reverse("today-still-right-undo", args=[done[0].pk])
    messages.success(request, words % {"n": len(profiles)}, extra_tags=undo)
    return redirect("today")


def _named(request: MemberRequest) -> list[ReferenceProfile]:
    keys = []
    for text in request.POST.getlist("profile")[:MOST_CHECK_INS]:
        try:
            keys.append(UUID(text))
        except ValueError:
            continue
    return list(visible_profiles(request.actor).filter(pk__in=keys).select_related("account"))
