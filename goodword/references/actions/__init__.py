"""Verbs about references: profiles and their facts, nominations, consents, and what customers set for themselves."""

from goodword.references.actions.checking_in import ask_to_confirm, why_not_ask, withdraw_check_in
from goodword.references.actions.confirming import confirm_profile, take_back_confirmation, verify_fact
from goodword.references.actions.consents import claim_consent, give_consent, revoke_consent, unsay_consent
from goodword.references.actions.deciding import not_a_fit, qualify, take_back_decision
from goodword.references.actions.dial import set_dial, set_off_limits, set_own_visibility
from goodword.references.actions.facts import Statement, add_fact, add_facts, withdraw_fact
from goodword.references.actions.nominations import (
    accept_invitation,
    decline_invitation,
    invite,
    lapse,
    leave,
    nominate,
)
from goodword.references.actions.profiles import set_owner_mode, set_visibility, start_profile
from goodword.references.actions.tagging import tag_advocate, untag_advocate

__all__ = [
    "Statement",
    "accept_invitation",
    "add_fact",
    "add_facts",
    "ask_to_confirm",
    "claim_consent",
    "confirm_profile",
    "decline_invitation",
    "give_consent",
    "invite",
    "lapse",
    "leave",
    "nominate",
    "not_a_fit",
    "qualify",
    "revoke_consent",
    "set_dial",
    "set_off_limits",
    "set_own_visibility",
    "set_owner_mode",
    "set_visibility",
    "start_profile",
    "tag_advocate",
    "take_back_confirmation",
    "take_back_decision",
    "unsay_consent",
    "untag_advocate",
    "verify_fact",
    "why_not_ask",
    "withdraw_check_in",
    "withdraw_fact",
]
