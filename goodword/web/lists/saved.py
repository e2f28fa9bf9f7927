"""Saved views of a list: named filters of one's own and of colleagues, as any list page can show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from goodword.core.statements import Kept
from goodword.members.models import SavedView
from goodword.web.members.http import MemberRequest

# Lists that keep views, by url name. A list takes all it shows from its query string.
PAGES = frozenset({"accounts", "contacts", "advocates", "opportunities", "proof", "requests", "search"})
# How far somebody has read on, what they opened beside the list, and the deal they look for, is no part of a view.
NOT_KEPT = ("show", "after", "before", "need", "pick", "all", "opp")
LONGEST = 2000
_SEEN = Kept[SavedView](
    lambda member, page: SavedView.objects.seen_by(member).filter(page=page).select_related("member")
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One view in the menu or among the tabs."""

    view: SavedView
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class SavedViews:
    """What lists/_saved_views.html draws."""

    page: str
    query: str
    mine: Sequence[Choice]
    shared: Sequence[Choice]

    @property
    def pinned(self) -> list[Choice]:
        return [choice for choice in self.mine if choice.view.pinned]


def saved_views(request: MemberRequest, page: str) -> SavedViews:
    """Return the views of a list that this member has or is shown. One query."""
    query = kept(request.GET.urlencode())
    seen = _SEEN(member=request.member.pk, page=page)
    choices = [Choice(view, address(view), view.query == query) for view in seen]
    return SavedViews(
        page=page,
        query=query,
        mine=[choice for choice in choices if choice.view.member_id == request.member.pk],
        shared=[choice for choice in choices if choice.view.member_id != request.member.pk],
    )


def kept(query: str) -> str:
    """Return the part of a query string that a view keeps, in one order, so that the same view is the same text."""
    said = QueryDict(query[:LONGEST], mutable=True)
    for name in NOT_KEPT:
        said.pop(name, None)
    pairs = sorted((name, value) for name, values in said.lists() for value in values if value)
    tidy = QueryDict(mutable=True)
    for name, value in pairs:
        tidy.appendlist(name, value.replace("\0", ""))
    return tidy.urlencode()[:LONGEST]


def address(view: SavedView) -> str:
    """Return where a view leads: its list with its filters, under the looker's own rights."""
    return f"{reverse(view.page)}?{view.query}"
