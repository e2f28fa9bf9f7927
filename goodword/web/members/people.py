"""People & roles (J-A3): who works here, what they do, and what becomes of their customers when they leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodword.core.actors import Actor
from goodword.desk.models import ReferenceRequest
from goodword.desk.rules.states import RequestState
from goodword.directory.models import Opportunity
from goodword.members.actions import change_roles, invite_again, invite_member, remove_member, why_they_stay
from goodword.members.models import Member, Role
from goodword.members.policy import Permission
from goodword.references.policy import visible_accounts, visible_deals
from goodword.web.back import led_back
from goodword.web.members.deputies import gone_words, left_alone, said_of
from goodword.web.members.forms import InviteForm, RemoveForm, RolesForm
from goodword.web.members.http import MemberRequest, for_members, posted
from goodword.web.templatetags._figures import plural

MOST_NAMED = 8


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.MEMBER_EDIT)
def people(request: MemberRequest) -> HttpResponse:
    """List who works here."""
    rows = [{"person": member, "roles": role_names(member)} for member in _colleagues()]
    return render(request, "members/people.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.MEMBER_INVITE)
def invite(request: MemberRequest) -> HttpResponse:
    """Ask for who should come; a POST invites them."""
    form = InviteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        member = invite_member(
            said["email"],
            said["name"],
            said["roles"],
            job_title=said["job_title"],
            team=said["team"],
            by=request.actor,
        )
        messages.success(request, _("%(name)s is invited. The mail is on its way.") % {"name": member.name})
        return redirect("settings-people")
    return render(request, "members/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.MEMBER_EDIT)
def person(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """Show what somebody does here; a POST changes it."""
    member = get_object_or_404(_colleagues(), pk=member_id)
    form = RolesForm(posted(request), initial={"roles": member.roles})
    if request.method == "POST" and form.is_valid():
        change_roles(member, form.cleaned_data["roles"], by=request.actor)
        messages.success(request, _("%(name)s's roles are changed.") % {"name": member.name})
        return redirect("settings-people")
    context = {"form": form, "person": member}
    return render(request, "members/person.html", context, status=422 if form.errors else 200)


@require_POST
@for_members(Permission.MEMBER_INVITE)
def again(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """Have the invitation sent once more."""
    member = get_object_or_404(_colleagues(), pk=member_id)
    invite_again(member, by=request.actor)
    messages.success(request, _("The invitation goes to %(email)s again.") % {"email": member.email})
    return led_back(request, "settings-person", member.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.MEMBER_EDIT)
def remove(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """Say what becomes of somebody's customers, deals and requests; a POST hands them over and ends their access."""
    member = get_object_or_404(_colleagues(), pk=member_id)
    form = RemoveForm(member, posted(request)) if _left_behind(member) else None
    if request.method == "POST" and (form is None or form.is_valid()):
        successor = form.cleaned_data["successor"] if form else None
        alone = left_alone(member).get(successor.pk, 0) if successor else 0
        remove_member(member, by=request.actor, successor=successor)
        messages.success(request, gone_words(member, alone))
        return redirect("settings-people")
    status = 422 if form is not None and form.errors else 200
    context = {
        "form": form,
        "person": member,
        "left": get_text_list(_left_behind(member), _("and")),
        "parts": passing_over(member, request.actor),
        "alone": said_of(Member.objects.deciding().exclude(pk=member.pk), member) if form else [],
        "refused": why_they_stay(member, heir_is_named=form is not None),
    }
    return render(request, "members/remove.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of what passes over: the first few by name, as far as the reader may know them, and how many more."""

    title: str
    names: list[str]
    more: int


def passing_over(member: Any, by: Actor) -> list[Part]:
    """Return what a colleague would leave to somebody else, kind by kind. One query each."""
    accounts = visible_accounts(by).order_by("name", "pk").values_list("name", flat=True)
    deals = visible_deals(by).open().of(member).order_by("close_on", "name", "pk")
    needs = ReferenceRequest.objects.open().of(member).filter(opportunity__in=visible_deals(by).order_by().values("pk"))
    asked = needs.order_by("opportunity__account__name", "pk").values_list("opportunity__account__name", flat=True)
    parts = (
        (_("Customers"), list(accounts.filter(owner=member)[:MOST_NAMED]), member.kept),
        (_("Deputy for"), list(accounts.filter(deputy=member)[:MOST_NAMED]), member.deputised),
        (_("Open deals"), list(deals.values_list("name", flat=True)[:MOST_NAMED]), member.deals),
        (_("Open requests"), [_("for %(name)s") % {"name": name} for name in asked[:MOST_NAMED]], member.asked),
    )
    return [Part(title, names, count - len(names)) for title, names, count in parts if count]


def role_names(member: Member) -> list[str]:
    """Return the words for what somebody does here, in the order roles are always named."""
    return [str(role.label) for role in Role if role in member.roles]


def _left_behind(member: Any) -> list[str]:
    """Return what somebody who leaves would leave without anybody, each with its number."""
    parts = (
        (member.kept, _("customer,customers")),
        (member.deputised, _("deputyship,deputyships")),
        (member.deals, _("open deal,open deals")),
        (member.asked, _("open request,open requests")),
    )
    return [plural(count, words) for count, words in parts if count]


def _colleagues() -> QuerySet[Any]:
    """Return who works here with the number of customers they keep or deputise for, open deals and open requests."""
    deals = Q(opportunities__status=Opportunity.Status.OPEN)
    return (
        Member.objects.active()
        .select_related("user")
        .annotate(
            kept=Count("accounts", distinct=True),
            deputised=Count("deputised_accounts", distinct=True),
            deals=Count("opportunities", filter=deals, distinct=True),
            asked=Count("requests", filter=~Q(requests__state=RequestState.CLOSED), distinct=True),
        )
        .order_by("sort_key", "id")
    )
