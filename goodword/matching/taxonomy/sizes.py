"""Company size as five bands, read from a head count or from the words people use."""

from __future__ import annotations

import re

from goodword.matching.text import words

BANDS = ("micro", "small", "mid", "large", "enterprise")
UPPER_LIMITS = (10, 100, 1_000, 10_000)
"""People up to which a company is in the first four bands."""

BAND_WORDS: dict[str, int] = {
    "hobby": 0, "personal": 0, "freelance": 0, "micro": 0, "tiny": 0,
    "start": 1, "startup": 1, "small": 1, "young": 1, "smb": 1, "sme": 1, "new": 1,
    "mid": 2, "medium": 2, "midsize": 2, "midmarket": 2, "scale": 2, "scaleup": 2, "growing": 2, "regional": 2, "unicorn": 2,
    "department": 2, "institute": 2,
    "large": 3, "leader": 3, "national": 3, "top": 3, "big": 3,
    "enterprise": 4, "multinational": 4, "global": 4, "hyperscale": 4, "tier": 4, "huge": 4, "corporation": 4, "conglomerate": 4,
}  # fmt: skip
ENLARGERS = frozenset({"very", "internet", "world"})
COUNT = re.compile(
    r"(\d{1,3}(?:[ ,.]\d{3})+|\d+)\s*(k\b)?(?:\s*-\s*\d+)?\s*\+?"
    r"(?=\s*(?:$|employee|staff|people|person|co-?workers|colleagues|fte|engineers|developers))",
    re.IGNORECASE,
)


def nearness(asked: str, told: str) -> float | None:
    """Return 1 for the same band, ½ for the next, 0 further off; None when a band can't be read."""
    left, right = band_of(asked), band_of(told)
    if left is None or right is None:
        return None
    return {0: 1.0, 1: 0.5}.get(abs(left - right), 0.0)


def band_of(phrase: str) -> int | None:
    """Return the band (0 to 4) of a size phrase such as "4,000+ employees", "mid-size" or "50-60"."""
    count = COUNT.search(phrase)
    if count:
        people = int(re.sub(r"\D", "", count.group(1))) * (1_000 if count.group(2) else 1)
        return next(
            (band for band, limit in enumerate(UPPER_LIMITS) if people <= limit),
            len(BANDS) - 1,
        )
    tokens = words(phrase)
    for token in tokens:
        if token in BAND_WORDS:
            enlarged = BAND_WORDS[token] >= 3 and bool(ENLARGERS & set(tokens))
            return len(BANDS) - 1 if enlarged else BAND_WORDS[token]
    return None
