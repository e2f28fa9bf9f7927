"""Asking for a new password. The answer is the same for everyone, and so is nearly everything it does."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodword.members.actions import ask_password_reset
from goodword.web.errors import too_many_requests
from goodword.web.members.forms import AskResetForm
from goodword.web.members.http import posted


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgot(request: HttpRequest) -> HttpResponse:
    """Take the address a new password is wanted for."""
    form = AskResetForm(posted(request), initial={"email": request.GET.get("email", "")})
    if request.method != "POST" or not form.is_valid():
        return render(request, "members/forgot.html", {"form": form}, status=422 if form.errors else 200)
    email = form.cleaned_data["email"]
    if not ratelimit.consume(request, action="reset_password", key=email.lower()):
        return too_many_requests(request)
    ask_password_reset(email)
    return redirect("password-asked")


@login_not_required
@require_http_methods(["GET", "HEAD"])
def asked(request: HttpRequest) -> HttpResponse:
    """Say what happens next, to those we know and those we don't."""
    return render(request, "members/forgot_asked.html")
