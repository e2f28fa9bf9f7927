"""Names of products, topics and replaced systems, compared word by word."""

from __future__ import annotations

from functools import lru_cache

from goodword.matching.text import phrase

LEAST_COMMON = 0.5


def nearness(asked: str, told: str) -> float | None:
    """Return 1 when one name contains the other's words, the shared part when at least half, else 0; None for no words."""
    left, right = words_of(asked), words_of(told)
    if not left or not right:
        return None
    common = len(left & right)
    if common == min(len(left), len(right)):
        return 1.0
    shared = common / len(left | right)
    return shared if shared >= LEAST_COMMON else 0.0


@lru_cache(maxsize=8_192)
def words_of(name: str) -> frozenset[str]:
    return frozenset(phrase(name))
