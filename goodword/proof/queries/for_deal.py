"""Proof to send for a deal, while a person is being found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.statements import Kept, Told
from goodword.directory.models import Opportunity
from goodword.directory.queries import rivals_of
from goodword.proof.models import Sharing, Story, StoryQuerySet
from goodword.proof.policy import visible_stories
from goodword.proof.queries.standing import joined_words, sendable_at, sent_for
from goodword.references.models import Fact, FactKind, FactQuerySet
from goodword.references.queries.agreed import Agreed

INDUSTRY, REGION, MOST_PRODUCTS = 2, 1, 2
MOST = 10


@dataclass(frozen=True, slots=True)
class Proof:
    """A story or quote that may be sent to this deal's buyer today, and what it has in common with the deal.

    `sent`: by whom and when it was sent to them already.
    """

    story: Story
    why: tuple[str, ...]
    sent: Sharing | None = None


def proof_for(opportunity: Opportunity, viewer: Actor, *, limit: int = 6) -> list[Proof]:
    """Return the stories and quotes to send for a deal, best first: industry 2, products up to 2, region 1; newest.

    `limit`: up to ten. Only what is cleared for a buyer and stands on a consent; never of a private reference, of the
    buyer's own group, or of a company that competes with the buyer. Constant number of queries.
    """
    products = {term.pk: term.name for term in opportunity.products.all()}
    joined, asked = joined_words(), _asked(opportunity, viewer, products)
    # The words of who was known as two are said one by one, so that this question is put together anew.
    best = list(_ranked(**asked, joined=joined)) if joined else _BEST(**asked)
    stories = best[:limit]
    used: defaultdict[UUID, set[str]] = defaultdict(set)
    theirs = _shared(list(products)).filter(profile__in={story.profile_id for story in stories})
    for profile, term in theirs.values_list("profile_id", "term_id"):
        used[profile].add(products[term])
    sent = sent_for(stories, opportunity)
    return [
        Proof(story, tuple(_why(story, opportunity, used[story.profile_id])), sent.get(story.pk)) for story in stories
    ]


def may_be_sent(story: Story, opportunity: Opportunity, viewer: Actor) -> bool:
    """Say whether this viewer may send a story to a deal's buyer today. Two queries."""
    asked = _asked(opportunity, viewer, {})
    return _sendable(**asked, joined=joined_words()).filter(pk=story.pk).exists()


def _asked(opportunity: Opportunity, viewer: Actor, products: Collection[UUID]) -> dict[str, Any]:
    """Return what a deal and who looks say to `_ranked`; what the deal doesn't say is left out."""
    buyer, now = opportunity.account, clock.now()
    said = {
        "group": None if opportunity.renewal else buyer.group_id,
        "industry": buyer.industry_id,
        "region": buyer.region_id,
        "products": list(products),
    }
    return {
        "now": now,
        "today": now.date(),
        "viewer": viewer,
        "walled": {buyer.pk, *rivals_of([buyer.pk])[buyer.pk]},
        **{name: value for name, value in said.items() if value},
    }


def _ranked(
    industry: UUID | Told | None = None,
    region: UUID | Told | None = None,
    products: Collection[UUID] | Told = (),
    **asked: Any,
) -> QuerySet[Story]:
    """Return what may be sent, best first."""
    # A count of its own: beside a join every column of story, account and speaker would be grouped by.
    shared = _shared(products).filter(profile=OuterRef("profile")).values("profile")
    counted = shared.annotate(terms=Count("term", distinct=True)).values("terms")
    ranked = (
        _sendable(**asked)
        .annotate(same_products=Coalesce(Subquery(counted), Value(0)))
        .annotate(
            overlap=_worth("industry", industry, INDUSTRY)
            + _worth("region", region, REGION)
            + Case(When(same_products__gt=MOST_PRODUCTS, then=MOST_PRODUCTS), default=F("same_products")),
            shown_on=Coalesce("published_on", TruncDate("created_at", tzinfo=UTC)),
        )
        .select_related("profile__account__industry", "profile__account__region", "advocate__contact")
    )
    return ranked.order_by("-overlap", "-shown_on", "pk")[:MOST]


_BEST = Kept[Story](lambda **asked: _ranked(**asked, joined={}))


def _shared(products: Collection[UUID] | Told) -> FactQuerySet:
    """Return the facts that say a customer uses one of these products."""
    return Fact.objects.standing().filter(kind=FactKind.PRODUCT, term__in=products).order_by()


def _sendable(
    now: datetime | Told,
    today: date | Told,
    viewer: Actor,
    walled: Collection[UUID] | Told,
    joined: Mapping[UUID, Agreed],
    group: UUID | Told | None = None,
    **beside: Any,
) -> StoryQuerySet:
    sendable = sendable_at(now, today, joined).order_by().values("pk")
    stories: StoryQuerySet = visible_stories(viewer).filter(pk__in=sendable).exclude(profile__account__in=walled)
    return stories if group is None else stories.exclude(profile__account__group=group)


def _worth(field: str, term: UUID | Told | None, weight: int) -> Case:
    if term is None:
        return Case(default=Value(0))
    return Case(When(**{f"profile__account__{field}": term}, then=Value(weight)), default=Value(0))


def _why(story: Story, opportunity: Opportunity, products: Iterable[str]) -> Iterator[str]:
    account, buyer = story.profile.account, opportunity.account
    if account.industry is not None and account.industry_id == buyer.industry_id:
        yield str(account.industry)
    if account.region is not None and account.region_id == buyer.region_id:
        yield str(account.region)
    yield from sorted(products)
