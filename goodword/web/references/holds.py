"""Stopping asks of a customer or of one person there, and letting them go on (J-O3)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodword.core import clock
from goodword.directory.models import Account
from goodword.directory.policy import must_keep
from goodword.members.policy import Permission
from goodword.protection.actions import lift_hold, place_hold
from goodword.protection.models import Hold
from goodword.references.models import Advocate
from goodword.references.policy import visible_accounts
from goodword.web.members.http import MemberRequest, for_members, posted, tried
from goodword.web.references.advocates import seen_advocate
from goodword.web.references.customers import visible
from goodword.web.references.forms import HoldForm


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.HOLD_PLACE)
def hold_customer(request: MemberRequest, account_id: UUID) -> HttpResponse:
    """Ask for how long nobody there is to be asked; a POST stops it."""
    account = visible(request, account_id)
    return _held(request, account, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.HOLD_PLACE)
def hold_advocate(request: MemberRequest, advocate_id: UUID) -> HttpResponse:
    """Ask for how long this person is not to be asked; a POST stops it."""
    advocate = seen_advocate(request, advocate_id)
    return _held(request, advocate.profile.account, advocate)


@require_POST
@for_members(Permission.HOLD_LIFT)
def lift(request: MemberRequest, hold_id: UUID) -> HttpResponse:
    """Let asks go on."""
    seen = Hold.objects.not_over(clock.now()).filter(account__in=visible_accounts(request.actor))
    hold = get_object_or_404(seen.select_related("account", "advocate__profile__account"), pk=hold_id)
    lift_hold(hold, by=request.actor)
    messages.success(request, _("Lifted. They can be asked again."))
    if hold.advocate_id:
        return redirect("advocate", advocate_id=hold.advocate_id)
    return redirect("customer", account_id=hold.account_id)


def _held(request: MemberRequest, account: Account, advocate: Advocate | None) -> HttpResponse:
    must_keep(request.actor, Permission.HOLD_PLACE, account)
    form = HoldForm(posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data.copy()
        tried(form, lambda: place_hold(advocate or account, by=request.actor, **said), fields={"ends_first": "until"})
        if not form.errors:
            messages.success(request, _words(said["starts"]))
            return _back(account, advocate)
    context = {"form": form, "account": account, "advocate": advocate}
    return render(request, "references/hold_form.html", context, status=422 if form.errors else 200)


def _words(starts: date | None) -> str:
    if starts is None:
        return _("On hold. Nobody is asked until you lift it or the day comes.")
    return _("Noted. They are on hold from %(day)s.") % {"day": date_format(starts, "j M Y")}


def _back(account: Account, advocate: Advocate | None) -> HttpResponse:
    if advocate is not None:
        return redirect("advocate", advocate_id=advocate.pk)
    return redirect("customer", account_id=account.pk)
