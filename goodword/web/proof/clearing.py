"""Clearing a story, withdrawing it, and asking whoever said it to let it be used on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodword.core.errors import TooLate
from goodword.desk.actions import ask_to_renew
from goodword.members.policy import Permission
from goodword.proof.actions import clear, withdraw
from goodword.proof.models import Story
from goodword.web.members.http import MemberRequest, for_members, posted, tried
from goodword.web.proof.forms import ClearanceForm
from goodword.web.proof.sending import say
from goodword.web.proof.story import name_of, story_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.STORY_EDIT)
def clearance(request: MemberRequest, story_id: UUID) -> HttpResponse:
    """Show who may be shown a story; a POST says so anew."""
    told = _standing(request, story_id)
    form = ClearanceForm(posted(request), whose=told.advocate, initial=ClearanceForm.held(told))
    if request.method == "POST" and form.is_valid():
        tried(form, lambda: clear(told, by=request.actor, **form.cleaned_data))
        if not form.errors:
            messages.success(request, _("Saved. It holds at once."))
            return redirect("story", story_id=told.pk)
    context = {"form": form, "story": told, "name": name_of(told)}
    return render(request, "proof/clearance.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.STORY_EDIT)
def withdrawal(request: MemberRequest, story_id: UUID) -> HttpResponse:
    """Say what withdrawing does; a POST withdraws."""
    told = _standing(request, story_id)
    if request.method == "POST":
        event = withdraw(told, by=request.actor)
        if event is not None:
            say(request, _("Withdrawn. Nobody is shown it any more."), event)
        return redirect("story", story_id=told.pk)
    return render(request, "proof/withdraw.html", {"story": told, "name": name_of(told)})


@require_POST
@for_members(Permission.RENEWAL_ASK)
def renewal(request: MemberRequest, story_id: UUID) -> HttpResponse:
    """Ask whoever said it whether it may be used for another year."""
    told = _standing(request, story_id)
    ask_to_renew(told, by=request.actor)
    who = told.advocate.contact.name if told.advocate is not None else ""
    messages.success(request, _("%(name)s is asked by mail, at their next office hour.") % {"name": who})
    return redirect("story", story_id=told.pk)


def _standing(request: MemberRequest, story_id: UUID) -> Story:
    told = story_or_404(request, story_id)
    if told.withdrawn_at is not None:
        raise TooLate(_("This was withdrawn."), state="withdrawn")
    return told
