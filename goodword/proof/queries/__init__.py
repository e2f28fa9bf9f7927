"""Reads about proof that several callers share."""

from goodword.proof.queries.for_deal import Proof, may_be_sent, proof_for
from goodword.proof.queries.standing import (
    Standing,
    sendable_today,
    sent_for,
    standing_clauses,
    standings_of,
    times_sent,
)

__all__ = [
    "Proof",
    "Standing",
    "may_be_sent",
    "proof_for",
    "sendable_today",
    "sent_for",
    "standing_clauses",
    "standings_of",
    "times_sent",
]
