"""Adding a story or a quote, and changing what it says."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodword.core.errors import TooLate
from goodword.directory.models import Account
from goodword.members.policy import Permission
from goodword.proof.actions import add_quote, add_story, change_story
from goodword.proof.models import Story
from goodword.references.actions import start_profile
from goodword.references.policy import visible_accounts
from goodword.web.directory.listing import searched
from goodword.web.links.kit import id_or_none
from goodword.web.members.http import MemberRequest, for_members, posted, tried
from goodword.web.proof.forms import AddForm, EditForm
from goodword.web.proof.story import name_of, story_or_404

MOST_CUSTOMERS = 30


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.STORY_EDIT)
def add(request: MemberRequest) -> HttpResponse:
    """Ask whose words they are, then for the words; a POST adds them."""
    key = request.GET.get("customer", "")
    return _filled_in(request, _customer(request, key)) if key else _chosen(request)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.STORY_EDIT)
def edit(request: MemberRequest, story_id: UUID) -> HttpResponse:
    """Show what a story says; a POST changes it."""
    told = story_or_404(request, story_id)
    if told.withdrawn_at is not None:
        raise TooLate(_("This was withdrawn."), state="withdrawn")
    form = EditForm(request.actor, told, posted(request), initial=EditForm.held(told))
    if request.method == "POST" and form.is_valid():
        before = told.clearance
        tried(form, lambda: _change(request, told, form))
        if not form.errors:
            kept = told.clearance == before
            messages.success(request, _("Saved.") if kept else _("Saved. The new words must be cleared again."))
            return redirect("story", story_id=told.pk)
    context = {"form": form, "story": told, "name": name_of(told), "account": told.profile.account}
    return render(request, "proof/form.html", context, status=422 if form.errors else 200)


def _chosen(request: MemberRequest) -> HttpResponse:
    """List the customers words could be of, as far as they were searched for."""
    words = searched(request)
    customers = visible_accounts(request.actor).exclude(status=Account.Status.PROSPECT)
    found = customers.filter(name__icontains=words) if words else customers
    rows = list(found.order_by("name", "pk")[: MOST_CUSTOMERS + 1])
    context = {"customers": rows[:MOST_CUSTOMERS], "more": len(rows) > MOST_CUSTOMERS, "searched": words}
    return render(request, "proof/choose.html", context)


def _filled_in(request: MemberRequest, account: Account) -> HttpResponse:
    form = AddForm(request.actor, account.profiles.first(), posted(request), initial={"clearance": "internal"})
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: _added(request, account, form))
        if made is not None:
            messages.success(request, _("It is added."))
            return redirect("story", story_id=made.pk)
    context = {"form": form, "account": account}
    return render(request, "proof/form.html", context, status=422 if form.errors else 200)


def _added(request: MemberRequest, account: Account, form: AddForm) -> Story:
    said, by = form.words(), request.actor
    profile, kind, text = start_profile(account, by=by), said.pop("kind"), said.pop("text")
    if kind == Story.Kind.QUOTE:
        return add_quote(profile, text, by=by, **said)
    return add_story(profile, text=text, by=by, **said)


def _change(request: MemberRequest, told: Story, form: EditForm) -> None:
    said = form.words()
    # The sections are of the text as it was.
    passages = () if said["text"].strip() != told.text else None
    change_story(told, by=request.actor, passages=passages, **said)


def _customer(request: MemberRequest, key: str) -> Account:
    wanted = id_or_none(key)
    if wanted is None:
        raise Http404
    return get_object_or_404(visible_accounts(request.actor), pk=wanted)
