"""A rep's changes to a request: when it is needed, how to join its call, and closing it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodword.core.errors import TooLate
from goodword.desk.actions import change_kind, change_need_by, close_with_proof, set_how_to_join, withdraw_request
from goodword.desk.policy import must_run
from goodword.members.policy import Permission
from goodword.web.members.http import MemberRequest, for_members, posted, tried
from goodword.web.requests.forms import JoiningForm, NeedByForm, WithdrawForm
from goodword.web.requests.kit import newest_of, page_or_404, say


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.REQUEST_SEND)
def need_by(request: MemberRequest, need_id: UUID) -> HttpResponse:
    """Ask for the new date; a POST sets it."""
    page = page_or_404(request, need_id)
    must_run(request.actor, page.need, Permission.REQUEST_SEND)
    if not page.is_open:
        raise TooLate(_("This request is closed."), state=page.need.state)
    form = NeedByForm(posted(request), initial={"need_by": page.need.need_by})
    if request.method == "POST" and form.is_valid():
        tried(form, lambda: change_need_by(page.need, form.cleaned_data["need_by"], by=request.actor))
        if form.is_valid():
            say(request, _("The date is changed. What is promised below follows it."))
            return redirect("request", need_id=need_id)
    context = {"form": form, "page": page}
    return render(request, "requests/need_by.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.CALL_MOVE)
def joining(request: MemberRequest, need_id: UUID) -> HttpResponse:
    """Ask how both sides join the call; a POST sets it."""
    page = page_or_404(request, need_id)
    must_run(request.actor, page.need, Permission.CALL_MOVE)
    if not page.may_set_joining:
        raise TooLate(_("There is no call to come here any more."), state=page.need.state)
    form = JoiningForm(posted(request), initial={"how": page.how_to_join})
    if request.method == "POST" and form.is_valid():
        tried(form, lambda: set_how_to_join(page.need, form.cleaned_data["how"], by=request.actor))
        if form.is_valid():
            booked = page.call is not None
            say(request, _("Saved. Both sides get their calendar entry anew.") if booked else _("Saved."))
            return redirect("request", need_id=need_id)
    context = {"form": form, "page": page}
    return render(request, "requests/joining.html", context, status=422 if form.errors else 200)


@require_POST
@for_members(Permission.REQUEST_SEND)
def kind(request: MemberRequest, need_id: UUID) -> HttpResponse:
    """Ask for another kind of help instead."""
    page = page_or_404(request, need_id)
    change_kind(page.need, request.POST.get("kind", ""), by=request.actor)
    words = _("It asks for this now: %(kind)s.") % {"kind": page.need.get_help_kind_display().lower()}
    say(request, words)
    return redirect("request", need_id=need_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.REQUEST_WITHDRAW)
def proof_was_enough(request: MemberRequest, need_id: UUID) -> HttpResponse:
    """Say what closing with proof does; a POST closes."""
    page = page_or_404(request, need_id)
    must_run(request.actor, page.need, Permission.REQUEST_WITHDRAW)
    if request.method == "POST":
        close_with_proof(page.need, by=request.actor)
        event = newest_of(request, page.need.pk, "request.closed")
        say(request, _("Closed: proof was enough. Whoever was asked is told in ten minutes."), event)
        return redirect("request", need_id=need_id)
    return render(request, "requests/proof_was_enough.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.REQUEST_WITHDRAW)
def withdraw(request: MemberRequest, need_id: UUID) -> HttpResponse:
    """Say what withdrawing does; a POST withdraws."""
    page = page_or_404(request, need_id)
    must_run(request.actor, page.need, Permission.REQUEST_WITHDRAW)
    form = WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        withdraw_request(page.need, by=request.actor, why=form.cleaned_data["why"])
        event = newest_of(request, page.need.pk, "request.withdrawn")
        say(request, _("Withdrawn. Whoever was asked is told in ten minutes."), event)
        return redirect("request", need_id=need_id)
    context = {"form": form, "page": page}
    return render(request, "requests/withdraw.html", context, status=422 if form.errors else 200)
