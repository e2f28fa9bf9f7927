"""Verbs of upkeep: many customers or advocates changed at once, two made one, and both taken back; lists as files."""

from goodword.upkeep.actions.bulk import MOST_AT_ONCE, can_take_back, choose_many, make_many, take_back_many
from goodword.upkeep.actions.files import note_export
from goodword.upkeep.actions.merging import Preview, can_undo, look_at_merge, merge_accounts, merge_contacts, undo_merge

__all__ = [
    "MOST_AT_ONCE",
    "Preview",
    "can_take_back",
    "can_undo",
    "choose_many",
    "look_at_merge",
    "make_many",
    "merge_accounts",
    "merge_contacts",
    "note_export",
    "take_back_many",
    "undo_merge",
]
