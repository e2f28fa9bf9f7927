"""Verbs about companies, people and deals, and the words a workspace describes them with."""

from goodword.directory.actions.accounts import AccountFields, add_account, change_account, set_owners
from goodword.directory.actions.closing import close_opportunity, reopen_opportunity
from goodword.directory.actions.contacts import ContactFields, add_contact, change_contact
from goodword.directory.actions.opportunities import (
    OpportunityFields,
    add_opportunity,
    change_opportunity,
)
from goodword.directory.actions.terms import add_group, name_rivals, term

__all__ = [
    "AccountFields",
    "ContactFields",
    "OpportunityFields",
    "add_account",
    "add_contact",
    "add_group",
    "add_opportunity",
    "change_account",
    "change_contact",
    "change_opportunity",
    "close_opportunity",
    "name_rivals",
    "reopen_opportunity",
    "set_owners",
    "term",
]
