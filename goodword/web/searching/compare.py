"""Up to three references side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from goodword.matching.queries.ranking import Behind
from goodword.matching.shapes import Fact, FactKind
from goodword.members.policy import Permission
from goodword.proof.models import Story
from goodword.proof.policy import visible_stories
from goodword.proof.queries.standing import sendable_today
from goodword.references import models as references
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.searching.cards import (
    Helping,
    ask_url_of,
    helping_of,
    kinds_for,
    languages_of,
    page_of,
    rest_for,
    who_of,
)
from goodword.web.searching.look import Look
from goodword.web.searching.page import seen

FACTS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("Industry"), (FactKind.INDUSTRY,)),
    (_("Company size"), (FactKind.SIZE,)),
    (_("Place"), (FactKind.COUNTRY, FactKind.REGION)),
    (_("Uses"), (FactKind.PRODUCT, FactKind.FEATURE, FactKind.TECH)),
    (_("For"), (FactKind.USE_CASE,)),
    (_("Replaced"), (FactKind.REPLACED,)),
    (_("Result"), (references.FactKind.RESULT,)),
    (_("Can speak about"), (FactKind.TOPIC,)),
    (_("Helped a buyer with"), (FactKind.HELPED_WITH,)),
    (_("Can't discuss"), (FactKind.AVOIDS,)),
)
MOST_PROOF = 6


@dataclass(frozen=True, slots=True)
class Column:
    """One reference's heading; `url` leads to its page, `left_out_url` to the table without it.

    `ask_url` is empty where they can't be asked now.
    """

    company: str
    who: str
    url: str
    left_out_url: str
    like_url: str
    ask_url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to compare: what each reference says of it, in the order of the columns."""

    name: str | Promise
    cells: Sequence[Sequence[str]]


@require_safe
@for_members(Permission.REFERENCE_FIND)
def compare(request: MemberRequest) -> HttpResponse:
    """Show those who are picked side by side; 404 where the viewer may know none of them, as for none there are."""
    asked = Look.of(request.GET)
    look, rows = seen(asked, request)
    if asked.picked and not rows:
        raise Http404
    helping = helping_of(rows)
    context = {
        "look": look,
        "columns": [_column(row, helping, look) for row in rows],
        "lines": list(_lines(rows, helping)),
        "rests": [rest_for(row, helping) for row in rows],
        "proof": _proof(rows, request),
        "share_url": request.build_absolute_uri(look.compare_url),
    }
    return render(request, "searching/compare.html", context)


def _column(row: Behind, helping: Helping, look: Look) -> Column:
    key = row.entry.reference.id
    return Column(
        row.profile.account.name,
        who_of(row),
        page_of(row),
        look.picking(key).compare_url,
        look.alike(key).url,
        ask_url_of(row, helping, look),
    )


def _lines(rows: Sequence[Behind], helping: Helping) -> Iterator[Line]:
    """Yield what at least one of them has something to say about."""
    for name, kinds in FACTS:
        yield from _line(name, [_facts(row, kinds) for row in rows])
    yield from _line(_("Helps with"), [_said(kinds_for(row, helping)) for row in rows])
    yield from _line(_("Speaks"), [_said(languages_of(row)) for row in rows])


def _line(name: str | Promise, cells: Sequence[Sequence[str]]) -> Iterator[Line]:
    if any(cells):
        yield Line(name, cells)


def _said(text: str) -> list[str]:
    return [text] if text else []


def _facts(row: Behind, kinds: Sequence[str]) -> list[str]:
    facts: list[Fact] = [fact for kind in kinds for fact in row.entry.reference.facts if fact.kind == kind]
    return list(dict.fromkeys(fact.text for fact in facts))


def _proof(rows: Sequence[Behind], request: MemberRequest) -> list[list[Story]]:
    """Return for each what a buyer may be sent of theirs today. One query."""
    cleared = visible_stories(request.actor).filter(pk__in=sendable_today().order_by().values("pk"))
    stories = list(cleared.filter(profile__in={row.profile.pk for row in rows}).order_by("-published_on", "pk"))
    return [[one for one in stories if one.profile_id == row.profile.pk][:MOST_PROOF] for row in rows]
