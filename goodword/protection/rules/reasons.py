"""Why somebody isn't asked: every refusal, its sentence, and which of them lasts longest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Code of each refusal and its sentence, most lasting first; this order is the order of every list of reasons.
SENTENCES: dict[str, str] = {
    "left": "{name} is not in the program.",
    "no_consent": "{name} has not agreed to this kind of help.",
    "not_offered": "{name} doesn't do this kind of help.",
    "itself": "The buyer is this same company.",
    "same_group": "The buyer belongs to the same group.",
    "competitor": "The buyer competes with this customer.",
    "language": "{name} doesn't speak the buyer's language.",
    "declined": "{name} said no for this deal.",
    "paused": "{name} paused.",
    "paused_until": "{name} paused until {until}.",
    "limit_customer_year": "{name} set {limit} a year. {used} used.",
    "limit_customer_quarter": "{name} set {limit} a quarter. {used} used.",
    "gap_customer": "{name} asked for {gap} between. The last was {ago}.",
    "asks_customer": "{name} allows {limit} in 30 days. {used} used.",
    "held": "On hold.",
    "held_until": "On hold until {until}.",
    "limit_default_year": "Our limit is {limit} a year. {used} used.",
    "limit_default_quarter": "Our limit is {limit} a quarter. {used} used.",
    "limit_account": "Our limit is {limit} a quarter for this company. {used} used.",
    "limit_group": "Our limit is {limit} a quarter for this group of companies. {used} used.",
    "limit_kind_year": "Our limit for this kind of help is {limit} a year. {used} used.",
    "limit_kind_quarter": "Our limit for this kind of help is {limit} a quarter. {used} used.",
    "limit_kind_account": "Our limit for this kind of help is {limit} a quarter for this company. {used} used.",
    "health": "This customer's health is red.",
    "escalation": "A severe issue of this customer is open.",
    "renewal": "This customer's renewal is on {until}.",
    "asks_default": "Our limit is {limit} in 30 days. {used} used.",
    "asks_kind": "Our limit for this kind of help is {limit} asks in 30 days. {used} used.",
    "gap_kind": "Resting from this kind of help until {until}. The last was {ago}.",
    "gap": "Resting until {until}. The last was {ago}.",
    "asked_now": "{name} is being asked just now.",
    "gate_stage": "Live calls come later in a deal, or by the program manager's leave.",
    "gate_amount": "This deal is under the amount for live calls; the program manager can allow one.",
    "owner_yes": "The account owner has to say yes first.",
}
CODES = tuple(SENTENCES)
# Our own gaps: all that a manager's exception reaches past.
OVERRIDABLE = frozenset({"gap", "gap_kind"})


@dataclass(frozen=True, slots=True)
class Reason:
    """One refusal: its code, a whole sentence, and the first day it no longer holds (None: nobody knows)."""

    code: str
    sentence: str
    until: date | None


def reason(code: str, until: date | None = None, /, **words: object) -> Reason:
    return Reason(code, SENTENCES[code].format(**words), until)
