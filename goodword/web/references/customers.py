"""A customer as a reference (S09), and what those who look after it can set."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodword.core import clock
from goodword.desk.queries.deals_helped import deals_helped
from goodword.directory.actions import set_owners
from goodword.directory.models import Account
from goodword.directory.policy import keeps, must_keep
from goodword.members.policy import Permission, is_manager, may
from goodword.proof.policy import visible_stories
from goodword.protection.models import Hold
from goodword.protection.queries import rest_of
from goodword.references.actions import confirm_profile, set_owner_mode, set_visibility, start_profile
from goodword.references.models import Advocate, AdvocateState, ReferenceProfile
from goodword.references.policy import visible_accounts, visible_deals
from goodword.references.queries import ended_among, standing_facts, suggested_description
from goodword.web.back import led_back
from goodword.web.lists.merged import follows_merges
from goodword.web.members.http import MemberRequest, for_members, posted, tried
from goodword.web.references.forms import OwnerModeForm, OwnersForm, VisibilityForm, visibility_initial
from goodword.web.references.seen import shown_advocates
from goodword.web.references.timeline import timeline_of
from goodword.web.references.ways_back import confirmation_undo, ways_back_of_customer

TAKES_PART = (AdvocateState.ACTIVE, AdvocateState.INVITED, AdvocateState.QUALIFYING, AdvocateState.NOMINATED)


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REFERENCE_FIND)
@follows_merges("account_id")
def customer(request: MemberRequest, account_id: UUID) -> HttpResponse:
    """Show a customer: who helps there, what is true of it, what stops asks, what happened."""
    account = visible(request, account_id)
    if account.status == Account.Status.PROSPECT:
        return redirect("account", account_id=account.pk)
    profile = account.profiles.first()
    keeper = keeps(request.actor, account)
    people = _people(request, account)
    rests = rest_of([one for one in people if one.state == AdvocateState.ACTIVE], clock.now())
    advocates = [{"advocate": one, "rest": rests.get(one.pk)} for one in people]
    over = ended_among(shown_advocates(request.actor).filter(profile__account=account))
    known, helpers = {one.contact_id for one in people}, {one.pk for one in people}
    facts = standing_facts([profile.pk])[profile.pk] if profile else []
    context = {
        "account": account,
        "profile": profile,
        "keeper": keeper,
        "may_propose": may(request.actor, Permission.ADVOCATE_NOMINATE),
        "advocates": advocates,
        "others": [(person, over.get(person.pk)) for person in account.contacts.standing() if person.pk not in known],
        # What somebody's help came to is for those who may know that they help.
        "facts": [fact for fact in facts if fact.advocate_id is None or fact.advocate_id in helpers],
        "holds": Hold.objects.not_over(clock.now()).filter(account=account, advocate=None),
        "stories": visible_stories(request.actor).filter(profile__account=account, withdrawn_at=None)[:6],
        "may_add_proof": may(request.actor, Permission.STORY_EDIT),
        "deals": visible_deals(request.actor).filter(account=account).select_related("owner")[:6],
        "helped": deals_helped(account, request.actor),
        "timeline": timeline_of(account.pk, whole="history" in request.GET, keeper=True) if keeper else None,
        "ways_back": ways_back_of_customer(profile, facts) if keeper and profile else [],
        "now": clock.now(),
    }
    return render(request, "references/customer.html", context)


@require_POST
@for_members(Permission.REFERENCE_EDIT)
def confirm(request: MemberRequest, account_id: UUID) -> HttpResponse:
    """Note that everything known of the customer as a reference is still right."""
    account = visible(request, account_id)
    event = confirm_profile(start_profile(account, by=request.actor), by=request.actor)
    messages.success(request, _("Confirmed as of today. Thank you."), extra_tags=confirmation_undo(event, account.pk))
    return led_back(request, "customer", account.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.REFERENCE_EDIT)
def owner_mode(request: MemberRequest, account_id: UUID) -> HttpResponse:
    """Show how the owner is asked; a POST changes it."""
    account = visible(request, account_id)
    profile = start_or_show(request, account)
    initial = {"mode": profile.owner_mode, "pre_approved_a_quarter": profile.pre_approved_a_quarter}
    form = OwnerModeForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        tried(form, lambda: set_owner_mode(profile, by=request.actor, **form.cleaned_data))
        if not form.errors:
            messages.success(request, _("Saved."))
            return redirect("customer", account_id=account.pk)
    context = {"form": form, "account": account}
    return render(request, "references/owner_mode.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.ACCOUNT_EDIT)
def owners(request: MemberRequest, account_id: UUID) -> HttpResponse:
    """Show who decides about a customer and who stands in; a POST changes it."""
    account = visible(request, account_id)
    must_keep(request.actor, Permission.ACCOUNT_EDIT, account)
    parts = {"owner": account.owner_id, "deputy": account.deputy_id, "informed": account.informed_id}
    form = OwnersForm(posted(request), initial=parts)
    if request.method == "POST" and form.is_valid():
        changed = tried(form, lambda: set_owners(account, by=request.actor, **form.cleaned_data))
        if not form.errors:
            words = _("Saved. What waited for the owner waits for the new one.") if changed else _("Nothing changed.")
            messages.success(request, words)
            still = visible_accounts(request.actor).filter(pk=account.pk).exists()
            return redirect("customer", account_id=account.pk) if still else redirect("accounts")
    context = {"form": form, "account": account}
    return render(request, "references/owners.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.REFERENCE_EDIT)
def visibility(request: MemberRequest, account_id: UUID) -> HttpResponse:
    """Show who may know that this customer is a reference; a POST changes it."""
    account = visible(request, account_id)
    profile = start_or_show(request, account)
    form = VisibilityForm(posted(request), initial=visibility_initial(profile))
    if request.method == "POST" and form.is_valid():
        tried(form, lambda: set_visibility(profile, by=request.actor, **form.cleaned_data))
        if not form.errors:
            messages.success(request, _("Saved."))
            return redirect("customer", account_id=account.pk)
    context = {
        "form": form,
        "account": account,
        "suggestion": suggested_description(account, ["industry", "region", "size_band"]),
        "manager": is_manager(request.actor),
    }
    return render(request, "references/visibility.html", context, status=422 if form.errors else 200)


def visible(request: MemberRequest, account_id: UUID) -> Account:
    """Return a company the viewer may know; 404 for a private one, as for one that is not there."""
    seen = visible_accounts(request.actor)
    joined = seen.select_related("owner", "deputy", "informed", "industry", "region", "size_band")
    return get_object_or_404(joined, pk=account_id)


def start_or_show(request: MemberRequest, account: Account) -> ReferenceProfile:
    """Return the profile, unsaved while the page is only looked at. Raises NotAllowed for who doesn't keep it."""
    must_keep(request.actor, Permission.REFERENCE_EDIT, account)
    if request.method == "POST":
        return start_profile(account, by=request.actor)
    return account.profiles.first() or ReferenceProfile(account=account)


def _people(request: MemberRequest, account: Account) -> QuerySet[Advocate]:
    """Return who helps there or may, active ones first."""
    seen = shown_advocates(request.actor).filter(profile__account=account, state__in=TAKES_PART)
    return seen.select_related("contact", "profile__account").order_by("state", "contact__sort_key")
