"""A rep's changes to a request: the date it is needed by, and withdrawing it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodword.core.errors import TooLate
from goodword.desk.actions import change_need_by, withdraw_request
from goodword.desk.policy import must_run
from goodword.members.policy import Permission
from goodword.web.members.http import MemberRequest, for_members, posted, tried
from goodword.web.requests.forms import NeedByForm, WithdrawForm
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
