"""Stories & quotes (S15): what there is to send, for whom it is cleared, until when, and how often it was sent."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goodword.members.policy import Permission, may
from goodword.proof.models import Story
from goodword.proof.policy import visible_stories
from goodword.proof.queries import standings_of, times_sent
from goodword.web.directory.listing import listing, words_in
from goodword.web.lists.facets import Found, Narrowing
from goodword.web.lists.saved import saved_views
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.proof.facets import story_facets
from goodword.web.proof.lines import StoryLine

DRAWN = ("profile__account__industry", "advocate")
SORTS = {"added": "created_at", "customer": "profile__account__name", "expires": "expires_on", "cleared": "cleared_at"}
WITHDRAWN = "withdrawn"


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REFERENCE_FIND)
def stories(request: MemberRequest) -> HttpResponse:
    """List the stories and quotes the viewer may see."""
    found, edits = found_stories(request, request.GET), may(request.actor, Permission.STORY_EDIT)
    view = _view(request, request.GET)
    narrowed = bool(found.narrowing.chosen) or view == WITHDRAWN
    page = listing(request, found.rows, sorts=SORTS, default="-added", kin=DRAWN, narrowed=narrowed)
    context = {
        "page": page,
        "rows": _rows(page.rows),
        "view": view,
        "views": saved_views(request, "proof"),
        "may_edit": edits,
    }
    return render(request, "proof/stories.html", found.drawn(page) | context)


def found_stories(request: MemberRequest, query: QueryDict) -> Found:
    """Return the stories an address of this list finds, of those the viewer may see."""
    seen = visible_stories(request.actor).filter(withdrawn_at__isnull=_view(request, query) != WITHDRAWN)
    facets = story_facets(seen)
    return Found(_searched(seen, words_in(query)), Narrowing(query, facets))


def _view(request: MemberRequest, query: QueryDict) -> str:
    """Return the view asked for; what was withdrawn is shown to those who could bring it back."""
    wanted = query.get("view", "") == WITHDRAWN
    return WITHDRAWN if wanted and may(request.actor, Permission.STORY_EDIT) else ""


def _searched(rows: QuerySet[Story], words: str) -> QuerySet[Story]:
    for word in words.split():
        said = Q(title__icontains=word) | Q(text__icontains=word) | Q(speaker__icontains=word)
        rows = rows.filter(said | Q(profile__account__name__icontains=word))
    return rows


def _rows(shown: Sequence[Story]) -> list[StoryLine]:
    standings, sent = standings_of(shown), times_sent(shown)
    return [StoryLine.of(one, standings[one.pk], sent.get(one.pk, 0)) for one in shown]
