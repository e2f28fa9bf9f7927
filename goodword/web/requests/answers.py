"""Answers given in the app: the owner's, the rep's "how did it go", "we talked", and taking one back."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodword.core.models import Event
from goodword.desk.actions import approve_ask, close_repair, decline_as_owner, give_debrief, undo
from goodword.desk.models import Ask, Debrief, Repair
from goodword.desk.queries.request_page import RequestPage
from goodword.members.policy import Permission
from goodword.web.back import led_back
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.requests.forms import AnswerForm, DebriefForm, RepairForm
from goodword.web.requests.kit import newest_of, page_or_404, say
from goodword.web.requests.page import drawn


@require_POST
@for_members(Permission.ASK_APPROVE)
def for_the_owner(request: MemberRequest, ask_id: UUID) -> HttpResponse:
    """Answer "can we ask your customer?" without the mail."""
    ask, page = _ask(request, ask_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return drawn(request, page, form=form)
    name = page.faces[ask.pk].first_name
    if form.cleaned_data["answer"] == AnswerForm.NO:
        decline_as_owner(ask, by=request.actor, until=form.cleaned_data["until"])
        words = _("%(name)s won't be asked. We look for somebody else in ten minutes.") % {"name": name}
    else:
        approve_ask(ask, by=request.actor, personally=form.cleaned_data["answer"] == AnswerForm.SELF)
        words = _("%(name)s will be asked in ten minutes.") % {"name": name}
    say(request, words, newest_of(request, ask.pk, "ask.approved", "ask.declined_by_owner"))
    return led_back(request, "request", page.need.pk)


@require_POST
@for_members(Permission.DEBRIEF_GIVE)
def debrief(request: MemberRequest, need_id: UUID) -> HttpResponse:
    """Say how the call went for the deal."""
    page = page_or_404(request, need_id)
    form = DebriefForm(request.POST)
    if not form.is_valid():
        return drawn(request, page, form=form)
    if page.lead is None:
        raise Http404
    said = form.cleaned_data
    give_debrief(page.lead, Debrief.Side.REP, said["answer"], by=request.actor, line=said["line"])
    say(request, _("Thank you. It is on the request."), newest_of(request, page.lead.pk, "debrief.given"))
    return led_back(request, "request", need_id)


@require_POST
@for_members(Permission.REPAIR_CLOSE)
def talked(request: MemberRequest, repair_id: UUID) -> HttpResponse:
    """Note that somebody talked to a customer who said "not again"."""
    repair = get_object_or_404(Repair.objects.select_related("ask"), pk=repair_id)
    page = page_or_404(request, repair.ask.need_id)
    form = RepairForm(request.POST)
    if not form.is_valid():
        return drawn(request, page, form=form)
    close_repair(repair, by=request.actor, note=form.cleaned_data["note"])
    say(request, _("Noted. They stay on hold until you lift it."))
    return led_back(request, "request", page.need.pk)


@require_POST
@for_members(Permission.REQUEST_SEE)
def take_back(request: MemberRequest, need_id: UUID, event_id: UUID) -> HttpResponse:
    """Take back an answer within its ten minutes."""
    page = page_or_404(request, need_id)
    event = get_object_or_404(Event, Q(thread=page.need.pk), pk=event_id)
    undo(event, by=request.actor)
    say(request, _("Taken back. Nobody was told."))
    return led_back(request, "request", need_id)


def _ask(request: MemberRequest, ask_id: UUID) -> tuple[Ask, RequestPage]:
    """Return an ask this viewer knows by name, and its request's page."""
    ask = get_object_or_404(Ask, pk=ask_id)
    page = page_or_404(request, ask.need_id)
    mine = next((one for one in page.asks if one.pk == ask.pk), None)
    if mine is None or not page.faces[mine.pk].known:
        raise Http404
    return mine, page
