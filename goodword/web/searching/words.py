"""What the search page says about how it took what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from goodword.matching.queries.ranking import Behind
from goodword.matching.queries.reading import KINDS
from goodword.matching.rules.search import Hits, How, Matched, Taken
from goodword.matching.rules.search.sought import MOST_TERMS
from goodword.matching.text import WORD, fold, stem
from goodword.references.models import FactKind
from goodword.web.searching.look import Look

Shown = Sequence[tuple[Behind, Sequence[Matched]]]


def notes(look: Look, hits: Hits, shown: Shown) -> list[str]:
    """Return what to say of words that were not found as they stand, or not looked for; of others than are shown nothing."""
    if look.words and not hits.taken:
        return [_("There is no word to look for in “%(words)s”, so it narrows nothing.") % {"words": look.words}]
    found = [sentence for one in hits.taken if (sentence := _sentence(one, shown))]
    unread = [one.asked for one in hits.taken if one.how is How.UNREAD]
    if unread:
        told = {"n": MOST_TERMS, "words": _listed(unread)}
        return [*found, _("Looked for are the first %(n)s words, without %(words)s.") % told]
    return found if hits.whole or not shown else [*found, _("Nobody has all of this. Shown is who has most of it.")]


def kind_words(kind: str) -> str:
    """Return what a kind of fact is called, as the customer's page does; the one kind that it has no facts of is a role."""
    own = next((one for one in FactKind if KINDS.get(one, one) == kind), None)
    return str(own.label) if own is not None else _("Role")


def _sentence(taken: Taken, shown: Shown) -> str:
    if taken.how is How.NOWHERE:
        return _("“%(word)s” is in no reference you can see.") % {"word": taken.asked}
    if taken.how not in (How.SPELT, How.KIN) or not (written := _written(taken, shown)):
        return ""
    words = {"word": taken.asked, "other": _listed(written)}
    if taken.how is How.KIN:
        return _("Nobody says “%(word)s”. Shown is what means nearly the same: %(other)s.") % words
    return _("Nobody says “%(word)s”. Shown is what is spelt nearly the same: %(other)s.") % words


def _written(taken: Taken, shown: Shown) -> list[str]:
    """Return a word as those who are shown have it written, at most three ways."""
    found = (word for row, matched in shown for word in _words(row, matched) if _is_taken(word, taken))
    return list({fold(word): word for word in found}.values())[:3]


def _words(row: Behind, matched: Iterable[Matched]) -> Iterator[str]:
    for name in row.entry.names:
        yield from WORD.findall(name)
    yield from (piece.text for one in matched for piece in one.pieces if piece.told)


def _is_taken(word: str, taken: Taken) -> bool:
    return fold(word) in taken.names or stem(fold(word)) in taken.signs


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
