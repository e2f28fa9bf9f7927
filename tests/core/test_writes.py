"""Rows are written in kept words as Django would write them: the same columns, defaults, refusals and workspace."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.errors import NoWorkspace, WrongWorkspace
from goodword.core.models import Event, Mention, Workspace
from goodword.core.tenancy import opened
from goodword.core.writes import Changed, NewRows
from goodword.directory.models import Account, Term, Vocabulary
from goodword.members.models import Member, Role
from tests import cast

TEST = Actor.system("test")
RENAMED = Changed(lambda key: Account.objects.filter(pk=key))


@pytest.fixture
def workspace() -> Workspace:
    return cast.workspace()


def company(name: str = "Aldra") -> Account:
    return cast.customer(name, owner=Member.objects.first() or cast.member("Ida", Role.OWNER))


def test_a_new_row_is_read_back_as_it_was_said_with_what_the_database_fills_in(workspace: Workspace) -> None:
    with opened(workspace):
        first, second = (events.record("program.looked_at", company(name), by=TEST) for name in ("Aldra", "Brenn"))
        assert isinstance(first.number, int) and second.number > first.number
        assert not first._state.adding and first.at == clock.now()
        read = Event.objects.get(pk=first.pk)
        fields = [field.attname for field in Event._meta.concrete_fields]
        assert [getattr(read, name) for name in fields] == [getattr(first, name) for name in fields]


def test_lists_dictionaries_and_sort_keys_are_written_as_ever(workspace: Workspace) -> None:
    with opened(workspace):
        for _ in range(2):
            made = cast.member("Émile Nær", Role.OWNER, Role.REP)
            read = Member.objects.get(pk=made.pk)
            assert read.roles == made.roles and read.sort_key == "emile naer"
            made.delete()


def test_a_new_row_is_of_the_open_workspace_or_refused(workspace: Workspace) -> None:
    theirs = cast.workspace("theirs")
    with opened(workspace):
        ours = Term(vocabulary=Vocabulary.TOPIC, name="Payments")
    with opened(theirs), pytest.raises(WrongWorkspace):
        ours.save()
    with opened(theirs):
        Term(vocabulary=Vocabulary.TOPIC, name="Payments").save()
    with opened(workspace):
        assert not Term.objects.filter(name="Payments").exists()


def test_a_row_that_stands_already_is_refused_and_the_rest_goes_on(workspace: Workspace) -> None:
    with opened(workspace):
        made = company()
        with pytest.raises(IntegrityError), transaction.atomic():
            Account(pk=made.pk, name="Brenn").save(force_insert=True)
        assert Account.objects.get(pk=made.pk).name == "Aldra"


def test_a_few_rows_go_in_one_statement_whose_words_are_the_same_for_any_number(workspace: Workspace) -> None:
    with opened(workspace):
        event = events.record("program.looked_at", company(), by=TEST)
        words = set()
        for count in (1, 2, 5):
            rows = [Mention(event=event, kind="account", object_id=uuid4()) for _ in range(count)]
            with CaptureQueriesContext(connection) as asked:
                assert Mention.objects.bulk_create(rows) == rows
            assert len(asked) == 1 and not any(row._state.adding for row in rows)
            words.add(asked[0]["sql"].count("UNNEST"))
        assert words == {1} and event.mentions.count() == 8


def test_rows_with_lists_are_left_to_django(workspace: Workspace) -> None:
    with opened(workspace):
        rows = [Term(vocabulary=Vocabulary.TOPIC, name=name, aliases=[name.upper()]) for name in ("Payments", "Audit")]
        assert not NewRows(Term).few(rows), "a list of lists is no array of the database's"
        Term.objects.bulk_create(rows)
        assert {term.name: term.aliases for term in Term.objects.all()} == {
            "Payments": ["PAYMENTS"],
            "Audit": ["AUDIT"],
        }


def test_a_change_writes_what_it_is_told_and_nothing_else(workspace: Workspace) -> None:
    with opened(workspace):
        made, other = company(), company("Brenn")
        deputy = cast.member("Joss", Role.OWNER)
        assert RENAMED({"name": "Corvo", "deputy": deputy}, key=made.pk) == 1
        assert RENAMED({"name": "Corvo", "deputy": None}, key=uuid4()) == 0
        read = Account.objects.get(pk=made.pk)
        assert (read.name, read.deputy_id, read.owner_id) == ("Corvo", deputy.pk, made.owner_id)
        assert RENAMED({"name": "Dorne", "deputy": None}, key=made.pk) == 1
        assert Account.objects.get(pk=made.pk).deputy_id is None
        assert Account.objects.get(pk=other.pk).name == "Brenn"


def test_a_change_reaches_no_row_of_another_workspace(workspace: Workspace) -> None:
    with opened(workspace):
        made = company()
        assert RENAMED({"name": "Corvo"}, key=made.pk) == 1
    with opened(cast.workspace("theirs")):
        assert RENAMED({"name": "Dorne"}, key=made.pk) == 0
    with opened(workspace):
        assert Account.objects.get(pk=made.pk).name == "Corvo"
    with pytest.raises(NoWorkspace):
        RENAMED({"name": "Dorne"}, key=made.pk)
