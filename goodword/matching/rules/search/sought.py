"""Read what somebody typed: words, and phrases in quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from goodword.matching.text import STOPWORDS, words

LONGEST = 200
"""Characters that are read; who knows what they want needs no more."""
MOST_TERMS = 12
QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]")


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for, every part of it: single words, folded, and phrases as their words in order."""

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)


def sought_in(text: str) -> Sought:
    """Read the first `LONGEST` characters. Words that say nothing are left out, unless there are no others."""
    read = text[:LONGEST]
    phrases = dict.fromkeys(tuple(words(quoted)) for quoted in QUOTED.findall(read))
    single = list(dict.fromkeys(words(QUOTED.sub(" ", read))))
    telling = [word for word in single if word not in STOPWORDS]
    kept = tuple(phrase for phrase in phrases if phrase)[:MOST_TERMS]
    return Sought(tuple(telling or ([] if kept else single))[: MOST_TERMS - len(kept)], kept)
