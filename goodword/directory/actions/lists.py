"""Keeping the lists of words: what each is called, in which order, which are offered, and which are one and the same."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, Q

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.core.models import Event
from goodword.directory.actions.terms import term
from goodword.directory.models import Term, Vocabulary
from goodword.directory.queries import Place, find_term, places_of, tidy
from goodword.members.policy import Permission, must

LONGEST = 200
MOST_ALIASES = 50
LAST_PLACE = 32_767


def add_word(vocabulary: Vocabulary, name: str, *, by: Actor) -> Term:
    """Add a word to a list. Raises Refused when it is there already, by that name or as another name of one."""
    must(by, Permission.PROGRAM_EDIT)
    wanted = _named(name)
    _must_be_free(vocabulary, wanted, None)
    return term(vocabulary, wanted, by=by)


@transaction.atomic
def rename_word(word: Term, name: str, *, by: Actor) -> Event | None:
    """Call a word something else, everywhere at once. Its old name still finds it: files go on using that.

    Raises Refused when another word has the name: those two can be merged.
    """
    must(by, Permission.PROGRAM_EDIT)
    wanted = _named(name)
    if wanted == word.name:
        return None
    _must_be_free(Vocabulary(word.vocabulary), wanted, word)
    before, word.name = word.name, wanted
    kept = [alias for alias in word.aliases if tidy(alias).casefold() != wanted.casefold()]
    word.aliases = [*kept, before][-MOST_ALIASES:] if before.casefold() != wanted.casefold() else kept
    word.save(update_fields=["name", "aliases"])
    return events.record("term.renamed", word, by=by, data={"from": before, "to": wanted})


@transaction.atomic
def set_other_names(word: Term, names: Iterable[str], *, by: Actor) -> Event | None:
    """Say under which other names a word is found. Raises Refused when one of them is another word's."""
    must(by, Permission.PROGRAM_EDIT)
    wanted = list(dict.fromkeys(_named(name) for name in names if tidy(name)))
    if len(wanted) > MOST_ALIASES:
        raise Refused(f"A word can have {MOST_ALIASES} other names.", code="many_names")
    for name in wanted:
        _must_be_free(Vocabulary(word.vocabulary), name, word)
    if wanted == word.aliases:
        return None
    word.aliases = wanted
    word.save(update_fields=["aliases"])
    return events.record("term.described", word, by=by)


@transaction.atomic
def merge_words(word: Term, into: Term, *, by: Actor) -> Event:
    """Make two words of one list one: everything that has the first has the second from now on, which takes its names.

    Where something had both, it keeps one. Raises Refused for a word and itself, or words of two lists.
    """
    must(by, Permission.PROGRAM_EDIT)
    if word == into or word.vocabulary != into.vocabulary:
        raise Refused("Choose another word of the same list.", code="not_mergeable")
    moved = sum(_move(place, word, into) for place in places_of())
    names = dict.fromkeys([*into.aliases, word.name, *word.aliases])
    into.aliases = [name for name in names if name.casefold() != into.name.casefold()][:MOST_ALIASES]
    into.save(update_fields=["aliases"])
    Term.objects.filter(pk=word.pk).delete()
    return events.record("term.merged", into, by=by, data={"from": word.name, "to": into.name, "moved": moved})


def retire_word(word: Term, *, by: Actor) -> Event | None:
    """Offer a word no more. What has it keeps it, and whoever types it finds it."""
    must(by, Permission.PROGRAM_EDIT)
    if word.retired_at is not None:
        return None
    word.retired_at = clock.now()
    word.save(update_fields=["retired_at"])
    return events.record("term.retired", word, by=by)


def restore_word(word: Term, *, by: Actor) -> Event | None:
    """Offer a retired word again."""
    must(by, Permission.PROGRAM_EDIT)
    if word.retired_at is None:
        return None
    word.retired_at = None
    word.save(update_fields=["retired_at"])
    return events.record("term.restored", word, by=by)


@transaction.atomic
def place_word(word: Term, nth: int, *, by: Actor) -> Event | None:
    """Put a word at a place of its list, counted from 1; the others move over. Raises Refused for a list too long."""
    must(by, Permission.PROGRAM_EDIT)
    listed = Term.objects.select_for_update().filter(vocabulary=word.vocabulary).order_by("position", "name", "pk")
    words = list(listed.only("pk", "position", "workspace"))
    if len(words) > LAST_PLACE:
        raise Refused("This list is too long to be put in an order by hand.", code="long_list")
    before = next(place for place, one in enumerate(words) if one.pk == word.pk)
    wanted = min(max(nth, 1), len(words)) - 1
    if wanted == before:
        return None
    words.insert(wanted, words.pop(before))
    moved = [one for place, one in enumerate(words, 1) if one.position != place]
    for place, one in enumerate(words, 1):
        one.position = place
    Term.objects.bulk_update(moved, ["position"], batch_size=500)
    return events.record("term.moved", word, by=by, data={"from": str(before + 1), "to": str(wanted + 1)})


def _named(name: str) -> str:
    wanted = tidy(name)
    if not wanted:
        raise Refused("A word of a list can't be empty.", code="no_name")
    if len(wanted) > LONGEST:
        raise Refused(f"A word has at most {LONGEST} letters.", code="long_name")
    return wanted


def _must_be_free(vocabulary: Vocabulary, name: str, word: Term | None) -> None:
    known = find_term(vocabulary, name)
    if known is not None and known != word:
        raise Refused(f"“{known.name}” has this name already. You can merge the two.", code="name_taken")


def _move(place: Place, word: Term, into: Term) -> int:
    """Let every row that has one word have the other; a row that would say the same twice goes."""
    rows = place.rows_with(word)
    if place.once is not None:
        rows.filter(place.once.condition or Q(), Exists(place.twins(into))).delete()
    return rows.update(**{place.field: into})
