"""Reads about proof that several callers share."""

from goodword.proof.queries.approvals import Approval, Approvals, End, approvals_of
from goodword.proof.queries.for_deal import Proof, may_be_sent, proof_for
from goodword.proof.queries.standing import (
    Standing,
    sendable_today,
    sent_for,
    standing_clauses,
    standings_of,
    times_sent,
)
from goodword.proof.rules import ANSWER_WITHIN, a_year_after, runs_out

__all__ = [
    "ANSWER_WITHIN",
    "Approval",
    "Approvals",
    "End",
    "Proof",
    "Standing",
    "a_year_after",
    "approvals_of",
    "may_be_sent",
    "proof_for",
    "runs_out",
    "sendable_today",
    "sent_for",
    "standing_clauses",
    "standings_of",
    "times_sent",
]
