"""Keeping, changing and forgetting a view of a list."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from goodword.members.actions import change_view, remove_view, save_view
from goodword.members.models import SavedView
from goodword.members.policy import Permission
from goodword.web.lists.saved import PAGES, address, kept
from goodword.web.members.http import MemberRequest, for_members, posted, tried


class ViewForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, error_messages={"required": gettext_lazy("Give the view a name.")}
    )
    pinned = forms.BooleanField(
        label=gettext_lazy("Pin it"), help_text=gettext_lazy("It stands beside the list's tabs."), required=False
    )
    shared = forms.BooleanField(
        label=gettext_lazy("Share it with colleagues"),
        help_text=gettext_lazy("They see its name and filters, and of the rows those they may see anyway."),
        required=False,
    )


@require_POST
@for_members(Permission.VIEW_SAVE)
def save(request: MemberRequest) -> HttpResponse:
    """Keep the filters a list is shown with."""
    page = request.POST.get("page", "")
    if page not in PAGES:
        raise Http404
    said = {name: bool(request.POST.get(name)) for name in ("shared", "pinned")}
    view = save_view(page, request.POST.get("name", ""), kept(request.POST.get("query", "")), by=request.actor, **said)
    messages.success(request, _("“%(name)s” is saved under Views.") % {"name": view.name})
    return redirect(address(view))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.VIEW_SAVE)
def change(request: MemberRequest, view_id: UUID) -> HttpResponse:
    """Show a view of one's own; a POST renames, shares or pins it."""
    view = _own(request, view_id)
    initial = {"name": view.name, "pinned": view.pinned, "shared": view.shared}
    form = ViewForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        tried(form, lambda: change_view(view, by=request.actor, **form.cleaned_data))
        if not form.errors:
            messages.success(request, _("Saved."))
            return redirect(address(view))
    context = {"form": form, "view": view, "list_url": address(view)}
    return render(request, "lists/view_form.html", context, status=422 if form.errors else 200)


@require_POST
@for_members(Permission.VIEW_SAVE)
def remove(request: MemberRequest, view_id: UUID) -> HttpResponse:
    """Forget a view of one's own."""
    view = _own(request, view_id)
    remove_view(view, by=request.actor)
    messages.success(request, _("“%(name)s” is removed.") % {"name": view.name})
    return redirect(reverse(view.page))


def _own(request: MemberRequest, view_id: UUID) -> SavedView:
    return get_object_or_404(SavedView.objects.filter(member=request.member), pk=view_id)
