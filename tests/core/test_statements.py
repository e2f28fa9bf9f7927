"""Following a key, and a kept question, read what Django would read, and no more."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from threading import Thread
from typing import Any
from uuid import uuid4
from weakref import ReferenceType, ref

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.errors import NoWorkspace
from goodword.core.models import Workspace
from goodword.core.statements import FEW, MOST_PREPARED, Kept
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.directory.models import Account, Contact
from goodword.members.models import Role
from goodword.members.policy import Purpose, actor_of
from tests import cast


@pytest.fixture
def workspace() -> Workspace:
    return cast.workspace()


def person() -> Contact:
    """Return somebody of a customer, read from the database with nothing followed yet."""
    account = cast.customer("Aldra", owner=cast.member("Ida", Role.OWNER))
    made = directory.add_contact(account, "Nora Lind", by=Actor.system("test"), email="nora@aldra.example")
    return Contact.objects.get(pk=made.pk)


def test_a_followed_key_has_every_value_that_a_read_row_has(workspace: Workspace) -> None:
    with opened(workspace):
        followed = person().account
        read = Account.objects.get(pk=followed.pk)
        fields = [field.attname for field in Account._meta.concrete_fields]
        assert [getattr(followed, name) for name in fields] == [getattr(read, name) for name in fields]
        assert followed.owner == read.owner and not followed._state.adding


def test_a_key_is_followed_once_and_a_key_to_nothing_never(workspace: Workspace) -> None:
    with opened(workspace):
        contact = person()
        with CaptureQueriesContext(connection) as asked:
            assert contact.account is contact.account and contact.merged_into is None
        assert len(asked) == 1


def test_a_key_leads_to_no_row_of_another_workspace(workspace: Workspace) -> None:
    with opened(workspace):
        contact = person()
    with opened(cast.workspace("theirs")), pytest.raises(Account.DoesNotExist):
        assert contact.account
    with opened(workspace):
        assert contact.account.name == "Aldra"


def test_savepoints_push_no_statement_out_of_what_is_prepared() -> None:
    with connection.cursor() as cursor:
        assert cursor.connection.prepared_max == MOST_PREPARED


NAMES = Kept[str](lambda **asked: named(**asked).values_list("name", flat=True))


def named(keys: Any, first: Any = None, by_name: bool = True) -> QuerySet[Account]:
    """Return companies by their keys, from a first letter on, in an order or the other."""
    found = Account.objects.filter(pk__in=keys).order_by("name" if by_name else "-name")
    return found if first is None else found.filter(name__gte=first)


def test_a_kept_question_finds_what_the_queryset_finds_whatever_it_is_told(workspace: Workspace) -> None:
    with opened(workspace):
        ida = cast.member("Ida", Role.OWNER)
        made = [cast.customer(name, owner=ida) for name in ("Aldra", "Brenn", "Corvo")]
        keys = [one.pk for one in made]
        assert NAMES(keys=keys) == ["Aldra", "Brenn", "Corvo"]
        assert NAMES(keys=keys[:2]) == ["Aldra", "Brenn"] and NAMES(keys=[]) == []
        assert NAMES(keys=keys, first="B") == ["Brenn", "Corvo"]
        assert NAMES(keys=keys, by_name=False) == ["Corvo", "Brenn", "Aldra"]
        many = [*keys, *(uuid4() for _ in range(FEW))]
        assert NAMES(keys=many, first="C") == ["Corvo"], "many keys are joined with"


def test_a_kept_question_brings_its_kin_and_is_one_query(workspace: Workspace) -> None:
    with opened(workspace):
        cast.customer("Aldra", owner=cast.member("Ida", Role.OWNER))
        kept = Kept[Account](lambda name: Account.objects.filter(name=name).select_related("owner"))
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                (found,) = kept(name="Aldra")
                assert found.owner is not None and found.owner.name == "Ida" and not found._state.adding
            assert len(asked) == 1


def test_a_kept_question_is_about_the_workspace_that_is_open_now(workspace: Workspace) -> None:
    keep = Kept[str](lambda: Account.objects.order_by("name").values_list("name", flat=True))
    with opened(workspace):
        cast.customer("Aldra", owner=cast.member("Ida", Role.OWNER))
        assert keep() == ["Aldra"]
    with opened(cast.workspace("theirs")):
        assert keep() == []
        cast.customer("Brenn", owner=cast.member("Ida", Role.OWNER))
        assert keep() == ["Brenn"]
    with pytest.raises(NoWorkspace):
        keep()


def test_a_question_told_nothing_says_so_rather_than_finding_nothing(workspace: Workspace) -> None:
    with opened(workspace), pytest.raises(TypeError, match="name"):
        Kept[Account](lambda name: Account.objects.filter(name=name))(name=None)


def test_what_a_question_reads_of_its_own_accord_is_found_out_by_the_tests(workspace: Workspace) -> None:
    """The control of the check that every test runs under: a clock read while a question is put together stays with it."""
    kept = Kept[Account](lambda: Account.objects.filter(created_at__lte=clock.now()))
    with opened(workspace):
        kept()
    with opened(cast.workspace("theirs")), pytest.raises(AssertionError, match="put together anew"):
        kept()


def test_moments_are_read_as_django_reads_them() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT '2026-11-23 09:30:00.25+01'::timestamptz, '1999-01-01 00:00:00+00'::timestamptz, NULL::timestamptz"
        )
        assert cursor.fetchone() == (
            datetime(2026, 11, 23, 8, 30, 0, 250000, tzinfo=UTC), datetime(1999, 1, 1, tzinfo=UTC), None
        )  # fmt: skip


def test_of_one_who_acts_a_kept_question_keeps_the_role_and_is_told_the_person(workspace: Workspace) -> None:
    mine = Kept[str](
        lambda by: (
            Account.objects.filter(**({} if Role.MANAGER in by.roles else {"owner": by.person_id}))
            .order_by("name")
            .values_list("name", flat=True)
        )
    )
    with opened(workspace):
        ida, joe, priya = (
            cast.member(name, role)
            for name, role in (("Ida", Role.OWNER), ("Joe", Role.OWNER), ("Priya", Role.MANAGER))
        )
        cast.customer("Aldra", owner=ida)
        cast.customer("Brenn", owner=joe)
        assert mine(by=actor_of(ida)) == ["Aldra"] and mine(by=actor_of(joe)) == ["Brenn"]
        assert mine(by=actor_of(priya)) == ["Aldra", "Brenn"]


def test_a_question_about_what_a_link_is_for_is_not_kept(workspace: Workspace) -> None:
    with opened(workspace):
        account = cast.customer("Aldra", owner=cast.member("Ida", Role.OWNER))
        nora = directory.add_contact(account, "Nora Lind", by=Actor.system("test"))
        holder = cast.link_actor(Purpose.OWN_PAGE, account, nora)
        with pytest.raises(TypeError, match="link"):
            Kept[Account](lambda by: Account.objects.filter(contacts=by.person_id))(by=holder)


def test_a_thread_that_asked_a_kept_question_leaves_no_connection_behind(workspace: Workspace) -> None:
    kept, connections_of_threads = Kept[Account](lambda: Account.objects.all()), list[ReferenceType[object]]()

    def ask() -> None:
        with opened(workspace):
            kept()
        connections_of_threads.append(ref(connections["default"]))

    for _ in range(2):
        thread = Thread(target=ask)
        thread.start()
        thread.join()
    gc.collect()
    assert [one() for one in connections_of_threads] == [None, None]


def test_a_row_is_got_by_its_key_with_all_that_any_other_way_would_say(workspace: Workspace) -> None:
    with opened(workspace):
        contact = person()
        assert Contact.objects.get(pk=contact.pk) == Contact.objects.get(name="Nora Lind") == contact
        assert Contact.objects.look_up(contact.pk) == contact == Contact.objects.locked(contact.pk)
        assert Contact.objects.look_up(uuid4()) is None and Contact.objects.look_up(None) is None
        for asked in (Contact.objects.get, lambda pk: Contact.objects.locked(pk)):
            with pytest.raises(Contact.DoesNotExist):
                asked(pk=uuid4())
        with pytest.raises(ValidationError):
            Contact.objects.get(pk="no key")


def test_what_belongs_to_one_thing_is_got_from_that_thing_alone(workspace: Workspace) -> None:
    with opened(workspace):
        contact = person()
        other = cast.customer("Brenn", owner=cast.member("Joss", Role.OWNER))
        assert contact.account.contacts.get(pk=contact.pk) == contact
        with pytest.raises(Contact.DoesNotExist):
            other.contacts.get(pk=contact.pk)
        assert other.contacts.look_up(contact.pk) is None


def test_no_row_of_another_workspace_is_got_by_its_key(workspace: Workspace) -> None:
    with opened(workspace):
        contact = person()
    with opened(cast.workspace("theirs")):
        assert Contact.objects.look_up(contact.pk) is None
        with pytest.raises(Contact.DoesNotExist):
            Contact.objects.get(pk=contact.pk)
    with opened(workspace):
        assert Contact.objects.get(pk=contact.pk) == contact
