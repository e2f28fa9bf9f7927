"""Search references by hand: rows that say why they were found, boxes that narrow them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from goodword.matching.queries.ranking import Behind
from goodword.matching.queries.searching import Found, Sort, references_by_id, search
from goodword.members.policy import Permission
from goodword.references.policy import visible_deals
from goodword.web.finding.deals import id_in
from goodword.web.lists.saved import saved_views
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.searching.boxes import Narrowed, groups_of
from goodword.web.searching.cards import cards_of, whys_of
from goodword.web.searching.look import AT_ONCE, COMPARED, Look
from goodword.web.searching.words import notes

SORTS = {Sort.BEST: _("Best match"), Sort.NAME: _("Name"), Sort.NEWEST: _("Newest on file")}


@dataclass(frozen=True, slots=True)
class Page:
    """How much was found, and what of it is shown: what a list's own parts draw."""

    total: int
    left: int
    further: int
    more_url: str
    more: bool = False

    @classmethod
    def of(cls, total: int, look: Look) -> Page:
        left = max(0, total - look.show)
        return cls(total, left, min(AT_ONCE, left), look.more() if left else "")


@dataclass(frozen=True, slots=True)
class Pick:
    """One who is picked to compare, and the address without them."""

    name: str
    url: str


@require_safe
@for_members(Permission.REFERENCE_FIND)
def search_page(request: MemberRequest) -> HttpResponse:
    """Show what an address searches for. Typing and boxes swap the page's own part."""
    look, picked = seen(Look.of(request.GET), request)
    found = search(look.words, viewer=request.actor, boxes=look.chosen, sort=look.sort)
    rows = found.rows(look.show)
    told = [(row, found.matched(row.entry)) for row in rows]
    whys = {row.entry.reference.id: whys_of(row, matched, found.named(row.entry)) for row, matched in told}
    context = {
        "look": look,
        "begins": replace(look, deal="") == Look() and not request.htmx,
        "page": Page.of(len(found), look),
        "cards": cards_of(rows, look, lambda row: whys[row.entry.reference.id]),
        "notes": notes(look, found.hits, told),
        "facets": groups_of(found, look),
        "narrowing": Narrowed(look),
        "picks": picks(look, picked),
        "most_compared": COMPARED,
        "sorts": [(sort, label, sort is look.sort) for sort, label in SORTS.items()],
        "views": saved_views(request, "search"),
        "share_url": request.build_absolute_uri(replace(look, picked=(), deal="").url),
    }
    return render(request, "searching/page.html", context | _nothing(found, look))


def seen(look: Look, request: MemberRequest) -> tuple[Look, list[Behind]]:
    """Return a search with those picked, and the open deal, alone that the viewer may see; and the picked."""
    rows = references_by_id(look.picked, viewer=request.actor)
    deal = id_in(look.deal)
    may_sell = deal is not None and visible_deals(request.actor).open().filter(pk=deal).exists()
    picked = tuple(row.entry.reference.id for row in rows)
    return replace(look, picked=picked, deal=str(deal) if may_sell else ""), rows


def picks(look: Look, picked: Sequence[Behind]) -> list[Pick]:
    return [Pick(name_of(row), look.pick_url(row.entry.reference.id)) for row in picked]


def name_of(row: Behind) -> str:
    person = row.advocate.contact.name if row.advocate is not None else ""
    return ", ".join(filter(None, (person, row.profile.account.name)))


def _nothing(found: Found, look: Look) -> dict[str, Any]:
    """Return what could be done about an empty list: fewer boxes, or no quotation marks."""
    if len(found):
        return {}
    unquoted = look.unquoted()
    return {"without_boxes": found.in_all if look.boxes else 0, "unquoted": unquoted if unquoted != look else None}
