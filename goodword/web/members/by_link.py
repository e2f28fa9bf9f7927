"""The way in by a signed link: an invitation's first password, or a new one for who forgot it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from goodword.core import clock, links
from goodword.core.actors import Actor
from goodword.core.models import Program, SignedLink
from goodword.members.actions import say_name, set_password
from goodword.members.models import Member
from goodword.members.policy import Purpose
from goodword.web.members import device
from goodword.web.members.forms import ChoosePasswordForm, FirstPasswordForm
from goodword.web.members.http import posted
from goodword.web.middleware import SESSION_KEY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@sensitive_post_parameters("password")
def member_link(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Show "Choose a password"; a POST sets it, spends the link and signs the person in."""
    member = _member_of(link)
    answer = _page(request, link, member)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


PURPOSES: Mapping[Purpose, Callable[[HttpRequest, SignedLink], HttpResponse]] = {
    Purpose.MEMBER_INVITATION: member_link,
    Purpose.PASSWORD_RESET: member_link,
}


def _page(request: HttpRequest, link: SignedLink, member: Member) -> HttpResponse:
    standing = link.standing(clock.now())
    if standing != "open":
        return _drawn(request, "members/link_over.html", link, member, status=200 if standing == "used" else 410)
    if link.purpose == Purpose.MEMBER_INVITATION and member.user.has_usable_password():
        # They sign in somewhere already: an invitation of one workspace must not open the others.
        return _drawn(request, "members/link_known.html", link, member)
    form = (FirstPasswordForm if _is_nameless(member) else ChoosePasswordForm)(member, posted(request))
    if request.method == "POST" and form.is_valid():
        return _let_in(request, link, member, **form.cleaned_data)
    return _drawn(request, "members/choose_password.html", link, member, form=form, status=422 if form.errors else 200)


def _let_in(request: HttpRequest, link: SignedLink, member: Member, password: str, name: str = "") -> HttpResponse:
    links.spend(link, "password chosen")
    set_password(member, password, by=Actor.link(link))
    if name:
        say_name(member, name, by=Actor.link(link))
    links.withdraw(member, Purpose.MEMBER_INVITATION, Purpose.PASSWORD_RESET)
    login(request, member.user, backend=BACKEND)
    request.session[SESSION_KEY] = str(member.workspace_id)
    answer = redirect("/")
    device.remember(request, answer, member.email)
    return answer


def _is_nameless(member: Member) -> bool:
    """Say whether only their address is known: `goodword workspace create` asks for no more."""
    return member.name == member.email


def _member_of(link: SignedLink) -> Member:
    member = Member.objects.active().select_related("user").filter(pk=link.person_id, user__is_active=True).first()
    if member is None or link.person_kind != "member":
        raise Http404
    return member


def _drawn(
    request: HttpRequest, template: str, link: SignedLink, member: Member, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "link": link,
        "standing": link.standing(clock.now()),
        "member": member,
        "program": Program.here(),
        "invitation": link.purpose == Purpose.MEMBER_INVITATION,
        "nameless": _is_nameless(member),
        **more,
    }
    return render(request, template, context, status=status)
