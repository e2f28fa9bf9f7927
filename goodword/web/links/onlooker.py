"""A colleague at somebody else's page: they see what they pass on, and answer nothing in that person's place.

It goes by the browser's session, so it keeps honest people from answering by mistake and keeps the timeline true. It
is no wall: whoever holds a link can open it where they are not signed in.
"""

from __future__ import annotations

from django.http import HttpRequest

from goodword.core.models import SignedLink
from goodword.core.tenancy import current_workspace
from goodword.members.models import Member


def onlooker(request: HttpRequest, link: SignedLink) -> Member | None:
    """Return the colleague who is signed in here and isn't whom the link is for; None where one person plays everybody."""
    if not current_workspace().is_live or not request.user.is_authenticated:
        return None
    member = Member.objects.active().filter(user_id=str(request.user.pk)).first()
    is_theirs = member is not None and link.person_kind == "member" and link.person_id == member.pk
    return None if is_theirs else member
