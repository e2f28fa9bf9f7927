"""Make text from a file safe to keep and names comparable, without changing what they say."""

from __future__ import annotations

import hashlib
import re
import unicodedata

DIRECTION_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""They can make a name read as another one; plain right-to-left text needs none of them."""
NOT_KEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ufeff]")
SURROGATES = re.compile("[\ud800-\udfff]")
MORE = "…"


def cleaned(text: str) -> str:
    """Return the text with plain line ends and without characters that no database or page can carry."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return NOT_KEPT.sub(" ", SURROGATES.sub("\ufffd", text)).strip()


def one_line(text: str) -> str:
    """Return the text on one line, for names, titles and values."""
    return " ".join(DIRECTION_OVERRIDES.sub("", cleaned(text)).split())


def shortened(text: str, most: int) -> str:
    """Return the text if it fits into `most` characters, else its beginning and an ellipsis."""
    return text if len(text) <= most else text[: most - len(MORE)].rstrip() + MORE


def name_key(name: str) -> str:
    """Return what two spellings of one name have in common: case, width, spaces and invisible characters fold away."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    visible = "".join(char for char in folded if char.isspace() or not unicodedata.category(char).startswith("C"))
    return " ".join(visible.split())


def squeezed(text: str) -> str:
    """Return the text with every run of spaces as one, to see whether one text holds another."""
    return " ".join(text.split())


def digest(*parts: str) -> str:
    """Return a digest of texts in order."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
