"""What holds for a whole transaction is read once in it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.core.errors import NoWorkspace
from goodword.core.models import Program, Workspace
from goodword.core.tenancy import current_workspace, opened
from tests import cast


def test_the_program_is_read_once_in_a_transaction_and_again_when_it_changed() -> None:
    workspace = cast.workspace()
    with opened(workspace):
        with CaptureQueriesContext(connection) as asked:
            assert Program.here() is Program.here()
        assert len(asked) == 1
        program = Program.here()
        program.name = "Renamed"
        program.save()
        assert Program.here() is not program and Program.here().name == "Renamed"


def test_what_was_read_for_one_workspace_is_not_shown_to_another() -> None:
    ours, theirs = cast.workspace("ours"), cast.workspace("theirs")
    with opened(ours):
        assert Program.here().vendor_name == "Ours"
        with opened(theirs):
            assert Program.here().vendor_name == "Theirs"
        assert Program.here().vendor_name == "Ours"
    with pytest.raises(NoWorkspace):
        Program.here()


def test_the_open_workspace_is_known_without_asking() -> None:
    workspace = cast.workspace()
    with opened(workspace), CaptureQueriesContext(connection) as asked:
        here = current_workspace()
        assert (here, here.slug, here.kind) == (workspace, workspace.slug, Workspace.Kind.TEST)
    assert len(asked) == 0


def test_a_workspace_that_is_gone_is_none() -> None:
    workspace = cast.workspace()
    with opened(Workspace(slug="never kept")), pytest.raises(Workspace.DoesNotExist):
        current_workspace()
    with opened(workspace):
        assert current_workspace() == workspace


def test_the_planner_orders_few_joins_at_once_and_statements_are_prepared() -> None:
    """Row-level security gives every table the same key, so planning a wide join would take a hundred times its run."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW join_collapse_limit")
        assert cursor.fetchone() == ("4",)
        for _ in range(7):
            cursor.execute("SELECT 'a statement asked again', %s::int", [1])
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%asked again%"])
        assert cursor.fetchone() == (1,)
