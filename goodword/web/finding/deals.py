"""Which deal a voice is needed for: one of those its seller may see."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goodword.core.actors import Actor
from goodword.core.statements import Kept
from goodword.directory.models import Opportunity
from goodword.members.policy import Permission, may
from goodword.references.models import Advocate
from goodword.references.policy import visible_advocates, visible_deals
from goodword.web.members.http import MemberRequest

MOST_DEALS = 50
KIN = ("account__industry__parent", "account__region__parent", "account__size_band", "competitor", "replaces", "owner")

_DEAL = Kept[Opportunity](
    lambda by, wanted: visible_deals(by).filter(pk=wanted).select_related(*KIN).prefetch_related("products", "topics")
)


def deal_or_404(by: Actor, key: str) -> Opportunity:
    """Return a deal this person may see, with what its page reads. Raises Http404."""
    if (wanted := id_in(key)) is None:
        raise Http404
    found = _DEAL(by=by, wanted=wanted)
    if not found:
        raise Http404
    return found[0]


def choose(request: MemberRequest) -> HttpResponse:
    """List the deals a reference could be for, one's own first; for somebody who was found by hand, with their name."""
    deals = visible_deals(request.actor).open().select_related("account", "owner")
    rows = list(deals.order_by("close_on", "name", "pk")[:MOST_DEALS])
    mine = [deal for deal in rows if deal.owner_id == request.member.pk]
    others = [deal for deal in rows if deal.owner_id != request.member.pk]
    return render(
        request, "finding/deals.html", {"mine": mine, "others": others, "somebody": somebody_asked_for(request)}
    )


def somebody_asked_for(request: MemberRequest) -> Advocate | None:
    """Return whom the address says it is about, where the viewer may know them and ask."""
    wanted = id_in(request.GET.get("advocate", ""))
    if wanted is None or not may(request.actor, Permission.REQUEST_SEND):
        return None
    return visible_advocates(request.actor).active().select_related("contact").filter(pk=wanted).first()


def request_url(deal: UUID | str, somebody: UUID | str) -> str:
    """Return the sheet that asks somebody who was found by hand for a deal."""
    return f"{reverse('find-request')}?{urlencode({'opp': deal, 'advocate': somebody})}"


def id_in(text: str) -> UUID | None:
    """Return the id an address says, or None where it says none."""
    try:
        return UUID(text)
    except ValueError:
        return None
