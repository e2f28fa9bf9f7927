"""More like this one: the references most like another, with what they have in common."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodword.matching.queries.searching import references_like
from goodword.members.policy import Permission
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.searching.cards import cards_of, why_alike
from goodword.web.searching.look import COMPARED, Look
from goodword.web.searching.page import name_of, picks, seen

MOST = 12


@require_safe
@for_members(Permission.REFERENCE_FIND)
def like(request: MemberRequest) -> HttpResponse:
    """Show who is most like one reference; 404 for one the viewer may not know, as for none."""
    found = references_like(request.GET.get("ref", ""), viewer=request.actor, top=MOST)
    if found is None:
        raise Http404
    one, others = found
    look, picked = seen(Look.of(request.GET).alike(one.entry.reference.id), request)
    whys = {row.entry.reference.id: [why_alike(row, part) for part in match.reasons] for row, match in others}
    cards = cards_of([row for row, _ in others], look, lambda row: whys[row.entry.reference.id])
    context = {
        "name": name_of(one),
        "is_bare": not (one.entry.reference.facts or one.entry.reference.passages),
        "cards": cards,
        "look": look,
        "picks": picks(look, picked),
        "most_compared": COMPARED,
        "share_url": request.build_absolute_uri(),
    }
    return render(request, "searching/like.html", context)
