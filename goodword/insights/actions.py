"""Keeping what was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from goodword.core.actors import Actor
from goodword.desk.models import ReferenceRequest
from goodword.insights.models import ShownList
from goodword.matching.rules.logged import Card
from goodword.members.policy import Permission, must

MOST_CARDS = 10


def note_shown(
    need: ReferenceRequest, cards: Sequence[Card], asked: Mapping[str, float], *, version: str, by: Actor
) -> ShownList | None:
    """Keep the list a request was sent from: once a request, and nothing where nobody was shown."""
    must(by, Permission.REQUEST_SEND)
    if not cards or ShownList.objects.filter(need=need).exists():
        return None
    kept = ShownList(
        need=need,
        weights_version=version,
        asked=dict(asked),
        cards=[card.as_data() for card in cards[:MOST_CARDS]],
    )
    kept.save()
    return kept
