"""Choosing the company to work in, for people who work in several."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goodword.core.models import Program
from goodword.core.tenancy import opened
from goodword.members.models import Member, Membership
from goodword.web.members.sign_in import safe_next
from goodword.web.middleware import SESSION_KEY, membership_of


@dataclass(frozen=True, slots=True)
class Place:
    """One company to work in, as its own people call it."""

    id: UUID
    name: str
    member: Member
    current: bool


@require_http_methods(["GET", "HEAD", "POST"])
def workspaces(request: HttpRequest) -> HttpResponse:
    """Show the companies this person works in; a POST goes into one."""
    places = _places(request)
    if request.method == "POST":
        if request.POST.get("workspace") not in {str(place.id) for place in places}:
            raise Http404
        request.session[SESSION_KEY] = request.POST["workspace"]
        return redirect(safe_next(request) or "/")
    return render(request, "members/workspaces.html", {"places": places, "next": safe_next(request)})


def _places(request: HttpRequest) -> list[Place]:
    """Return the workspaces open to the user. Each is opened in turn: names live behind its wall."""
    current = membership_of(request)
    places = []
    for membership in Membership.objects.filter(user=request.user.pk, active=True).order_by("id"):
        with opened(membership.workspace_id):
            member = Member.objects.active().filter(user=request.user.pk).first()
            if member is not None:
                here = current is not None and current.pk == membership.pk
                places.append(Place(membership.workspace_id, Program.here().name, member, here))
    return sorted(places, key=lambda place: place.name.lower())
