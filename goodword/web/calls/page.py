"""S14 Calls: which conversations are ahead, which nobody has spoken about, and what became of the others."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from goodword.core.errors import TooLate
from goodword.desk.actions import call_off, move_call
from goodword.desk.models import Call
from goodword.desk.policy import must_run
from goodword.desk.queries.calls import calls_seen_by, shown_to
from goodword.desk.queries.request_page import RequestPage
from goodword.desk.rules.states import AskState
from goodword.members.policy import Permission, may
from goodword.messages import calendar
from goodword.messages.person import Person
from goodword.references.queries import face
from goodword.web.directory.listing import listing
from goodword.web.links.times import TimesForm
from goodword.web.members.http import MemberRequest, for_members, posted, tried
from goodword.web.requests.forms import WithdrawForm
from goodword.web.requests.kit import newest_of, page_or_404, say
from goodword.web.requests.page import REP_ANSWERS
from goodword.web.requests.times import days_to_tick
from goodword.web.templatetags._times import place

SORTS = {"time": "starts_at"}
PAGE = 30
VIEWS = {"ahead": lazy("Upcoming"), "unsettled": lazy("Was it held?"), "past": lazy("Past")}


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REQUEST_SEE)
def calls(request: MemberRequest) -> HttpResponse:
    """List the calls of the requests this viewer may see, by day."""
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "ahead"
    found = calls_seen_by(request.actor, view)
    page = listing(request, found.rows, sorts=SORTS, default="-time" if view == "past" else "time", step=PAGE)
    rows = [{"day": timezone.localdate(one.call.starts_at), "shown": one} for one in shown_to(page.rows, request.actor)]
    context: dict[str, Any] = {
        "rows": rows,
        "view": view,
        "views": [(code, words, found.counts[code]) for code, words in VIEWS.items()],
        "counts": found.counts,
        "page": page,
        "answers": REP_ANSWERS,
        "none_at_all": not any(found.counts.values()),
        "may_find": may(request.actor, Permission.REFERENCE_FIND),
        "here": request.get_full_path(),
    }
    return render(request, "calls/calls.html", context)


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REQUEST_SEE)
def entry(request: MemberRequest, call_id: UUID) -> HttpResponse:
    """Give the call as a calendar file: what a list may say of it, so a private customer stays private."""
    call, page = _call(request, call_id)
    shown = face(call.ask.advocate, request.actor)
    other = shown.company if shown.known else _("a private reference")
    title = _("%(buyer)s talks to %(other)s") % {"buyer": page.need.opportunity.account.name, "other": other}
    lines = [_("What it should settle: %(what)s") % {"what": page.need.must_settle}]
    if not page.need.vendor_joins:
        lines.append(_("Nobody from us joins."))
    text = calendar.entry(call, Person.of(request.member), title=title, brief="\n".join(lines))
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="call.ics"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.CALL_MOVE)
def move(request: MemberRequest, call_id: UUID) -> HttpResponse:
    """Show other times for a booked call; a POST gives it up for up to three of them, and the customer picks."""
    call, page = _ahead(request, call_id)
    zone = request.member.time_zone
    form = TimesForm(posted(request), zone=zone)
    if request.method == "POST" and form.is_valid():
        tried(form, lambda: move_call(call.ask, form.offers, by=request.actor))
        if form.is_valid():
            say(request, _("The call is given up, and the times are with the customer, who picks one."))
            return redirect("request", need_id=page.need.pk)
    context = {"form": form, "page": page, "call": call, "days": days_to_tick(page, form), "zone": place(zone)}
    return render(request, "calls/move.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.CALL_MOVE)
def off(request: MemberRequest, call_id: UUID) -> HttpResponse:
    """Say what calling a call off does; a POST calls it off."""
    call, page = _ahead(request, call_id)
    form = WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        call_off(call.ask, by=request.actor, why=form.cleaned_data["why"])
        event = newest_of(request, call.ask_id, "ask.called_off")
        say(request, _("Called off. In ten minutes both sides are told, and we look for somebody else."), event)
        return redirect("request", need_id=page.need.pk)
    context = {"form": form, "page": page, "call": call}
    return render(request, "calls/off.html", context, status=422 if form.errors else 200)


def _call(request: MemberRequest, call_id: UUID) -> tuple[Call, RequestPage]:
    """Return a call of a request this viewer may see; 404 for any other, and for one that doesn't stand."""
    joined = Call.objects.filter(called_off_at=None).select_related("ask__need__opportunity", "ask__advocate__contact")
    call = get_object_or_404(joined.select_related("ask__advocate__profile__account"), pk=call_id)
    return call, page_or_404(request, call.need_id)


def _ahead(request: MemberRequest, call_id: UUID) -> tuple[Call, RequestPage]:
    call, page = _call(request, call_id)
    must_run(request.actor, page.need, Permission.CALL_MOVE)
    if call.ask.state != AskState.BOOKED:
        raise TooLate(_("This call is settled already."), state=call.ask.state)
    return call, page
