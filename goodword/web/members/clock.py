"""Moving the clock of a demo company."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from goodword.core import clock
from goodword.core.models import Workspace
from goodword.core.tenancy import current_workspace
from goodword.demo.queries import told_so_far
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.members.sign_in import safe_next

STEPS = {"1h": timedelta(hours=1), "1d": timedelta(days=1), "7d": timedelta(days=7)}


@require_POST
@for_members()
def move(request: MemberRequest) -> HttpResponse:
    """Move the clock forward and go back to the page it was moved on. A live company has no such page.

    While the company's past is being told the story moves it, nobody else.
    """
    workspace, step = current_workspace(), STEPS.get(request.POST.get("by", ""))
    if workspace.kind == Workspace.Kind.LIVE or step is None:
        raise Http404
    if told_so_far(workspace) is None:
        clock.move(workspace, step)
    return redirect(safe_next(request) or "/")
