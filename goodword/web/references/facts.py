"""What is true of a customer: stating, confirming and withdrawing it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodword.directory.policy import must_keep
from goodword.members.policy import Permission
from goodword.references.actions import add_fact, start_profile, verify_fact, withdraw_fact
from goodword.references.models import Fact
from goodword.references.policy import visible_profiles
from goodword.web.members.http import MemberRequest, for_members, posted, tried
from goodword.web.references.customers import visible
from goodword.web.references.forms import FactForm
from goodword.web.references.ways_back import confirmation_undo


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.REFERENCE_EDIT)
def add(request: MemberRequest, account_id: UUID) -> HttpResponse:
    """Ask for one thing that is true of the customer; a POST states it."""
    account = visible(request, account_id)
    must_keep(request.actor, Permission.REFERENCE_EDIT, account)
    form = FactForm(posted(request))
    if request.method == "POST" and form.is_valid():
        by = request.actor
        tried(form, lambda: add_fact(start_profile(account, by=by), by=by, **form.stated(by)))
        if not form.errors:
            messages.success(request, _("Noted, with today's date."))
            return redirect("customer", account_id=account.pk)
    context = {"form": form, "account": account}
    return render(request, "references/fact_form.html", context, status=422 if form.errors else 200)


@require_POST
@for_members(Permission.REFERENCE_EDIT)
def verify(request: MemberRequest, fact_id: UUID) -> HttpResponse:
    """Note that a fact is still true."""
    fact = _fact(request, fact_id)
    event = verify_fact(fact, by=request.actor)
    account_id = fact.profile.account_id
    messages.success(request, _("Confirmed as of today."), extra_tags=confirmation_undo(event, account_id))
    return redirect("customer", account_id=account_id)


@require_POST
@for_members(Permission.REFERENCE_EDIT)
def withdraw(request: MemberRequest, fact_id: UUID) -> HttpResponse:
    """Note that a fact is not true any more; no match gives it as a reason from now on."""
    fact = _fact(request, fact_id)
    withdraw_fact(fact, by=request.actor)
    messages.success(request, _("Withdrawn. No match uses it any more."))
    return redirect("customer", account_id=fact.profile.account_id)


def _fact(request: MemberRequest, fact_id: UUID) -> Fact:
    seen = Fact.objects.standing().filter(profile__in=visible_profiles(request.actor))
    return get_object_or_404(seen.select_related("profile__account"), pk=fact_id)
