"""S04 My requests, and S06 the board: where is it, and what moves it on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from goodword.desk.models import ReferenceRequest
from goodword.desk.policy import sees_every_request
from goodword.desk.queries import listing as reads
from goodword.desk.queries.listing import Facets, Wanted
from goodword.desk.queries.lists import Row, loaded, rows_of
from goodword.desk.queries.orders import with_next, with_step
from goodword.desk.queries.request_page import page_of
from goodword.desk.rules.states import RequestState
from goodword.members.models import Role
from goodword.members.policy import Permission, may
from goodword.references.models import HelpKind
from goodword.web.directory.listing import listing, searched
from goodword.web.lists.facets import Found, Narrowing
from goodword.web.lists.saved import saved_views
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.requests.bench import bench_of
from goodword.web.requests.kit import named
from goodword.web.requests.moving import LANE_WORDS, ways_of
from goodword.web.theme import A_YEAR

SORTS = {
    "asked": "created_at",
    "buyer": "opportunity__account__sort_key",
    "step": "step",
    "next": "next_at",
    "need": "need_by",
    "who": "requester__sort_key",
}
WORKED_OUT = {"step": with_step, "next": with_next}
PAGE = 25
A_LANE = 12
VIEWS = {
    "open": lazy("Open"),
    "mine": lazy("Mine"),
    "due": lazy("Due this week"),
    "late": lazy("At risk"),
    "private": lazy("Private"),
    "unfilled": lazy("Nobody found"),
    "closed": lazy("Closed"),
}
# A closed request has left the board.
LISTS_ONLY = ("unfilled", "closed")
SHAPES = ("board", "list")
COOKIE = "requests"
NOBODY_HERE = {
    "to_match": lazy("Nothing waits to be matched."),
    "with_owner": lazy("No one waits on owners."),
    "with_customer": lazy("No customer is being asked."),
    "booked": lazy("No customer has said yes yet."),
    "wrap_up": lazy("Everyone has said how it went."),
}
NOTHING_THERE = {
    "open": lazy("Every request is closed."),
    "mine": lazy("None of the open requests is yours."),
    "due": lazy("No open request is needed within a week."),
    "late": lazy("Every open request is within what was promised."),
    "private": lazy("No open request is about somebody private."),
    "unfilled": lazy("Somebody was found for every request of the last 30 days."),
    "closed": lazy("No request is closed yet."),
}


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REQUEST_SEE)
def requests(request: MemberRequest) -> HttpResponse:
    """Show the viewer's requests as they like them: a rep's own and those on their customers, the program's all."""
    wanted, shape = _wanted(request), _shape(request)
    drawn = _board if shape == "board" and wanted.view not in LISTS_ONLY else _list
    answer = drawn(request, wanted)
    if request.GET.get("as") in SHAPES:
        answer.set_cookie(COOKIE, shape, max_age=A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return answer


def found_requests(request: MemberRequest, query: QueryDict) -> Found:
    """Return the requests an address of this list finds, of those the viewer may see."""
    return Found(reads.found(request.actor, _wanted(request)), Narrowing(query, []))


def _list(request: MemberRequest, wanted: Wanted) -> HttpResponse:
    seen = reads.seen(request.actor, wanted)
    page = listing(
        request,
        seen.needs.only("pk"),
        sorts=SORTS,
        default="-asked",
        adding=WORKED_OUT,
        step=PAGE,
        narrowed=wanted.narrows,
    )
    keys = [need.pk for need in page.rows]
    rows = rows_of(loaded(ReferenceRequest.objects.filter(pk__in=keys)), request.actor, request.member)
    rows.sort(key=lambda row: keys.index(row.need.pk))
    context = _common(request, wanted, seen.views, seen.facets) | {
        "rows": [{"row": row, "steps": named(row.steps, row.need)} for row in rows],
        "page": page,
    }
    return render(request, "requests/list.html", context)


def _board(request: MemberRequest, wanted: Wanted) -> HttpResponse:
    found = reads.board(request.actor, request.member, wanted, most=A_LANE)
    # A part of the requests says nothing of the rest: a lane it leaves empty may be full.
    partial = wanted.narrows or wanted.view != "open"
    context = _common(request, wanted, found.views, found.facets)
    context["nothing_left"] = partial and not any(lane.total for lane in found.lanes)
    context |= {"picked": "", "side": None} | _side(request)
    context["lanes"] = [
        {
            "code": lane.code,
            "words": LANE_WORDS[lane.code],
            "total": lane.total,
            "more": lane.total - len(lane.rows),
            "empty": _("None of these here.") if partial else NOBODY_HERE[lane.code],
            "cards": [_card(request, row) for row in lane.rows],
        }
        for lane in found.lanes
    ]
    if context["runs_program"]:
        context["figures"] = reads.standing(request.actor)
    return render(request, "requests/board.html", context)


def _card(request: MemberRequest, row: Row) -> dict[str, Any]:
    return {"row": row, "ways": ways_of(row, request.actor), "doing": _doing(row)}


def _doing(row: Row) -> str:
    """Return what goes on where the customer said yes and there is no call to name yet; empty where nothing does."""
    if row.need.writes:
        return _("Writing") if row.need.state == RequestState.BOOKED else ""
    return _("Finding a time") if row.need.state == RequestState.SCHEDULING else ""


def _side(request: MemberRequest) -> dict[str, Any]:
    """Return what stands beside the board: the request that is picked, with its workbench where it has one."""
    key = _uuid(request.GET.get("need", ""))
    page = page_of(key, request.actor, request.member) if key is not None else None
    if page is None:
        return {}
    bench = bench_of(request, page) if may(request.actor, Permission.ASK_PROPOSE) else None
    return {"picked": page.need.pk, "side": page, "need": page.need, "bench": bench, "primary": "match"}


def _common(request: MemberRequest, wanted: Wanted, views: dict[str, int], facets: Facets) -> dict[str, Any]:
    return {
        "wanted": wanted,
        "shape": _shape(request),
        "heading": _("Requests") if sees_every_request(request.actor) else _("My requests"),
        "view_words": VIEWS[wanted.view],
        "nothing_words": NOTHING_THERE[wanted.view],
        "may_be_board": wanted.view not in LISTS_ONLY,
        "views": [(code, VIEWS[code], count) for code, count in views.items()],
        "states": facets.states,
        "kinds": [(code, HelpKind(code).label, count) for code, count in facets.kinds],
        "people": facets.people,
        "runs_program": request.member.has(Role.MANAGER),
        "may_find": may(request.actor, Permission.REFERENCE_FIND),
        "narrowed": ", ".join(_narrowed_by(wanted, facets)),
        "none_at_all": not any(views.values()),
        "here": request.get_full_path(),
        "sort": request.GET.get("sort", ""),
        "saved": saved_views(request, "requests"),
        "may_export": may(request.actor, Permission.LIST_EXPORT),
    }


def _narrowed_by(wanted: Wanted, facets: Facets) -> list[str]:
    """Return in words what the view is narrowed by."""
    names = {str(key): name for key, name, _count in facets.people}
    parts = [
        _("“%(words)s”") % {"words": wanted.words} if wanted.words else "",
        next((words for code, words, _count in facets.states if code == wanted.state), wanted.state),
        str(HelpKind(wanted.kind).label) if wanted.kind else "",
        names.get(str(wanted.asked_by), _("one person")) if wanted.asked_by else "",
    ]
    return [part for part in parts if part]


def _shape(request: MemberRequest) -> str:
    """Return how the viewer likes to see requests: as asked now, as last time, else the program's as a board."""
    wish = request.GET.get("as") or request.COOKIES.get(COOKIE, "")
    if wish in SHAPES:
        return wish
    return "board" if request.member.has(Role.MANAGER) else "list"


def _wanted(request: MemberRequest) -> Wanted:
    view, kind, state = (request.GET.get(name, "") for name in ("view", "kind", "state"))
    return Wanted(
        view=view if view in reads.views_for(request.actor) else "open",
        state=state if state in RequestState.values else "",
        kind=kind if kind in HelpKind.values else "",
        asked_by=_uuid(request.GET.get("by", "")),
        words=searched(request)[:80],
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
