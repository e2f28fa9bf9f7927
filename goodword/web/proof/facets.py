"""What stories and quotes are narrowed by. Every count is of what the viewer may see."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from goodword.core.statements import Kept
from goodword.directory.models import Term, Vocabulary
from goodword.proof.models import Clearance, Story
from goodword.proof.queries import Standing, standing_clauses, standings_of
from goodword.web.lists.facet import Facet
from goodword.web.members.languages import language_name

KINDS = {Story.Kind.QUOTE.value: _("Quotes"), Story.Kind.STORY.value: _("Stories")}
CLEARANCES = {
    Clearance.PUBLIC.value: _("Public"),
    Clearance.ONE_TO_ONE.value: _("One buyer at a time"),
    Clearance.INTERNAL.value: _("Colleagues only"),
}
_INDUSTRIES = Kept[tuple[UUID, str]](
    lambda: Term.objects.filter(vocabulary=Vocabulary.INDUSTRY).values_list("pk", "name")
)


def story_facets(stories: QuerySet[Story]) -> list[Facet]:
    """Return what these stories are narrowed by. Two queries."""
    # A withdrawn one is in a view of its own.
    standings = {one.value: one.label for one in Standing if one is not Standing.WITHDRAWN}
    spoken = list(stories.order_by().values_list("language", flat=True).distinct())
    facets = [
        Facet("standing", _("Standing"), standings, clause_of=_stands, met=_standing),
        Facet("kind", _("Kind"), KINDS, path="kind", as_given=True),
        Facet("clearance", _("Cleared for"), CLEARANCES, path="clearance", as_given=True),
        Facet(
            "industry", _("Industry"), {str(pk): name for pk, name in _INDUSTRIES()}, path="profile__account__industry"
        ),
    ]
    if len(spoken) > 1:
        facets.append(Facet("language", _("Language"), {code: language_name(code) for code in spoken}, path="language"))
    return facets


def _stands(standing: str) -> Q:
    return standing_clauses()[Standing(standing)]


def _standing(stories: QuerySet[Story]) -> Counter[str]:
    read = stories.order_by().only("withdrawn_at", "clearance", "expires_on")
    return Counter(standing.value for standing in standings_of(read).values())
