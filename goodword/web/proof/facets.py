"""What stories and quotes are narrowed by. Every count is of what the viewer may see."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodword.directory.models import Term, Vocabulary
from goodword.proof.models import Clearance, Story
from goodword.proof.queries import Standing, standing_clauses
from goodword.web.lists.facets import Facet

LANGUAGES = dict(settings.LANGUAGES)
KINDS = {Story.Kind.QUOTE.value: _("Quotes"), Story.Kind.STORY.value: _("Stories")}
CLEARANCES = {
    Clearance.PUBLIC.value: _("Public"),
    Clearance.ONE_TO_ONE.value: _("One buyer at a time"),
    Clearance.INTERNAL.value: _("Colleagues only"),
}


def story_facets(stories: QuerySet[Story]) -> list[Facet]:
    """Return what these stories are narrowed by. Two queries."""
    clauses = {standing.value: clause for standing, clause in standing_clauses().items()}
    # A withdrawn one is in a view of its own.
    clauses.pop(Standing.WITHDRAWN.value)
    industries = Term.objects.filter(vocabulary=Vocabulary.INDUSTRY).values_list("pk", "name")
    spoken = list(stories.order_by().values_list("language", flat=True).distinct())
    facets = [
        Facet("standing", _("Standing"), {key: Standing(key).label for key in clauses}, clauses=clauses),
        _sorted("kind", _("Kind"), KINDS),
        _sorted("clearance", _("Cleared for"), CLEARANCES),
        Facet("industry", _("Industry"), {str(pk): name for pk, name in industries}, path="profile__account__industry"),
    ]
    if len(spoken) > 1:
        facets.append(Facet("language", _("Language"), {code: language_name(code) for code in spoken}, path="language"))
    return facets


def language_name(code: str) -> str:
    """Return a language's name, or its code where it has none here."""
    return str(LANGUAGES.get(code.lower(), LANGUAGES.get(code.split("-")[0].lower(), code)))


def _sorted(name: str, title: str | Promise, labels: Mapping[str, str | Promise]) -> Facet:
    """Return a group whose values stay in the order they are given in."""
    return Facet(name, title, labels, clauses={value: Q(**{name: value}) for value in labels})
