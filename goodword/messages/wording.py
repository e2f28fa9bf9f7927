"""Text that comes from outside, made fit for one line of a mail: a name, a company, a job title."""

from __future__ import annotations

import unicodedata

# Zero-width joiner and non-joiner are part of how emoji, Persian and Indic names are written.
_KEPT = {"\u200c", "\u200d"}
_DROPPED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
MOST_IN_A_HEADER = 70


def one_line(text: str, most: int = 200) -> str:
    """Return the text on one line: no control or direction-changing characters, single spaces, at most `most` long."""
    shown = "".join(" " if _breaks(char) else char for char in text if not _hidden(char))
    return clipped(" ".join(shown.split()), most)


def clipped(text: str, most: int) -> str:
    """Return the text, or its beginning and an ellipsis, at most `most` characters, cut between words if possible."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > most // 2 else head).rstrip(" ,;:-") + "…"


def header_text(text: str, most: int = MOST_IN_A_HEADER) -> str:
    """Return text that can stand in a mail header without forging another one."""
    return one_line(text, most)


def _breaks(char: str) -> bool:
    return char in "\r\n\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"


def _hidden(char: str) -> bool:
    return unicodedata.category(char) in _DROPPED and char not in _KEPT and not _breaks(char)
