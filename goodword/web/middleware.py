"""One transaction and one workspace around each whole answer, template rendering included."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from goodword.core import links
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import SignedLink
from goodword.core.statements import Kept
from goodword.core.tenancy import opened
from goodword.core.working_time import zone_named
from goodword.members.models import Member, Membership
from goodword.members.policy import actor_of
from goodword.web.errors import PlainErrors
from goodword.web.once import once
from goodword.web.pressing import told_where
from goodword.web.refusals import refusal

__all__ = ["PlainErrors", "WorkspaceTransaction"]

LINK_PREFIX = "/l/"
SESSION_KEY = "workspace"


_MEMBER = Kept[Member](lambda user: Member.objects.filter(user=user, active=True)[:1])
_MEMBERSHIPS = Kept[Membership](lambda user: Membership.objects.filter(user=user, active=True).order_by("id"))


class SeenRequest(HttpRequest):
    """A request that this middleware has seen: who sends it, as far as anybody knows."""

    member: Member | None
    actor: Actor | None
    link: SignedLink | None


class WorkspaceTransaction:
    """Open the workspace of whoever comes: a member's by session, a link holder's by the token's hash.

    Exceptions and 5xx roll back. `request.member` is the signed-in member or None, `request.actor` acts for them.
    A streamed answer would read the database after the transaction, so none may leave here unless it is a file.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen = cast(SeenRequest, request)
        seen.member = seen.actor = seen.link = None
        return told_where(request, self._in_workspace(request))

    def _in_workspace(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(LINK_PREFIX):
            return self._by_link(request)
        if request.user.is_authenticated:
            return self._by_session(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Word the three refusals of verbs for pages; the transaction rolls back with them."""
        if isinstance(exception, NotAllowed | TooLate | Refused):
            if transaction.get_connection().in_atomic_block:
                transaction.set_rollback(True)
            return refusal(request, exception)
        return None

    def _by_link(self, request: HttpRequest) -> HttpResponse:
        workspace_id = links.workspace_of(request.path.split("/")[2])
        if workspace_id is None:
            return self.get_response(request)
        with opened(workspace_id):
            return self._answer(request)

    def _by_session(self, request: HttpRequest) -> HttpResponse:
        membership = membership_of(request)
        if membership is None:
            return self.get_response(request)
        with opened(membership.workspace_id):
            found = _MEMBER(user=request.user.pk)
            if not found:
                return self._answer(request)
            (member,) = found
            seen = cast(SeenRequest, request)
            seen.member, seen.actor = member, actor_of(member)
            with timezone.override(zone_named(member.time_zone)):
                return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        answer = once(request, self.get_response)
        if answer.streaming and not hasattr(answer, "file_to_stream"):
            raise TypeError("An answer streamed from the database would outlive its transaction.")
        if answer.status_code >= 500:
            transaction.set_rollback(True)
        return answer


def membership_of(request: HttpRequest) -> Membership | None:
    """Return the membership whose workspace the session is in; the first one after sign-in."""
    mine = _MEMBERSHIPS(user=request.user.pk)
    chosen = request.session.get(SESSION_KEY)
    return next((one for one in mine if str(one.workspace_id) == chosen), mine[0] if mine else None)


def must_be_member(request: HttpRequest) -> Member:
    """Return the signed-in member; a signed-in stranger to every workspace gets a 404."""
    member = getattr(request, "member", None)
    if member is None:
        raise Http404
    return member
