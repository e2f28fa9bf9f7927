"""One story or quote, in full: what may be done with it, where it is from, what happened to it, where it was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from goodword.core.actors import Actor
from goodword.desk.queries.renewals import renewal_of
from goodword.directory.models import Opportunity
from goodword.members.policy import Permission, may
from goodword.proof.models import Sharing, Story
from goodword.proof.policy import visible_stories
from goodword.proof.queries import Standing, may_be_sent, sent_for, standings_of
from goodword.references.policy import visible_advocates, visible_deals
from goodword.web.links.kit import id_or_none
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.proof import approvals
from goodword.web.proof.lines import TONES, cleared_for
from goodword.web.proof.trail import trail_of

MOST_DEALS = 20
HEADINGS: dict[str, str | Promise] = {
    "summary": gettext_lazy("In short"),
    "challenge": gettext_lazy("Challenge"),
    "solution": gettext_lazy("Solution"),
    "results": gettext_lazy("Results"),
    "metric": gettext_lazy("Measured"),
}
SENDABLE = (Standing.SENDABLE, Standing.SOON)


@dataclass(frozen=True, slots=True)
class Section:
    field: str
    heading: str | Promise
    text: str


@dataclass(frozen=True, slots=True)
class Use:
    """Where a story was sent: the deals this viewer may see, newest first, and how many others."""

    seen: list[Sharing]
    others: int


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REFERENCE_FIND)
def story(request: MemberRequest, story_id: UUID) -> HttpResponse:
    """Show a story. One that was withdrawn, or is of somebody this viewer may not know, is not there."""
    told = story_or_404(request, story_id)
    edits = may(request.actor, Permission.STORY_EDIT)
    standing = standings_of([told])[told.pk]
    account = told.profile.account
    context = {
        "story": told,
        "name": name_of(told),
        "is_quote": told.kind == Story.Kind.QUOTE,
        "anonymous": account.anonymous,
        "passages": [Section(one.field, HEADINGS.get(one.field, ""), one.text) for one in told.passages.all()],
        "standing": standing,
        "tone": TONES[standing],
        "cleared_for": cleared_for(told),
        "may_send": standing in SENDABLE,
        "may_edit": edits,
        "renewal": renewal_of(told) if edits and standing in (Standing.SOON, Standing.EXPIRED) else None,
        "use": use_of(told, request.actor),
        "approvals": approvals.shown(told, request.actor),
        "trail": trail_of(told, request.actor),
        "nobody": not visible_advocates(request.actor).active().filter(profile=told.profile_id).exists(),
        **_for_a_deal(request, told),
    }
    return render(request, "proof/story.html", context)


def story_or_404(request: MemberRequest, story_id: UUID) -> Story:
    """Return a story the viewer may see; a withdrawn one is there for those who could bring it back."""
    seen = visible_stories(request.actor)
    if not may(request.actor, Permission.STORY_EDIT):
        seen = seen.filter(withdrawn_at=None)
    joined = seen.select_related("profile__account__owner", "advocate__contact__account", "advocate__profile__account")
    return get_object_or_404(joined, pk=story_id)


def name_of(told: Story) -> str:
    """Return what a story is called on its page and in the way there."""
    if told.kind == Story.Kind.QUOTE:
        return told.title or Truncator(told.text).chars(70)
    return told.title or _("Story of %s") % told.profile.account.name


def use_of(told: Story, by: Actor) -> Use:
    """Return where a story was sent, as this viewer may know it. Two queries."""
    sent = Sharing.objects.standing().filter(story=told)
    mine = sent.filter(opportunity__in=visible_deals(by).order_by().values("pk"))
    seen = list(mine.select_related("opportunity__account", "member").order_by("-at")[:MOST_DEALS])
    return Use(seen, sent.count() - len(seen))


def _for_a_deal(request: MemberRequest, told: Story) -> dict[str, Any]:
    """Return the deal the viewer comes from, whether this may be sent to its buyer, and whether it was."""
    deal = deal_of(request.actor, request.GET.get("opp", ""))
    if deal is None:
        return {"deal": None}
    return {
        "deal": deal,
        "fits": may_be_sent(told, deal, request.actor),
        "sent": sent_for([told], deal).get(told.pk),
    }


def deal_of(by: Actor, key: str) -> Opportunity | None:
    """Return the deal of this id if the viewer may see it."""
    wanted = id_or_none(key)
    return visible_deals(by).select_related("account").filter(pk=wanted).first() if wanted is not None else None
