"""Reads about references that several callers share."""

from goodword.references.queries.agreed import (
    acts_for,
    acts_of,
    agreed_in,
    agrees_to,
    consents_for,
    consents_of,
    ending_agreements,
    how_many_agree,
    is_live,
    live_consents,
    live_consents_for,
    wording_of,
)
from goodword.references.queries.alike import companies_alike, people_alike
from goodword.references.queries.changes import LIMITS, Shift, part_of, shift_of, sitting_of
from goodword.references.queries.described import description_fit, suggested_description
from goodword.references.queries.ended import Ended, ended_among
from goodword.references.queries.freshness import check_in_due, is_check_in_due, owners_asked
from goodword.references.queries.own import KindSetting, OwnPage, own_page
from goodword.references.queries.people import (
    advocate_now,
    advocates_by_id,
    at_one_company,
    forget_merged,
    who_speaks_now,
    with_merged_advocates,
)
from goodword.references.queries.shown import Face, face, standing_facts
from goodword.references.queries.tags import how_many_tagged, tags_among, tags_of
from goodword.references.queries.undoable import same_press, undoable
from goodword.references.queries.voices import voices

__all__ = [
    "LIMITS",
    "Ended",
    "Face",
    "KindSetting",
    "OwnPage",
    "Shift",
    "acts_for",
    "acts_of",
    "advocate_now",
    "advocates_by_id",
    "agreed_in",
    "agrees_to",
    "at_one_company",
    "check_in_due",
    "companies_alike",
    "consents_for",
    "consents_of",
    "description_fit",
    "ended_among",
    "ending_agreements",
    "face",
    "forget_merged",
    "how_many_agree",
    "how_many_tagged",
    "is_check_in_due",
    "is_live",
    "live_consents",
    "live_consents_for",
    "own_page",
    "owners_asked",
    "part_of",
    "people_alike",
    "same_press",
    "shift_of",
    "sitting_of",
    "standing_facts",
    "suggested_description",
    "tags_among",
    "tags_of",
    "undoable",
    "voices",
    "who_speaks_now",
    "with_merged_advocates",
    "wording_of",
]
