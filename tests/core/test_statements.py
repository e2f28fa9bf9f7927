"""Following a key reads what Django would read, and no more."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.core.actors import Actor
from goodword.core.models import Workspace
from goodword.core.statements import MOST_PREPARED
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.directory.models import Account, Contact
from goodword.members.models import Role
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
