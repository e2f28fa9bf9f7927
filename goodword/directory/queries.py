"""Reads that several callers share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, ManyToOneRel, Model, OuterRef, Q, QuerySet, UniqueConstraint

from goodword.core.models import Event
from goodword.core.names import folded
from goodword.core.statements import Kept
from goodword.core.tenancy import forget, once
from goodword.core.undo import UNDO
from goodword.directory.models import Account, AccountQuerySet, Contact, Opportunity, Rivalry, Term, Vocabulary
from goodword.directory.policy import HAND_OVER
from goodword.directory.rules import CLOSINGS

# What fewer rows than this match is looked up by its letters first. Of what more match, a list finds its first rows
# soon enough by reading names in order. Advocates are fewer, and in the order of another table's names: many keys told
# one by one would be joined the long way round.
RARE, RARE_ADVOCATES = 5000, 1000
MOST_WORDS = 4
# For so long somebody is told that a colleague who left took their deputy away.
LATELY = timedelta(days=14)
KINDS: Mapping[str, type[Account | Contact]] = {"account": Account, "contact": Contact}
LAST = "\U0010ffff"
# From this many letters on, a word is found anywhere in a name; shorter ones where a word begins.
ANYWHERE = 3


def companies_by_words(text: str) -> Q:
    """Return the clause for companies whose name has every word of a search, accents aside. Two queries at most."""
    words = _words(text)
    ids = _named("account", words)
    return _all(_contains("sort_key", word) for word in words) if ids is None else Q(pk__in=ids)


def people_by_words(text: str) -> Q:
    """Return the clause for people who are found by every word: in their name, address, or company's name."""
    words = _words(text)
    ids = _named("contact", words)
    return _people(words) if ids is None else Q(pk__in=ids)


def advocates_by_words(text: str) -> Q:
    """Return the clause for rows of the program whose `contact` is found by every word, as `people_by_words` finds."""
    words = _words(text)
    ids = _named("advocate", words, RARE_ADVOCATES)
    return Q(contact__takes_part=True) & _people(words, "contact__") if ids is None else Q(contact__in=ids)


def begun_by(text: str, to: str = "") -> Q:
    """Return the clause for names that begin with a text, accents aside: what an index of names in order tells at once.

    `to`: the way from the rows that are filtered to what has the name, such as `contact__`.
    """
    begins = " ".join(folded(text).split())
    return Q(**{f"{to}sort_key__gte": begins, f"{to}sort_key__lt": begins + LAST})


def advocates_begun_by(text: str) -> Q:
    """Return the clause for rows of the program whose `contact` has a name that begins with a text."""
    return Q(contact__takes_part=True) & begun_by(text, "contact__")


def deals_by_words(text: str) -> Q:
    """Return the clause for deals found by every word, in their own name or the prospect's."""
    keys = ("sort_key", "account__sort_key")
    return _all(_any(_contains(key, word) for key in keys) for word in _words(text))


def _words(text: str) -> list[str]:
    return folded(text).split()[:MOST_WORDS]


def _people(words: Sequence[str], to: str = "") -> Q:
    return _all(
        _contains(f"{to}sort_key", word) | _contains(f"{to}email", word) | Q(**{f"{to}account__in": _companies(word)})
        for word in words
    )


def _companies(word: str) -> QuerySet[Account, UUID] | list[UUID]:
    # A list of ids rather than a join: names are then still read in order.
    ids = _named("account", [word])
    found = Account.objects.filter(_contains("sort_key", word)).order_by()
    return found.values_list("pk", flat=True) if ids is None else ids


def _named(kind: str, words: Sequence[str], rare: int = RARE) -> list[UUID] | None:
    """Return the ids of everything of a kind that the words match; None when it is a lot, or anything."""
    if not words or (len(words) == 1 and _begins_many(kind, words[0])):
        return None
    begins, within = zip(*map(_patterns, words), strict=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM goodword_named(%s, %s, %s, %s)", [kind, [*begins], [*within], rare])
        ids = [pk for (pk,) in cursor.fetchall()]
    return ids if len(ids) < rare else None


def _begins_many(kind: str, word: str) -> bool:
    """Say whether a lot of names begin so, which their order tells much sooner than their letters."""
    if kind not in KINDS:
        return False
    names = KINDS[kind].objects.filter(begun_by(word)).order_by()
    return names[:RARE].count() == RARE


def _contains(field: str, word: str) -> Q:
    if len(word) >= ANYWHERE:
        return Q(**{f"{field}__contains": word})
    return Q(**{f"{field}__startswith": word}) | Q(**{f"{field}__contains": f" {word}"})


def _patterns(word: str) -> tuple[str, str]:
    """Return the two patterns of LIKE that say the same as `_contains`."""
    exact = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return (f"%{exact}%", f"%{exact}%") if len(word) >= ANYWHERE else (f"{exact}%", f"% {exact}%")


def _all(clauses: Iterable[Q]) -> Q:
    return reduce(and_, clauses, Q())


def _any(clauses: Iterable[Q]) -> Q:
    return reduce(or_, clauses)


MERGED, MERGED_INTO = "directory.merged", "directory.merged_into"


def _merged(**which: Any) -> QuerySet[Any, tuple[UUID, UUID | None]]:
    companies = Account.objects.filter(**which).order_by().values_list("pk", "merged_into")
    people = Contact.objects.filter(**which).order_by().values_list("pk", "merged_into")
    return companies.union(people, all=True)


_ALL_MERGED = Kept[tuple[UUID, UUID | None]](lambda: _merged(merged_into__isnull=False))
_MERGED_INTO = Kept[tuple[UUID, UUID | None]](lambda ids: _merged(merged_into__in=ids))
_RIVALRIES = Kept[tuple[UUID, UUID]](
    lambda wanted: Rivalry.objects.filter(Q(account__in=wanted) | Q(rival__in=wanted)).values_list(
        "account_id", "rival_id"
    )
)


def who_is_now() -> Mapping[UUID, UUID]:
    """Return for each company and person ever merged into another which one they are now. One query in a transaction.

    What can only be added to (the ledger, the record of events) still names who was merged away: read it by this, or by
    `merged_into` where it is known whose it is.
    """
    return once(MERGED, _who_is_now)


def merged_into(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return what was merged into these companies or people, by which they are now. One query for those not read yet."""
    known: dict[UUID, list[UUID]] = once(MERGED_INTO, dict)
    wanted = set(ids)
    if new := wanted - known.keys():
        known.update((one, []) for one in new)
        for gone, now in _MERGED_INTO(ids=new):
            if now is not None:
                known[now].append(gone)
    return {gone: one for one in wanted for gone in known[one]}


def forget_merged() -> None:
    """Have it read again who is who by now."""
    forget(MERGED)
    forget(MERGED_INTO)


def with_merged(ids: Iterable[UUID]) -> list[UUID]:
    """Return these companies or people, and everything that was merged into them."""
    wanted = set(ids)
    return [*wanted, *merged_into(wanted)]


def _who_is_now() -> dict[UUID, UUID]:
    return {gone: now for gone, now in _ALL_MERGED() if now is not None}


def rivals_of(accounts: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return for each account the accounts it competes with, whoever of the two was named first. One query."""
    wanted = set(accounts)
    rivals: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for one, other in _RIVALRIES(wanted=wanted):
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


@dataclass(frozen=True, slots=True)
class Place:
    """A field that points to rows of one kind, in whichever area; `once`: what says that it may point to one only once."""

    model: type[Model]
    field: str
    once: UniqueConstraint | None

    def rows_with(self, thing: Model) -> QuerySet[Model]:
        return self.model._default_manager.filter(**{self.field: thing})

    def twins(self, of_row_with: Model) -> QuerySet[Model]:
        """Return, for an outer row, the row that would be the same as it if it pointed to this."""
        if self.once is None:
            return self.model._default_manager.none()
        beside = {name: OuterRef(name) for name in self.once.fields if name != self.field}
        return self.rows_with(of_row_with).filter(self.once.condition or Q(), **beside)


def places_of(kind: type[Model] = Term) -> list[Place]:
    """Return every field that points to a word, or to a row of another kind."""
    relations = kind._meta.get_fields(include_hidden=True)
    return [
        Place(relation.related_model, relation.field.name, _once(relation.related_model, relation.field.name))
        for relation in relations
        if isinstance(relation, ManyToOneRel) and isinstance(relation.related_model, type)
    ]


def left_alone(owner_id: UUID | None, since: datetime) -> AccountQuerySet:
    """Return the customers somebody decides for alone because a colleague left after this: they lost their deputy."""
    handed_over = Event.objects.filter(
        name="account.changed",
        actor_kind=HAND_OVER.kind,
        actor_id=HAND_OVER.id,
        data__changed__has_key="deputy",
        subject_id=OuterRef("pk"),
        at__gt=since,
    )
    alone: AccountQuerySet = Account.objects.customers().filter(Exists(handed_over), owner=owner_id, deputy=None)
    return alone.order_by("sort_key", "pk")


def closing_of(deal: Opportunity, now: datetime) -> Event | None:
    """Return how a deal was closed while that can be taken back, and whatever follows from it waits; None after that."""
    if deal.status == Opportunity.Status.OPEN:
        return None
    return Event.objects.filter(subject_id=deal.pk, name__in=CLOSINGS, undo_until__gt=now, undone_by=None).first()


def closed_for_good(now: datetime) -> Q:
    """Return the clause for deals that are closed, and were before the time to take that back; see `closing_of`."""
    return ~Q(status=Opportunity.Status.OPEN) & Q(closed_at__lte=now - UNDO)


def uses_of(words: Iterable[Term]) -> dict[UUID, int]:
    """Return how many rows have each word. One query for each field that holds words, however many words."""
    keys = [word.pk for word in words]
    counts: Counter[UUID] = Counter()
    for place in places_of():
        rows = place.model._default_manager.filter(**{f"{place.field}__in": keys}).order_by()
        counts.update(dict(rows.values_list(place.field).annotate(rows=Count("pk"))))
    return {key: counts[key] for key in keys}


def _once(model: type[Model], field: str) -> UniqueConstraint | None:
    constraints = (one for one in model._meta.constraints if isinstance(one, UniqueConstraint))
    return next((one for one in constraints if field in one.fields), None)
