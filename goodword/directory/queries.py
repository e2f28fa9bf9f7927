"""Reads that several callers share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Q

from goodword.core.names import folded
from goodword.directory.models import Rivalry, Term, Vocabulary

# Of a word that fewer companies or people have, their ids are looked up first; of others, a list finds its first rows
# soon by reading names in order.
RARE = 500
MOST_WORDS = 4
# From this many letters on, a word is found anywhere in a name; shorter ones where a word begins.
ANYWHERE = 3


def by_words(text: str, *, account: str = "", contact: str = "", key: str = "") -> Q:
    """Return the clause for rows whose company's, person's or own name has every word of a search, accents aside.

    `account` and `contact` say how to get from a row to its company and person ("pk" for the row itself), `key` is the
    row's own sort key. People are found by their address too. Two queries for each word at most.
    """
    paths = {kind: path for kind, path in (("account", account), ("contact", contact)) if path}
    found = Q()
    for word in folded(text).split()[:MOST_WORDS]:
        named = _contains(key, word) if key else Q(pk__in=[])
        for kind, path in paths.items():
            named |= _named(kind, path, word)
        found &= named
    return found


def _named(kind: str, path: str, word: str) -> Q:
    begins, within = _patterns(word)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM goodword_named(%s, %s, %s, %s)", [kind, begins, within, RARE])
        ids = [pk for (pk,) in cursor.fetchall()]
    if len(ids) < RARE:
        return Q(**{f"{path}__in": ids})
    to = "" if path == "pk" else f"{path}__"
    common = _contains(f"{to}sort_key", word)
    return common | _contains(f"{to}email", word) if kind == "contact" else common


def _contains(field: str, word: str) -> Q:
    if len(word) >= ANYWHERE:
        return Q(**{f"{field}__contains": word})
    return Q(**{f"{field}__startswith": word}) | Q(**{f"{field}__contains": f" {word}"})


def _patterns(word: str) -> tuple[str, str]:
    """Return the two patterns of LIKE that say the same as `_contains`."""
    exact = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return (f"%{exact}%", f"%{exact}%") if len(word) >= ANYWHERE else (f"{exact}%", f"% {exact}%")


def rivals_of(accounts: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return for each account the accounts it competes with, whoever of the two was named first. One query."""
    wanted = set(accounts)
    rivals: defaultdict[UUID, set[UUID]] = defaultdict(set)
    pairs = Rivalry.objects.filter(Q(account__in=wanted) | Q(rival__in=wanted))
    for one, other in pairs.values_list("account_id", "rival_id"):
        rivals[one].add(other)
        rivals[other].add(one)
    return {account: frozenset(rivals[account]) for account in wanted}


def find_term(vocabulary: Vocabulary | str, name: str) -> Term | None:
    """Return the word of this name or alias, whatever its case and spaces."""
    words, wanted = Term.objects.filter(vocabulary=vocabulary), tidy(name)
    named = words.filter(name__iexact=wanted).first()
    if named is not None:
        return named
    folded = wanted.casefold()
    return next(
        (word for word in words.exclude(aliases=[]) if folded in {tidy(alias).casefold() for alias in word.aliases}),
        None,
    )


def tidy(name: str) -> str:
    """Return a name without stray spaces."""
    return " ".join(name.split())
