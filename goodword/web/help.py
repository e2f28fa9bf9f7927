"""Help, at the same place on every page: how a request travels, our words, and a person to write to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodword.members.models import Member, Role
from goodword.web.middleware import must_be_member


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the page to any member."""
    must_be_member(request)
    managers = Member.objects.filter(active=True, roles__contains=[Role.MANAGER])
    return render(request, "help.html", {"managers": managers})
