"""How long each kind of fact stays believable."""

from __future__ import annotations

from collections.abc import Mapping

# Days until a fact is half as likely to be still true; what a company is changes slower than what it does.
HALF_LIFE: Mapping[str, int] = {
    "industry": 1825,
    "region": 1825,
    "country": 1825,
    "size": 730,
    "product": 365,
    "feature": 365,
    "technology": 365,
    "use_case": 365,
    "replaced": 1095,
    "result": 730,
    "topic": 180,
    "off_limits": 1825,
    "helped_with": 365,
}

# Saying that something is still right, by its events, and what taking each back within ten minutes is called.
CONFIRMATIONS: Mapping[str, str] = {
    "profile.confirmed": "profile.confirm_undone",
    "fact.verified": "fact.verify_undone",
}


def half_life(kind: str) -> int:
    """Return the half-life of a kind of fact in days. Raises KeyError for a kind nobody thought about."""
    return HALF_LIFE[kind]
