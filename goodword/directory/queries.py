"""Reads that several callers share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from goodword.directory.models import Rivalry, Term, Vocabulary


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
