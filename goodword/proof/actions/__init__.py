"""Verbs about stories and quotes: adding, changing, clearing and withdrawing them, sending them, asking to go on."""

from goodword.proof.actions.asking import put_question
from goodword.proof.actions.clearing import NEEDED_CONSENT, clear, must_have_agreed, restore, withdraw
from goodword.proof.actions.own_words import OWN_WORDS, renew_own_words, stop_using
from goodword.proof.actions.sharing import SHARED, note_sharing, take_sharing_back
from goodword.proof.actions.writing import SourceFields, StoryFields, add_quote, add_story, change_story

__all__ = [
    "NEEDED_CONSENT",
    "OWN_WORDS",
    "SHARED",
    "SourceFields",
    "StoryFields",
    "add_quote",
    "add_story",
    "change_story",
    "clear",
    "must_have_agreed",
    "note_sharing",
    "put_question",
    "renew_own_words",
    "restore",
    "stop_using",
    "take_sharing_back",
    "withdraw",
]
