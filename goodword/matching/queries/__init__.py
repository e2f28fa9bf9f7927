"""From the tables to matching and back: references and deals as plain data, the index in memory, the ranking a viewer may see."""

from goodword.matching.queries.deals import deal_of
from goodword.matching.queries.held import Held, forget, index_of
from goodword.matching.queries.ranking import Candidate, rank_for, rank_records
from goodword.matching.queries.reading import Entry, Grain, references_for
from goodword.matching.queries.weighing import weights_here
from goodword.matching.rules.order import BEST_FIRST
from goodword.matching.rules.score import Reading, word_for
from goodword.matching.rules.weighing import weights_from

__all__ = [
    "BEST_FIRST",
    "Candidate",
    "Entry",
    "Grain",
    "Held",
    "Reading",
    "deal_of",
    "forget",
    "index_of",
    "rank_for",
    "rank_records",
    "references_for",
    "weights_from",
    "weights_here",
    "word_for",
]
