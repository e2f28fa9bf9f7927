"""Reads about references that several callers share."""

from goodword.references.queries.agreed import (
    consents_for,
    consents_of,
    is_live,
    live_consents,
    live_consents_for,
    wording_of,
)
from goodword.references.queries.changes import LIMITS, Shift, part_of, shift_of, sitting_of
from goodword.references.queries.described import description_fit, suggested_description
from goodword.references.queries.own import KindSetting, OwnPage, own_page
from goodword.references.queries.people import advocates_by_id
from goodword.references.queries.shown import Face, face, standing_facts

__all__ = [
    "LIMITS",
    "Face",
    "KindSetting",
    "OwnPage",
    "Shift",
    "advocates_by_id",
    "consents_for",
    "consents_of",
    "description_fit",
    "face",
    "is_live",
    "live_consents",
    "live_consents_for",
    "own_page",
    "part_of",
    "shift_of",
    "sitting_of",
    "standing_facts",
    "suggested_description",
    "wording_of",
]
