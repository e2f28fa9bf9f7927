"""One's own settings (S24)."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from goodword.members.actions import change_self, set_password
from goodword.members.models import Membership
from goodword.members.policy import Permission, may
from goodword.messages.rules import News
from goodword.web.errors import too_many_requests
from goodword.web.members.forms import ChangePasswordForm, MeForm
from goodword.web.members.http import MemberRequest, for_members, posted, tried
from goodword.web.members.languages import spoken


@require_http_methods(["GET", "HEAD", "POST"])
@for_members()
def me(request: MemberRequest) -> HttpResponse:
    """Show what I said about myself; a POST changes it."""
    member, languages = request.member, spoken()
    initial = {name: getattr(member, name) for name in ("name", "time_zone", "language", "how_to_join", "single_keys")}
    initial["news"] = [news.value for news in News if news.value not in member.news_off]
    form = MeForm(
        posted(request), initial=initial, languages=languages, asks=may(request.actor, Permission.REQUEST_SEND)
    )
    if request.method == "POST" and form.is_valid():
        said = form.said
        language = said.get("language", member.language)
        tried(form, lambda: change_self(member, **(said | {"language": language}), by=request.actor))
        if form.is_valid():
            messages.success(request, _("Saved."))
            return redirect("me")
    context = {
        "form": form,
        "language": languages[0][1] if len(languages) == 1 else "",
        "places": Membership.objects.filter(user=request.user.pk, active=True).count(),
    }
    return render(request, "members/me.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters("current", "password")
@require_http_methods(["GET", "HEAD", "POST"])
@for_members()
def password(request: MemberRequest) -> HttpResponse:
    """Change my password; every other session of mine ends with it."""
    form = ChangePasswordForm(request.member, posted(request))
    if request.method == "POST":
        if not ratelimit.consume(request, action="change_password"):
            return too_many_requests(request)
        if form.is_valid():
            set_password(request.member, form.cleaned_data["password"], by=request.actor)
            update_session_auth_hash(request, request.member.user)
            messages.success(request, _("Your password is changed. You are signed out everywhere else."))
            return redirect("me")
    return render(request, "members/password.html", {"form": form}, status=422 if form.errors else 200)
