"""The words there are, found by how they begin, by what is in them, and by how nearly they are spelt."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

LAST = "\U0010ffff"
LONGEST = 40
"""Letters of the longest word whose spelling is put right."""
SLIPS = ((4, 1), (8, 2))
"""From how many letters on how many slips are forgiven: a letter more, less, another, or two in the wrong order."""

Codes = NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Distinct words in order. What takes time to prepare is prepared when it is first asked for."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, words: Iterable[str]) -> Vocabulary:
        return cls(tuple(sorted(set(words))))

    def beginning(self, fragment: str) -> Sequence[str]:
        """Return the words that begin so, itself included."""
        return self.words[bisect_left(self.words, fragment) : bisect_left(self.words, fragment + LAST)]

    def holding(self, fragment: str) -> list[str]:
        """Return the words that have this anywhere in them."""
        ends = np.searchsorted(self._starts, list(self._found(fragment)), side="right")
        return [self.words[at] for at in dict.fromkeys((ends - 1).tolist())]

    def near(self, word: str) -> list[tuple[int, str]]:
        """Return the words that may have been meant, each after its number of slips; none for a short or endless word.

        Words of much other letters are left out unread, so that a hundred thousand cost a millisecond.
        """
        most = slips_in(word)
        if not most or len(word) > LONGEST:
            return []
        unlike = np.bitwise_count(self._letters ^ letters_of(word))
        close = np.flatnonzero((np.abs(self._lengths - len(word)) <= most) & (unlike <= 2 * most))
        told = slips_between(word, [self.words[at] for at in close])
        return [(int(slips), self.words[at]) for slips, at in zip(told, close, strict=True) if slips <= most]

    def _found(self, fragment: str) -> Iterator[int]:
        at = self._joined.find(fragment)
        while at >= 0:
            yield at
            at = self._joined.find(fragment, at + 1)

    @cached_property
    def _joined(self) -> str:
        return "".join(f"{word}\n" for word in self.words)

    @cached_property
    def _lengths(self) -> NDArray[np.int64]:
        return np.array([len(word) for word in self.words], np.int64)

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        """Return where each word starts in all of them joined."""
        return np.cumsum(self._lengths + 1) - self._lengths - 1

    @cached_property
    def _letters(self) -> NDArray[np.uint64]:
        """Return for each word which letters are in it, as bits."""
        if not self.words:
            return np.empty(0, np.uint64)
        letters: NDArray[np.uint64] = np.bitwise_or.reduceat(bits_of(self._joined), self._starts)
        return letters


def slips_in(word: str) -> int:
    """Return how many slips are forgiven in a word of this length."""
    return max((slips for length, slips in SLIPS if len(word) >= length), default=0)


def slips_between(word: str, others: Sequence[str]) -> NDArray[np.int64]:
    """Return how many slips lie between a word and each of some others.

    Damerau's distance in its restricted form (optimal string alignment), for all others at once.
    """
    lengths = np.array([len(other) for other in others], np.int64)
    width, asked = int(lengths.max(initial=0)), codes_of(word)
    rows = np.zeros((len(others), width), np.uint32)
    for at, other in enumerate(others):
        rows[at, : len(other)] = codes_of(other)
    before, last = np.empty((0, 0), np.int64), np.tile(np.arange(width + 1), (len(others), 1))
    for i, letter in enumerate(asked, 1):
        now = np.empty_like(last)
        now[:, 0] = i
        other_letter = rows != letter
        for j in range(1, width + 1):
            now[:, j] = np.minimum(np.minimum(last[:, j], now[:, j - 1]) + 1, last[:, j - 1] + other_letter[:, j - 1])
            if i > 1 and j > 1:
                swapped = (rows[:, j - 1] == asked[i - 2]) & (rows[:, j - 2] == letter)
                now[swapped, j] = np.minimum(now[swapped, j], before[swapped, j - 2] + 1)
        before, last = last, now
    return last[np.arange(len(others)), lengths]


def codes_of(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def bits_of(text: str) -> NDArray[np.uint64]:
    return np.left_shift(np.uint64(1), (codes_of(text) & np.uint32(63)).astype(np.uint64))


def letters_of(word: str) -> np.uint64:
    """Return the letters of a word as it stands among the others, its line's end with them."""
    letters: np.uint64 = np.bitwise_or.reduce(bits_of(f"{word}\n"))
    return letters
