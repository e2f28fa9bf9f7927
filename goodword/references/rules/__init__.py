"""Pure decisions about references: an advocate's life, the words of a consent, whose limit, how private is private."""

from goodword.references.rules.dial import (
    OPEN_TO_STRICT,
    STRICT_TO_OPEN_MODES,
    Dial,
    changed,
    loosens,
    more_open,
    stricter,
    stricter_mode,
)
from goodword.references.rules.facts import CONFIRMATIONS, HALF_LIFE, half_life
from goodword.references.rules.lives import ADVOCATE_ENDS, ADVOCATE_TRANSITIONS, DECISIONS, AdvocateVerb
from goodword.references.rules.masking import FLOOR, Fit, Widening, judged, tells_name
from goodword.references.rules.wording import WORDING_VERSION, consent_wording

__all__ = [
    "ADVOCATE_ENDS",
    "ADVOCATE_TRANSITIONS",
    "CONFIRMATIONS",
    "DECISIONS",
    "FLOOR",
    "HALF_LIFE",
    "OPEN_TO_STRICT",
    "STRICT_TO_OPEN_MODES",
    "WORDING_VERSION",
    "AdvocateVerb",
    "Dial",
    "Fit",
    "Widening",
    "changed",
    "consent_wording",
    "half_life",
    "judged",
    "loosens",
    "more_open",
    "stricter",
    "stricter_mode",
    "tells_name",
]
