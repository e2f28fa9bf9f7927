"""What was probably meant, where a list's search finds nothing: the same words as names in sight are spelt."""

from __future__ import annotations

from collections.abc import Callable

from django.http import QueryDict

from goodword.core.planning import planned_for_these_values
from goodword.matching.queries.searching import seen_by
from goodword.web.directory.listing import Listing
from goodword.web.lists.facets import Found
from goodword.web.members.http import MemberRequest

Again = Callable[[MemberRequest, QueryDict], Found]


def meant(request: MemberRequest, page: Listing, again: Again) -> dict[str, str]:
    """Return the words and the address of a search that finds something here; nothing where none is near.

    `again`: what an address of this list finds, under the viewer's rights.
    """
    nearest = seen_by(request.actor).respelt(page.searched) if page.searched and not page.rows else ""
    if not nearest:
        return {}
    query = request.GET.copy()
    query["q"] = nearest
    with planned_for_these_values():
        finds = again(request, query).rows.exists()
    return {"meant": nearest, "meant_url": f"?{query.urlencode()}"} if finds else {}
