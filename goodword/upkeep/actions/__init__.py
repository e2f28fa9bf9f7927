"""Verbs of upkeep: changing many customers or advocates at once and taking that back; lists as files."""

from goodword.upkeep.actions.bulk import MOST_AT_ONCE, can_take_back, choose_many, make_many, take_back_many
from goodword.upkeep.actions.files import note_export

__all__ = ["MOST_AT_ONCE", "can_take_back", "choose_many", "make_many", "note_export", "take_back_many"]
