"""Find a reference (S02): people and proof for one deal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from goodword.core import clock
from goodword.desk.queries.finding import (
    LOOKED_AT,
    Finding,
    Found,
    Standing,
    Told,
    best_of,
    finding_for,
    promise_today,
)
from goodword.desk.queries.promises import measured_waits
from goodword.desk.rules.promise import Measured
from goodword.directory.models import Opportunity
from goodword.matching.shapes import Fit
from goodword.members.models import Member
from goodword.members.policy import Permission
from goodword.proof.models import Story
from goodword.proof.queries import Proof, proof_for
from goodword.recognition.models import Assist
from goodword.references.models import HelpKind
from goodword.web.finding.cards import Card, Takes, card_of, row_of, takes_here
from goodword.web.finding.chips import facts_of, topics_of
from goodword.web.finding.deals import choose, deal_or_404
from goodword.web.finding.facets import groups, helps, narrowed
from goodword.web.finding.look import Look
from goodword.web.finding.under_way import on_the_way
from goodword.web.finding.words import later_words, provenance_words
from goodword.web.members.http import MemberRequest, for_members

AT_FIRST = 4
PUBLISHED_AT_FIRST = 6
WEAK_AT_FIRST = 12
MOST = 60
"""Cards of one sort on one page; who needs more narrows it down."""
QUOTES, STORIES = 2, 3
LEARNT_FROM = 5


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REFERENCE_FIND)
def find(request: MemberRequest) -> HttpResponse:
    """Show who could help with a deal, or ask which deal it is for. Chips and boxes swap the page's own part."""
    if not request.GET.get("opp"):
        return choose(request)
    deal = deal_or_404(request.actor, request.GET["opp"])
    look = Look.of(request.GET, deal.pk, (term.name for term in deal.topics.all()))
    is_part = bool(request.htmx) and not request.htmx.history_restore_request
    context = page_of(deal, look, request)
    answer = render(request, "finding/_find.html" if is_part else "finding/page.html", context)
    patch_vary_headers(answer, ["HX-Request"])
    # Whoever comes back here is to see what they sent meanwhile.
    answer.headers["Cache-Control"] = "no-store"
    if is_part:
        answer.headers["HX-Push-Url"] = look.url()
    return answer


def page_of(deal: Opportunity, look: Look, request: MemberRequest) -> dict[str, Any]:
    """Return everything the page says."""
    finding = finding_for(deal, request.actor, look.looking)
    measured = measured_waits()
    cards = _Cards(finding, look, request.member, takes_here(measured))
    source, at = provenance_words(deal)
    return {
        "deal": deal,
        "look": look,
        "is_open": deal.status == Opportunity.Status.OPEN,
        "source": source,
        "since": parse_datetime(at) if at else None,
        "topics": topics_of(deal, look),
        "facts": facts_of(deal, look),
        "facets": groups(finding.found, look),
        "cards": cards,
        "on_the_way": next(iter(on_the_way(deal, request.actor)), None),
        "program_url": look.request_url(kind=look.kinds[0] if look.kinds else HelpKind.CALL),
        "quotes": (proof := _proof(deal, request))[0],
        "stories": proof[1],
        "timing": _timing(deal, request.member, cards.best, look, measured),
        "assist": _assist(cards.best, request.member),
    }


class _Cards:
    """The cards of one page by what can be done about them, and how many there are."""

    def __init__(self, finding: Finding, look: Look, viewer: Member, takes: Takes) -> None:
        self.look, self.viewer, self.takes, self.whole = look, viewer, takes, finding.whole
        shown = narrowed(finding.found, look)
        now = (Standing.ASKABLE, Standing.GATED)
        fitting = [one for one in shown if one.fits]
        self.can = [one for one in fitting if one.standing in now and helps(one, look.kinds)]
        self.cannot = [one for one in fitting if one.standing in (Standing.LATER, Standing.OTHER_KIND)]
        self.untold = [one for one in fitting if one.standing is Standing.NOBODY]
        self.unfit = [one for one in shown if not one.fits and (one.standing in now or one.standing is Standing.NOBODY)]
        self.best = best_of(self.can)
        self.gated = any(one.standing is Standing.GATED for one in self.can)
        self.filtered = bool(look.boxes) or (look.touched and look.kinds != (HelpKind.CALL,))
        people, published = self._first(self.can, AT_FIRST), self._first(self.untold, PUBLISHED_AT_FIRST)
        cards = [self._card(told) for told in finding.told([*people, *published])]
        self.people = [card for card in cards if card.found.advocate is not None]
        self.published = [card for card in cards if card.found.advocate is None]
        self.people_left = len(self.can) - len(people)
        self.published_left = len(self.untold) - len(published)
        self.later = [row_of(one, look) for one in self.cannot]
        self.weak = [row_of(one, look) for one in self._first(self.unfit, WEAK_AT_FIRST)]
        self.weak_left = len(self.unfit) - len(self.weak)

    @property
    def later_words(self) -> str:
        return later_words(self.cannot)

    @property
    def count_words(self) -> str:
        count = len(self.can)
        return ngettext("%(n)s person can help", "%(n)s people can help", count) % {"n": count}

    @property
    def fit_words(self) -> str:
        strong = sum(one.word is Fit.STRONG for one in self.can)
        words = ngettext("%(n)s strong fit", "%(n)s strong fits", strong) % {"n": strong} if strong else ""
        best = "" if self.whole else _("of the %(n)s references that fit best") % {"n": LOOKED_AT}
        return " · ".join(filter(None, (words, best, _("ranked by fit, then rest"))))

    def _first(self, found: Sequence[Found], at_first: int) -> Sequence[Found]:
        """Return those shown: one more than at first fits in where the button would stand."""
        if self.look.whole:
            return found[:MOST]
        return found if len(found) <= at_first + 1 else found[:at_first]

    def _card(self, told: Told) -> Card:
        return card_of(told, self.look, self.viewer, self.takes, best=told.found is self.best)


def _proof(deal: Opportunity, request: MemberRequest) -> tuple[list[Proof], list[Proof]]:
    proof = proof_for(deal, request.actor, limit=2 * (QUOTES + STORIES))
    quotes = [one for one in proof if one.story.kind == Story.Kind.QUOTE]
    stories = [one for one in proof if one.story.kind == Story.Kind.STORY]
    return quotes[:QUOTES], stories[:STORIES]


def _timing(
    deal: Opportunity, viewer: Member, best: Found | None, look: Look, measured: Mapping[str, Measured]
) -> dict[str, Any] | None:
    """Say what would happen when, for a request sent now to the best match, or to the program where there is none."""
    if deal.status != Opportunity.Status.OPEN:
        return None
    kind = best.help_kind if best else look.kinds[0] if look.kinds else HelpKind.CALL
    advocate, verdict = (best.advocate, best.verdict) if best else (None, None)
    made = promise_today(deal, viewer, advocate, help_kind=kind, measured=measured, verdict=verdict)
    learnt = sum(one.n for one in measured.values())
    left = (deal.close_on - localdate(made.call_by)).days if deal.close_on else None
    return {"steps": made.steps, "days_left": left, "learnt": learnt if learnt >= LEARNT_FROM else 0}


def _assist(best: Found | None, viewer: Member) -> dict[str, Any] | None:
    """Say who is credited if this deal is won, and what the viewer's own customers brought this quarter."""
    known = best.advocate if best is not None and best.known else None
    owner = known.profile.account.owner if known is not None else None
    if owner is None or owner.pk == viewer.pk:
        return None
    recent = Assist.objects.filter(at__gte=clock.now() - timedelta(days=90), kind=Assist.Kind.ASSIST)
    return {"name": owner.first_name, "own": recent.filter(member=viewer).count()}
