"""What the search page says about how it took what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from goodword.matching.queries.ranking import Behind
from goodword.matching.rules.search import How, Matched, Taken
from goodword.matching.text import WORD, fold, stem


def notes(taken: Sequence[Taken], *, whole: bool, shown: Sequence[tuple[Behind, Sequence[Matched]]]) -> list[str]:
    """Return a sentence for each word that was not found as it stands, and one where nobody has all of them."""
    found = [sentence for one in taken if (sentence := _sentence(one, shown))]
    some = any(one.how is not How.NOWHERE for one in taken)
    return found if whole or not some else [*found, _("Nobody has all of this. Shown is who has most of it.")]


def _sentence(taken: Taken, shown: Sequence[tuple[Behind, Sequence[Matched]]]) -> str:
    if taken.how is How.NOWHERE:
        return _("“%(word)s” is in no reference you can see.") % {"word": taken.asked}
    if taken.how not in (How.SPELT, How.KIN):
        return ""
    words = {"word": taken.asked, "other": _listed(_written(taken, shown))}
    if taken.how is How.KIN:
        return _("Nobody says “%(word)s”. Shown is what means nearly the same: %(other)s.") % words
    return _("Nobody says “%(word)s”. Shown is what is spelt nearly the same: %(other)s.") % words


def _written(taken: Taken, shown: Iterable[tuple[Behind, Sequence[Matched]]]) -> list[str]:
    """Return a word as those who are shown have it written, at most three ways."""
    found = (word for row, matched in shown for word in _words(row, matched) if _is_taken(word, taken))
    return list({fold(word): word for word in found}.values())[:3]


def _words(row: Behind, matched: Iterable[Matched]) -> Iterator[str]:
    for name in row.entry.names:
        yield from WORD.findall(name)
    yield from (piece.text for one in matched for piece in one.pieces if piece.told)


def _is_taken(word: str, taken: Taken) -> bool:
    return fold(word) in taken.names or stem(fold(word)) in taken.stems


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
