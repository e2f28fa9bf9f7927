"""Put matches in the order of the cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from goodword.matching.shapes import Fit, Match, Reference
from goodword.matching.text import fold

BEST_FIRST = {Fit.STRONG: 0, Fit.GOOD: 1, Fit.PARTIAL: 2, Fit.WEAK: 3}


def in_card_order(matches: Iterable[Match], references: Mapping[str, Reference]) -> list[Match]:
    """Return matches by fit word, then rest (most first), times helped (fewest first), then name."""

    def key(match: Match) -> tuple[int, int, int, str, str]:
        reference = references[match.reference_id]
        return (
            BEST_FIRST[match.word],
            -reference.rest,
            reference.helped,
            fold(reference.name),
            reference.id,
        )

    return sorted(matches, key=key)
