"""First run (S22): from an empty workspace to the first customer who agreed, each step checked as it is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodword.core.errors import Refused
from goodword.core.models import Event, Workspace
from goodword.core.tenancy import current_workspace
from goodword.demo.queries import told_so_far, workspace
from goodword.directory.models import Account
from goodword.members.actions import close_first_steps
from goodword.members.models import Member
from goodword.members.policy import Permission
from goodword.messages.actions import try_mail
from goodword.messages.actions.trying import TEST_MAIL
from goodword.messages.models import Message
from goodword.messages.queries.ways import goes_by_hand, goes_by_smtp
from goodword.references.models import Advocate
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.members.loopback import is_here
from goodword.web.settings.steps import CLOSED, ENOUGH_CUSTOMERS, steps_for


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.PROGRAM_EDIT)
def welcome(request: MemberRequest) -> HttpResponse:
    """List the first steps with what is there already."""
    steps, place = steps_for(request.actor), current_workspace()
    context = {
        "steps": steps,
        "done": sum(1 for step in steps if step.done),
        "following": next((step for step in steps if not step.done and step.url), None),
        "closed": Event.objects.filter(name=CLOSED).exists(),
        "colleagues": Member.objects.active().count(),
        "customers": Account.objects.customers().count(),
        "enough": ENOUGH_CUSTOMERS,
        "advocates": Advocate.objects.active().count(),
        "mail": Message.objects.filter(kind=TEST_MAIL).order_by("-created_at").first(),
        "by_smtp": goes_by_smtp(place),
        "by_hand": goes_by_hand(place),
        "sample": _sample(request, place),
    }
    return render(request, "settings/welcome.html", context)


@require_POST
@for_members(Permission.PROGRAM_EDIT)
def send_test_mail(request: MemberRequest) -> HttpResponse:
    """Send the viewer a test mail."""
    try:
        try_mail(request.member, by=request.actor)
    except Refused as why:
        messages.warning(request, str(why))
    else:
        _say_where_it_goes(request)
    return redirect("welcome")


@require_POST
@for_members(Permission.PROGRAM_EDIT)
def close(request: MemberRequest) -> HttpResponse:
    """Take the first steps off Today."""
    close_first_steps(by=request.actor)
    messages.success(request, _("Taken off Today. You find them in the settings."))
    return redirect("today")


def _sample(request: MemberRequest, place: Workspace) -> dict[str, Any]:
    """Say whether the sample company stands, how far it is told, and whether the viewer can go there from here.

    It is a workspace of its own. Building it takes minutes, and taking it away the owner's rights in the database:
    both are done from the command line.
    """
    made = workspace()
    return {
        "stands": made is not None,
        "told": told_so_far(made) if made is not None else None,
        "inside": place.kind == Workspace.Kind.DEMO,
        "here": is_here(request),
    }


def _say_where_it_goes(request: MemberRequest) -> None:
    if goes_by_smtp(current_workspace()):
        messages.success(request, _("On its way to %(address)s.") % {"address": request.member.email})
    else:
        messages.warning(request, _("It waits in the outbox: no mail server is set, so no mail leaves here."))
