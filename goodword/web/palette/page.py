"""The palette's page, and its lines alone for the field that opens over any page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodword.web.directory.listing import searched
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.palette.rows import groups, instead


@require_safe
@for_members()
def palette(request: MemberRequest) -> HttpResponse:
    """Show what the words lead to; without script this is a page to search on."""
    text = searched(request)
    over_a_page = request.headers.get("X-Requested-With") == "fetch"
    template = "palette/lines.html" if over_a_page else "palette/page.html"
    found = groups(request, text)
    context = {
        "nothing": not found,
        "found": found or [instead(request.actor, text)],
        "text": text,
        "options": over_a_page,
    }
    return render(request, template, context)
