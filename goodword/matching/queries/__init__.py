"""From the tables to matching and back: references and deals as plain data, the index in memory, the ranking a viewer may see."""

from goodword.matching.queries.deals import deal_of
from goodword.matching.queries.held import Held, forget, index_of
from goodword.matching.queries.ranking import Candidate, rank_for, rank_records
from goodword.matching.queries.reading import Entry, Grain, references_for

__all__ = [
    "Candidate",
    "Entry",
    "Grain",
    "Held",
    "deal_of",
    "forget",
    "index_of",
    "rank_for",
    "rank_records",
    "references_for",
]
