"""Read what somebody typed: words, and phrases in quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from goodword.matching.text import has_no_spaces, is_telling, words

LONGEST = 200
"""Characters that are read; who knows what they want needs no more."""
MOST_TERMS = 12
QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]")


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for, every part of it: single words, folded, and phrases as their words in order.

    `unread`: words beyond as many as are looked for.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    unread: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)


def sought_in(text: str) -> Sought:
    """Read the first `LONGEST` characters. Words that say nothing are left out, unless there are no others."""
    read = text[:LONGEST]
    phrases = [phrase for phrase in dict.fromkeys(tuple(words(quoted)) for quoted in QUOTED.findall(read)) if phrase]
    single = list(dict.fromkeys(words(QUOTED.sub(" ", read))))
    telling = [word for word in single if is_telling(word) or has_no_spaces(word)] or ([] if phrases else single)
    room = max(0, MOST_TERMS - len(phrases))
    unread = (*(" ".join(phrase) for phrase in phrases[MOST_TERMS:]), *telling[room:])
    return Sought(tuple(telling[:room]), tuple(phrases[:MOST_TERMS]), unread)
