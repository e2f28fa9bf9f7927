from __future__ import annotations

import threading

import pytest
from django.db import connection

from goodword.core.errors import NotAllowed, Refused
from goodword.core.tenancy import opened
from goodword.directory import actions
from goodword.directory.models import AccountGroup, Rivalry, Term, Vocabulary
from goodword.directory.queries import rivals_of
from goodword.members.models import Role
from goodword.members.policy import actor_of
from tests import cast


def test_a_word_is_the_same_word_whatever_its_case_spaces_or_alias() -> None:
    with opened(cast.workspace()):
        word = actions.term(
            Vocabulary.INDUSTRY, "Transport & logistics", by=cast.SETUP, aliases=["Logistics", "Freight forwarding"]
        )
        for name in ("transport  & LOGISTICS", " logistics ", "FREIGHT forwarding"):
            assert actions.term(Vocabulary.INDUSTRY, name, by=cast.SETUP) == word
        assert actions.term(Vocabulary.REGION, "Logistics", by=cast.SETUP) != word
        assert Term.objects.count() == 2


def test_a_word_with_a_wildcard_is_only_itself() -> None:
    with opened(cast.workspace()):
        plain = actions.term(Vocabulary.PRODUCT, "Close pro", by=cast.SETUP)
        assert actions.term(Vocabulary.PRODUCT, "Close%", by=cast.SETUP) != plain


def test_someone_who_only_reads_finds_words_and_adds_none() -> None:
    with opened(cast.workspace()):
        elin = actor_of(cast.member("Elin Berg", Role.LEADER))
        word = actions.term(Vocabulary.TOPIC, "Month-end", by=cast.SETUP)
        assert actions.term(Vocabulary.TOPIC, "month-END", by=elin) == word
        with pytest.raises(NotAllowed):
            actions.term(Vocabulary.TOPIC, "Audit", by=elin)


def test_two_who_add_the_same_word_at_once_in_different_cases_get_one() -> None:
    place = cast.workspace()
    start = threading.Barrier(6)

    def add(name: str) -> None:
        start.wait()
        with opened(place):
            actions.term(Vocabulary.TOPIC, name, by=cast.SETUP)
        connection.close()

    threads = [threading.Thread(target=add, args=(name,)) for name in ("audit", "Audit", "AUDIT") * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with opened(place):
        assert Term.objects.count() == 1


def test_a_group_is_found_again_whatever_its_case() -> None:
    with opened(cast.workspace()):
        assert actions.add_group("Holt Group", by=cast.SETUP) == actions.add_group("holt  group", by=cast.SETUP)
        assert AccountGroup.objects.count() == 1


def test_rivals_are_rivals_both_ways_and_named_once() -> None:
    with opened(cast.workspace()):
        one, other, third = (actions.add_account(name, by=cast.SETUP) for name in ("One", "Other", "Third"))
        assert actions.name_rivals(one, other, by=cast.SETUP) == actions.name_rivals(other, one, by=cast.SETUP)
        assert Rivalry.objects.count() == 1
        assert rivals_of([one.pk, other.pk, third.pk]) == {
            one.pk: {other.pk},
            other.pk: {one.pk},
            third.pk: frozenset(),
        }
        with pytest.raises(Refused):
            actions.name_rivals(one, one, by=cast.SETUP)
