"""Search references by hand: what is typed, how its words are taken, what holds them, and why. Pure, over an Index."""

from goodword.matching.rules.search.catalogue import Catalogue, catalogue_of
from goodword.matching.rules.search.hits import Hits, How, Taken, hits_of
from goodword.matching.rules.search.matched import Matched, Piece, matched_in, named_in
from goodword.matching.rules.search.sought import Sought, sought_in

__all__ = [
    "Catalogue",
    "Hits",
    "How",
    "Matched",
    "Piece",
    "Sought",
    "Taken",
    "catalogue_of",
    "hits_of",
    "matched_in",
    "named_in",
    "sought_in",
]
