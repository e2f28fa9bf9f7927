"""Signing in and out (S23)."""

from __future__ import annotations

from allauth.account.internal import flows
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from goodword.core.models import Workspace
from goodword.members.models import Membership
from goodword.web.errors import too_many_requests
from goodword.web.members import device
from goodword.web.members.forms import SignInForm
from goodword.web.members.loopback import is_here


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Show the door, or let somebody in."""
    wanted = safe_next(request)
    if request.user.is_authenticated:
        return redirect(wanted or "/")
    if request.method != "POST":
        if wanted == "/" and _only_the_demo_is(request):
            return redirect("demo-cast")
        return _door(request, SignInForm(request=request), wanted)
    if not ratelimit.consume(request, action="login"):
        return too_many_requests(request)
    form = SignInForm(request.POST, request=request)
    if form.is_valid():
        return _let_in(request, form, wanted)
    if form.came_too_often:
        return too_many_requests(request)
    return _door(request, form, wanted)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session, and lead on to where somebody goes instead."""
    flows.logout.logout(request)
    return redirect(safe_next(request) or "login")


def safe_next(request: HttpRequest) -> str:
    """Return the page asked for before signing in, if it is one of ours, else ""."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    # A word without a slash would be taken for the name of a page.
    return wanted if ours and wanted.startswith("/") else ""


def _let_in(request: HttpRequest, form: SignInForm, wanted: str) -> HttpResponse:
    answer: HttpResponse = form.login(request, redirect_url=wanted or "/")
    if request.user.is_authenticated:
        if Membership.objects.filter(user=request.user, active=True).count() > 1:
            query = f"?{urlencode({'next': wanted})}" if wanted else ""
            answer = HttpResponseRedirect(reverse("workspaces") + query)
        device.remember(request, answer, request.user.email)
    return answer


def _door(request: HttpRequest, form: SignInForm, wanted: str) -> HttpResponse:
    demo = is_here(request) and Workspace.objects.filter(kind=Workspace.Kind.DEMO).exists()
    context = {"form": form, "next": wanted, "demo": demo}
    return render(request, "members/login.html", context, status=422 if form.errors else 200)


def _only_the_demo_is(request: HttpRequest) -> bool:
    """Say whether a newcomer at this machine can only want to look around: there is nothing here but the demo."""
    return is_here(request) and set(Workspace.objects.values_list("kind", flat=True)) == {Workspace.Kind.DEMO}
