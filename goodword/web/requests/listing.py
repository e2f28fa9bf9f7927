"""S04 My requests, and the program's plain list of all of them: where is it?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from goodword.desk.queries.lists import Wanted, listing
from goodword.members.models import Role
from goodword.members.policy import Permission
from goodword.web.directory.listing import searched
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.requests.kit import named

PAGE = 25
MOST = 1000
VIEWS = {"open": _("Open"), "mine": _("Mine"), "late": _("Late"), "closed": _("Closed")}


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REQUEST_SEE)
def requests(request: MemberRequest) -> HttpResponse:
    """List the viewer's requests: a rep's own and those on their customers, the program's all."""
    wanted = _wanted(request)
    found = listing(request.actor, request.member, wanted)
    rows = [{"row": row, "steps": named(row.steps, row.need)} for row in found.rows]
    context = {
        "rows": rows,
        "wanted": wanted,
        "found": found,
        "views": [(code, words, found.views[code]) for code, words in VIEWS.items()],
        "more": min(PAGE, found.total - len(rows)),
        "next_most": wanted.most + PAGE,
        "runs_program": request.member.has(Role.MANAGER),
        "filtered": bool(wanted.words or wanted.state),
        "none_at_all": not any(found.views.values()),
    }
    return render(request, "requests/list.html", context)


def _wanted(request: MemberRequest) -> Wanted:
    view = request.GET.get("view", "")
    show = request.GET.get("show", "")
    return Wanted(
        view=view if view in VIEWS else "open",
        state=request.GET.get("state", ""),
        words=searched(request)[:80],
        most=min(int(show), MOST) if show.isdecimal() and len(show) < 6 and int(show) else PAGE,
    )
