"""The demo company's cast: step into any of them with one click, at this machine and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodword.core import clock, links
from goodword.core.models import Program, SignedLink, Workspace
from goodword.core.tenancy import opened
from goodword.directory.models import Contact
from goodword.members.models import Member, Role
from goodword.members.policy import Purpose
from goodword.web.members.by_link import BACKEND
from goodword.web.members.forms import ROLE_WORDS
from goodword.web.members.loopback import is_here
from goodword.web.members.people import role_names
from goodword.web.middleware import SESSION_KEY, membership_of

PAGES: dict[str, str | Promise] = {
    Purpose.INVITATION: _("an invitation to help"),
    Purpose.ASK: _("a question to answer"),
    Purpose.OWN_PAGE: _("their own page"),
    Purpose.DEBRIEF: _("how it went"),
    Purpose.PICK_TIME: _("times to pick from"),
    Purpose.PROSPECT_CALL: _("their call"),
    Purpose.RENEWAL: _("words to be used on"),
}


@dataclass(frozen=True, slots=True)
class Colleague:
    member: Member
    roles: str
    does: list[str | Promise]


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody without a sign-in, and the newest page they have a link to."""

    contact: Contact
    page: str | Promise
    url: str


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cast(request: HttpRequest) -> HttpResponse:
    """Show who can be stepped into; a POST steps in."""
    workspace = _demo(request)
    with opened(workspace):
        if request.method == "POST":
            return _step_into(request, workspace)
        context = {"program": Program.here(), "colleagues": _colleagues(), "outsiders": _outsiders()}
        return render(request, "members/cast.html", context)


def _demo(request: HttpRequest) -> Workspace:
    """Return the demo company; 404 from another machine, and for who works in a live company."""
    if not is_here(request):
        raise Http404
    demos = Workspace.objects.filter(kind=Workspace.Kind.DEMO)
    if request.user.is_authenticated and (membership := membership_of(request)) is not None:
        demos = demos.filter(pk=membership.workspace_id)
    workspace = demos.order_by("slug").first()
    if workspace is None:
        raise Http404
    return workspace


def _step_into(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    try:
        member_id = UUID(request.POST.get("member", ""))
    except ValueError as unreadable:
        raise Http404 from unreadable
    member = get_object_or_404(Member.objects.active().select_related("user"), pk=member_id)
    login(request, member.user, backend=BACKEND)
    request.session[SESSION_KEY] = str(workspace.pk)
    return redirect("/")


def _colleagues() -> list[Colleague]:
    """Return the cast by their first role, reps first, then by name."""
    order = list(Role)
    members = sorted(Member.objects.active(), key=lambda one: min((order.index(Role(r)) for r in one.roles), default=9))
    return [
        Colleague(member, ", ".join(role_names(member)), [ROLE_WORDS[role] for role in order if role in member.roles])
        for member in members
    ]


def _outsiders() -> list[Outsider]:
    """Return everyone outside the company with a link that still works, the newest for each."""
    open_links = SignedLink.objects.filter(person_kind="contact", purpose__in=PAGES, expires_at__gt=clock.now())
    open_links = open_links.filter(withdrawn_at=None, replaced_by=None).order_by("issued_at")
    newest = {link.person_id: link for link in open_links}
    contacts = Contact.objects.filter(pk__in=newest).select_related("account").order_by("name")
    return [_outsider(contact, newest[contact.pk]) for contact in contacts]


def _outsider(contact: Contact, link: SignedLink) -> Outsider:
    return Outsider(contact, PAGES[link.purpose], f"/l/{links.token(link)}")
