from __future__ import annotations

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from goodword.core.errors import NoWorkspace, WrongWorkspace
from goodword.core.models import Program
from goodword.core.tenancy import current_workspace_id, opened
from goodword.directory.models import Account, Contact
from tests import cast


def test_workspace_data_cannot_be_read_with_no_workspace_open() -> None:
    with pytest.raises(NoWorkspace):
        Account.objects.count()
    with opened(cast.workspace()):
        assert Account.objects.count() == 0


def test_one_workspace_sees_nothing_of_another() -> None:
    ours, theirs = cast.workspace("ours"), cast.workspace("theirs")
    with opened(theirs):
        Account(name="Secret customer").save()
    with opened(ours):
        assert list(Account.objects.all()) == []
    with opened(theirs):
        assert [account.name for account in Account.objects.all()] == ["Secret customer"]


def test_the_database_hides_other_workspaces_even_when_the_manager_is_left_out() -> None:
    ours, theirs = cast.workspace("ours"), cast.workspace("theirs")
    with opened(theirs):
        Account(name="Secret customer").save()
    with opened(ours):
        assert Account._base_manager.count() == 0
    with opened(theirs):
        assert Account._base_manager.count() == 1


def test_the_database_shows_nothing_when_no_workspace_is_open_even_after_one_was() -> None:
    with opened(cast.workspace()):
        Account(name="Someone").save()
    # After a commit the setting is '', not NULL: the policy must treat both as "none".
    assert Account._base_manager.count() == 0


def test_the_database_refuses_a_row_of_another_workspace() -> None:
    ours, theirs = cast.workspace("ours"), cast.workspace("theirs")
    with pytest.raises(ProgrammingError, match="row-level security"), opened(ours):
        Account._base_manager.bulk_create([Account(name="Smuggled", workspace=theirs)])


def test_saving_a_row_of_another_workspace_is_refused_in_python_too() -> None:
    ours, theirs = cast.workspace("ours"), cast.workspace("theirs")
    with opened(theirs):
        account = Account(name="Theirs")
        account.save()
    with opened(ours), pytest.raises(WrongWorkspace):
        account.save()


def test_a_foreign_key_cannot_reach_into_another_workspace() -> None:
    ours, theirs = cast.workspace("ours"), cast.workspace("theirs")
    with opened(theirs):
        account = Account(name="Theirs")
        account.save()
    with pytest.raises(IntegrityError), opened(ours):
        Contact(account_id=account.pk, name="Reaching over").save()
    with opened(theirs):
        Contact(account_id=account.pk, name="At home").save()


def test_leaving_an_inner_workspace_restores_the_outer_one() -> None:
    outer, inner = cast.workspace("outer"), cast.workspace("inner")
    with opened(outer):
        with opened(inner):
            assert Program.here().vendor_name == "Inner"
        assert current_workspace_id() == outer.pk
        assert Program.here().vendor_name == "Outer"


def test_a_failed_inner_workspace_leaves_the_outer_one_open() -> None:
    outer, inner = cast.workspace("outer"), cast.workspace("inner")
    with opened(outer):
        with pytest.raises(ZeroDivisionError), opened(inner):
            raise ZeroDivisionError
        assert Program._base_manager.get().vendor_name == "Outer"


def test_the_setting_does_not_outlive_its_transaction_on_the_same_connection() -> None:
    with opened(cast.workspace()):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('goodword.workspace', true)")
        assert cursor.fetchone()[0] in ("", None)


def test_without_the_wall_the_same_reading_would_leak() -> None:
    """The control: what the owner role, whom the policy lets through, reads in the same state."""
    with opened(cast.workspace("theirs")):
        Account(name="Secret customer").save()
    import os

    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        assert owner.execute("SELECT name FROM directory_account").fetchall() == [("Secret customer",)]
    assert Account._base_manager.count() == 0


def test_the_runtime_role_cannot_lower_the_wall() -> None:
    with transaction.atomic(), connection.cursor() as cursor, pytest.raises(ProgrammingError, match="must be owner"):
        cursor.execute("ALTER TABLE directory_account DISABLE ROW LEVEL SECURITY")


def test_history_cannot_be_rewritten_by_the_runtime_role() -> None:
    with opened(cast.workspace()), connection.cursor() as cursor, pytest.raises(ProgrammingError, match="denied"):
        cursor.execute("UPDATE core_event SET actor_label = 'someone else'")
