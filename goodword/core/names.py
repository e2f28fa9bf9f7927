"""What people are called, by the name on file. Pure."""

from __future__ import annotations


def first_name(name: str) -> str:
    """Return the first name in a full one, without titles such as “Dr.”; empty for an empty name."""
    words = name.split()
    return next((word for word in words if not _is_title(word)), words[0] if words else "")


def _is_title(word: str) -> bool:
    """Say whether a word is an abbreviated title; a single letter with a dot is an initial."""
    return word.endswith(".") and len(word) > 2
