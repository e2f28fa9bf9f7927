"""The words advocates are marked with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from goodword.directory.models import Term, TermQuerySet, Vocabulary
from goodword.references.models import Advocate, AdvocateTag


def tags_of(advocates: Iterable[UUID]) -> dict[UUID, list[Term]]:
    """Return the tags of each advocate, in the order of their list. One query."""
    tags: dict[UUID, list[Term]] = {advocate: [] for advocate in advocates}
    rows = AdvocateTag.objects.filter(advocate__in=tags).select_related("term")
    for row in rows.order_by("term__position", "term__name"):
        tags[row.advocate_id].append(row.term)
    return tags


def tags_among(people: QuerySet[Advocate]) -> TermQuerySet:
    """Return the tags that some of these people have, and those nobody has.

    What only others have is left out: its very word may tell of somebody whom the viewer must not know of.
    """
    rows = AdvocateTag.objects.filter(term=OuterRef("pk"))
    theirs = rows.filter(advocate__in=people.order_by().values("pk"))
    tags: TermQuerySet = Term.objects.filter(vocabulary=Vocabulary.TAG)
    return tags.filter(Q(Exists(theirs)) | ~Q(Exists(rows)))


def how_many_tagged(people: QuerySet[Advocate]) -> Counter[str]:
    """Return for each tag's id how many of these people have it. One query."""
    rows = AdvocateTag.objects.filter(advocate__in=people.order_by().values("pk")).order_by()
    return Counter({str(term): count for term, count in rows.values_list("term").annotate(Count("pk"))})
