"""The one way in: find the link, set the clock and language of whom it is for, and hand over to the page of its purpose."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from goodword.core import clock, links, tenancy
from goodword.core.models import SignedLink
from goodword.members.policy import Purpose
from goodword.web.errors import trouble
from goodword.web.links import calendar_file, kit, over
from goodword.web.links.kit import Visit
from goodword.web.links.pages import OWN_STANDING, PAGES

METHODS = ("GET", "HEAD", "POST", "OPTIONS")


@login_not_required
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a signed link. GET, HEAD and OPTIONS never change anything."""
    return sealed(_answer(request, token))


@login_not_required
def call_file(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a call's calendar entry, to be saved."""
    if request.method not in ("GET", "HEAD"):
        return sealed(_only(request, ("GET", "HEAD")))
    link = _found(token)
    visit = Visit.of(request, link) if link is not None else None
    return sealed(calendar_file.page(visit) if visit is not None else over.unknown(request))


def sealed(answer: HttpResponse) -> HttpResponse:
    """Keep the page out of caches and search, and its address out of other sites."""
    # `no-referrer` would make browsers send "Origin: null" with the form, which is then refused.
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    if request.method not in METHODS:
        return _only(request, METHODS)
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ", ".join(METHODS)})
    link = _found(token)
    if link is None:
        return over.unknown(request)
    purpose = Purpose(link.purpose)
    visit = Visit.of(request, link)
    if purpose in OWN_STANDING and (visit is None or visit.onlooker is None):
        return PAGES[purpose](request, link)
    if visit is None or purpose not in PAGES:
        return over.unknown(request)
    with timezone.override(visit.person.zone), translation.override(visit.person.language):
        return _page(visit, purpose)


def _page(visit: Visit, purpose: Purpose) -> HttpResponse:
    # A way in shows nothing worth a look: what it is good for is choosing a password.
    if visit.onlooker is not None and (visit.presses or purpose in OWN_STANDING):
        return theirs(visit)
    standing = visit.link.standing(clock.now())
    # A used link can be read again for as long as it would have lived, and what it shows acts by the state of things.
    readable = standing in ("open", "used")
    late = visit.link.expires_at <= clock.now()
    if not readable or visit.action == over.FRESH or (late and visit.presses):
        return over.page(visit)
    return PAGES[purpose](visit.request, visit.link)


def theirs(visit: Visit) -> HttpResponse:
    """Refuse a colleague's press on another person's page."""
    return kit.draw(visit, "theirs", {"colleague": visit.onlooker, "onlooker": None}, status=403)


def _only(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    answer = trouble(request, 405)
    answer.headers["Allow"] = ", ".join(methods)
    return answer


def _found(token: str) -> SignedLink | None:
    """Return the link in the workspace the middleware opened for its token."""
    return links.find(token) if tenancy.is_open() else None
