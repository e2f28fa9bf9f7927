"""One mail: its letter as it arrives, sending it now, and saying whether it arrived."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodword.members.policy import Permission
from goodword.messages import queries
from goodword.messages.actions import deliver_now, settle_unknown
from goodword.web.letter import letter
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.outbox.page import one_or_404, readable_by


@require_http_methods(["GET", "HEAD"])
@for_members()
def sheet(request: MemberRequest, message_id: UUID) -> HttpResponse:
    """Answer with the mail's HTML alone, for its frame; links are in it only where they may be shown."""
    seen = queries.as_seen(one_or_404(readable_by(request), message_id), request.actor)
    if not seen.readable:
        raise Http404
    return letter(seen.html)


@require_POST
@for_members(Permission.MESSAGE_DELIVER)
def deliver(request: MemberRequest, message_id: UUID) -> HttpResponse:
    """Send a waiting mail at once."""
    deliver_now(one_or_404(readable_by(request), message_id), by=request.actor)
    messages.success(request, _("On its way."))
    return redirect("outbox-mail", message_id=message_id)


@require_POST
@for_members(Permission.MESSAGE_DELIVER)
def settle(request: MemberRequest, message_id: UUID) -> HttpResponse:
    """Say whether a mail nobody knows of arrived; if not, it is sent again."""
    arrived = request.POST.get("arrived")
    if arrived not in ("yes", "no"):
        raise Http404
    settle_unknown(one_or_404(readable_by(request), message_id), arrived=arrived == "yes", by=request.actor)
    messages.success(request, _("Noted.") if arrived == "yes" else _("It is sent again."))
    return redirect("outbox-mail", message_id=message_id)
