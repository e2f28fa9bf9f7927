"""Proof to send for a deal, while a person is being found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Count, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate

from goodword.core.actors import Actor
from goodword.directory.models import Opportunity
from goodword.directory.queries import rivals_of
from goodword.proof.models import Sharing, Story, StoryQuerySet
from goodword.proof.policy import visible_stories
from goodword.proof.queries.standing import sendable_today, sent_for
from goodword.references.models import Fact, FactKind

INDUSTRY, REGION, MOST_PRODUCTS = 2, 1, 2


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

    Only what is cleared for a buyer and stands on a consent; never of a private reference, of the buyer's own group,
    or of a company that competes with the buyer. Constant number of queries.
    """
    products = {term.pk: term.name for term in opportunity.products.all()}
    # A count of its own: beside a join every column of story, account and speaker would be grouped by.
    shared_facts = Fact.objects.standing().filter(kind=FactKind.PRODUCT, term__in=products).order_by()
    shared = shared_facts.filter(profile=OuterRef("profile")).values("profile")
    counted = shared.annotate(terms=Count("term", distinct=True)).values("terms")
    best = (
        _sendable(opportunity, viewer)
        .annotate(same_products=Coalesce(Subquery(counted), Value(0)))
        .annotate(
            overlap=_worth("industry", opportunity.account.industry_id, INDUSTRY)
            + _worth("region", opportunity.account.region_id, REGION)
            + Case(When(same_products__gt=MOST_PRODUCTS, then=MOST_PRODUCTS), default=F("same_products")),
            shown_on=Coalesce("published_on", TruncDate("created_at")),
        )
        .select_related("profile__account__industry", "profile__account__region", "advocate__contact")
        .order_by("-overlap", "-shown_on", "pk")[:limit]
    )
    stories = list(best)
    used: defaultdict[UUID, set[str]] = defaultdict(set)
    theirs = shared_facts.filter(profile__in={story.profile_id for story in stories})
    for profile, term in theirs.values_list("profile_id", "term_id"):
        used[profile].add(products[term])
    sent = sent_for(stories, opportunity)
    return [
        Proof(story, tuple(_why(story, opportunity, used[story.profile_id])), sent.get(story.pk)) for story in stories
    ]


def may_be_sent(story: Story, opportunity: Opportunity, viewer: Actor) -> bool:
    """Say whether this viewer may send a story to a deal's buyer today. Two queries."""
    return _sendable(opportunity, viewer).filter(pk=story.pk).exists()


def _sendable(opportunity: Opportunity, viewer: Actor) -> StoryQuerySet:
    buyer, sendable = opportunity.account, sendable_today().order_by().values("pk")
    walled = {buyer.pk, *rivals_of([buyer.pk])[buyer.pk]}
    stories: StoryQuerySet = visible_stories(viewer).filter(pk__in=sendable).exclude(profile__account__in=walled)
    if buyer.group_id is not None and not opportunity.renewal:
        stories = stories.exclude(profile__account__group=buyer.group_id)
    return stories


def _worth(field: str, term: UUID | None, weight: int) -> Case:
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
