"""What people are called, by the name on file, and where a name stands in a list. Pure."""

from __future__ import annotations

import unicodedata

# Letters that are no letter with a mark to Unicode, and are to everybody who looks for a name.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
MARKS = range(0x300, 0x370)


def folded(name: str) -> str:
    """Return a name without accents, case or stray spaces, as lists sort and searches compare it."""
    if name.isascii():
        return " ".join(name.casefold().replace("\0", " ").split())
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    kept = (letter for letter in letters if ord(letter) not in MARKS and unicodedata.category(letter) != "Cf")
    return " ".join("".join(kept).translate(PLAIN).replace("\0", " ").split())


def first_name(name: str) -> str:
    """Return the first name in a full one, without titles such as “Dr.”; empty for an empty name."""
    words = name.split()
    return next((word for word in words if not _is_title(word)), words[0] if words else "")


def _is_title(word: str) -> bool:
    """Say whether a word is an abbreviated title; a single letter with a dot is an initial."""
    return word.endswith(".") and len(word) > 2
