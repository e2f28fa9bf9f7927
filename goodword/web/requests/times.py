"""Times on the buyer's behalf: the rep picks one of the customer's, or sends others."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodword.core.errors import TooLate
from goodword.desk.actions import offer_times, pick_time
from goodword.desk.queries.request_page import RequestPage
from goodword.members.policy import Permission
from goodword.web.links.times import TimesForm
from goodword.web.members.http import MemberRequest, for_members, posted, tried
from goodword.web.requests.forms import TimeForm
from goodword.web.requests.kit import page_or_404, say
from goodword.web.requests.page import drawn
from goodword.web.templatetags._times import place


@require_POST
@for_members(Permission.TIME_PICK)
def pick(request: MemberRequest, need_id: UUID) -> HttpResponse:
    """Book one of the customer's times."""
    page = _finding(request, need_id)
    form = TimeForm(request.POST)
    option = form.chosen(page.times) if form.is_valid() else None
    if option is None or page.lead is None:
        if form.is_valid():
            form.add_error("option", _("Choose one of the times."))
        return drawn(request, page, form=form)
    pick_time(page.lead, option, by=request.actor)
    say(request, _("Booked. Both sides get the calendar entry."))
    return redirect("request", need_id=need_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.CALL_MOVE)
def offer(request: MemberRequest, need_id: UUID) -> HttpResponse:
    """Show times that suit both sides; a POST sends up to three of them to the customer."""
    page = _finding(request, need_id)
    zone = request.member.time_zone
    form = TimesForm(posted(request), zone=zone)
    if request.method == "POST" and form.is_valid() and page.lead is not None:
        lead = page.lead
        tried(form, lambda: offer_times(lead, form.offers, by=request.actor))
        if form.is_valid():
            say(request, _("Sent. The customer picks one of them."))
            return redirect("request", need_id=need_id)
    context: dict[str, Any] = {"form": form, "page": page, "days": days_to_tick(page, form), "zone": place(zone)}
    return render(request, "requests/times.html", context, status=422 if form.errors else 200)


def days_to_tick(page: RequestPage, form: TimesForm) -> list[tuple[datetime, bool]]:
    """Return the times to tick, in order: those that suit both sides, and what was ticked before."""
    ticked = form.ticked
    return [(timezone.localtime(moment), moment in ticked) for moment in sorted({*page.times_to_offer, *ticked})]


def _finding(request: MemberRequest, need_id: UUID) -> RequestPage:
    page = page_or_404(request, need_id)
    if not (page.is_requester or page.is_manager):
        raise Http404
    if not page.may_time:
        raise TooLate(_("No time is being looked for any more."), state=page.need.state)
    return page
