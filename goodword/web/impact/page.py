"""S18 Impact: what references did for the number, where they are missing, whom to thank. S19: how all of it is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from goodword.core import clock
from goodword.core.errors import Refused
from goodword.core.models import Program
from goodword.insights.policy import scope_of
from goodword.insights.queries import DIMENSIONS, Impact, impact_of
from goodword.insights.rules import COMPARABLE, ENOUGH, Period, Share, Typical
from goodword.members.models import Member
from goodword.members.policy import Permission, may
from goodword.recognition.actions import thank as thank_colleague
from goodword.recognition.models import Assist
from goodword.web.csv_answer import csv_answer
from goodword.web.impact import cards, drawings, sides
from goodword.web.impact.measures import BY_KEY, MEASURES
from goodword.web.impact.periods import asked_for
from goodword.web.impact.words import amounts_words, calls_words, period_words, share_words
from goodword.web.members.http import MemberRequest, for_members

WAYS_TO_CUT = {
    "industry": gettext_lazy("Industry"),
    "region": gettext_lazy("Region"),
    "product": gettext_lazy("Product"),
}
MOST_SEGMENTS = 8
OWN_PARTS: Mapping[str, str | Promise] = {
    Assist.Part.OWNER: gettext_lazy("you lent your customer"),
    Assist.Part.NOMINATOR: gettext_lazy("you nominated who helped"),
    Assist.Part.BROKER: gettext_lazy("you brokered it"),
}


@require_http_methods(["GET", "HEAD"])
@for_members()
def impact(request: MemberRequest) -> HttpResponse:
    """Show the figures of a period: everybody's for leaders and the program, their own for sellers."""
    scope, period = scope_of(request.actor), asked_for(request)
    cut = request.GET.get("by", "")
    cut = cut if cut in DIMENSIONS else "industry"
    found = impact_of(scope, period, segmented_by=cut)
    unit = request.GET.get("unit", "")
    unit = unit if unit in drawings.units(found) else drawings.DEALS
    context = {
        "impact": found,
        "scope": scope,
        "period": period,
        "period_words": period_words(period),
        "picker": _picker(period),
        "worth": cards.worth(found),
        "cards": list(cards.first_cards(found)),
        "care": list(cards.care_cards(found)),
        "trend": drawings.trend(found, unit),
        "unit": unit,
        "units": drawings.units(found) if len(drawings.units(found)) > 1 else [],
        "helps": drawings.difference(found),
        "said": drawings.said(found),
        "enough": ENOUGH,
        "comparable": COMPARABLE,
        "waiting": amounts_words(found.waiting),
        "cut": cut,
        "cuts": WAYS_TO_CUT.items(),
        "may_find": may(request.actor, Permission.REFERENCE_FIND),
        "may_thank": may(request.actor, Permission.THANKS_GIVE),
        "credits": [(one, _part_words(one)) for one in found.own.assists] if found.own else [],
        **(_of_the_whole(found) if found.whole else {}),
    }
    return render(request, "impact/page.html", context)


@require_http_methods(["GET", "HEAD"])
@for_members()
def method(request: MemberRequest) -> HttpResponse:
    """Say how every figure is counted."""
    scope_of(request.actor)
    program = Program.here()
    context = {"measures": MEASURES, "zone": program.time_zone, "enough": ENOUGH, "comparable": COMPARABLE}
    return render(request, "impact/method.html", context)


@require_http_methods(["GET", "HEAD"])
@for_members()
def numbers(request: MemberRequest) -> FileResponse:
    """Send the figures of a period as a file."""
    scope, period = scope_of(request.actor), asked_for(request)
    found = impact_of(scope, period, segmented_by="industry")
    heads = ("Figure", "From", "Until", "Count", "Of", "Percent", "95% from", "95% to", "Median hours", "90% within")
    return csv_answer(f"impact-{period.code}.csv", [_(head) for head in heads], _lines(found))


@require_http_methods(["POST"])
@for_members(Permission.THANKS_GIVE)
def thank(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """Thank a colleague for their assists."""
    member = get_object_or_404(Member.objects.active(), pk=member_id)
    try:
        thank_colleague(member, by=request.actor)
    except Refused as no:
        messages.warning(request, str(no))
    else:
        messages.success(request, _("%(name)s hears it by mail.") % {"name": member.first_name})
    period = urlencode({"period": request.POST.get("period", "")})
    return redirect(f"{reverse('impact')}?{period}#thanks")


def _of_the_whole(found: Impact) -> dict[str, Any]:
    whole = found.whole
    assert whole is not None
    needed = [one for one in whole.coverage if one.deals or one.unfilled]
    return {
        "segments": [(one, amounts_words(one.amounts)) for one in needed[:MOST_SEGMENTS]],
        "segments_more": len(needed) - MOST_SEGMENTS,
        "unasked": sum(1 for one in whole.coverage if one not in needed),
        "short": [one for one in needed if one.missing],
        "sides": sides.shown(whole.sides),
        "taking_part": share_words(whole.taking_part),
        "helpers": [(one, _parts(one.parts)) for one in whole.helpers],
    }


def _part_words(assist: Assist) -> str:
    """Return what the viewer did for one deal."""
    return get_text_list([str(OWN_PARTS[part]) for part in assist.parts if part in OWN_PARTS], _("and"))


def _parts(parts: dict[str, int]) -> str:
    """Return what somebody did: "Lent their customer 9×, nominated 10×"."""
    said = [f"{Assist.Part(part).label} {count}×" for part, count in parts.items()]
    return ", ".join([said[0], *(one[0].lower() + one[1:] for one in said[1:])]) if said else ""


def _picker(period: Period) -> dict[str, Any]:
    today = clock.today(Program.here().time_zone)
    following = period.following
    return {
        "kinds": [
            ("quarter", _("Quarter"), period.as_kind("quarter", today).code),
            ("year", _("Year"), period.as_kind("year", today).code),
        ],
        "before": period.before,
        "before_words": period_words(period.before),
        "following": following if following.first <= today else None,
        "following_words": period_words(following),
    }


def _share_line(title: object, first: date, last: date, share: Share) -> list[object]:
    sure = [share.percent, share.low, share.high] if share.enough else [None] * 3
    return [title, first, last, share.n, share.whole, *sure, None, None]


def _by_side(found: Impact) -> Iterator[tuple[object, Share]]:
    if found.whole is None or found.whole.sides is None or found.whole.sides.is_empty:
        return
    for title, pair in sides.shares(found.whole.sides):
        yield _("%(figure)s (private references)") % {"figure": title}, pair.one
        yield _("%(figure)s (named references)") % {"figure": title}, pair.other


def _lines(found: Impact) -> Iterator[list[object]]:
    period = found.period
    shares: list[tuple[str, Share]] = [
        ("won", found.wins.share),
        ("in-time", found.fulfilment.share),
        ("acceptance", found.acceptance.share),
    ]
    if found.whole:
        spread = found.whole.spread
        shares += [
            ("fresh", found.whole.freshness),
            ("busiest", spread.top.share),
            ("afterwards", spread.logged_afterwards),
            ("participation", found.whole.taking_part),
        ]
    for key, share in shares:
        yield _share_line(BY_KEY[key].title, period.first, period.last, share)
    for title, share in _by_side(found):
        yield _share_line(title, found.trend[0], period.last, share)
    if found.whole:
        room = found.whole.room
        percent = room.percent if room.enough else None
        counted = calls_words(room.used), calls_words(room.whole), percent
        yield [BY_KEY["room"].title, period.first, period.last, *counted, *[None] * 4]
    legs: list[tuple[object, Typical]] = [
        (BY_KEY["answer"].title, found.first_answer),
        (_("Time to a booked time"), found.confirmed),
        (_("Time to the help"), found.help),
    ]
    for title, leg in legs:
        took = [leg.median, leg.p90] if leg.enough else [None, None]
        hours = [round(hour, 1) if hour is not None else None for hour in took]
        yield [title, period.first, period.last, leg.n, None, None, None, None, *hours]
