from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from goodword.core import clock
from goodword.core.errors import Refused
from goodword.core.models import Workspace
from goodword.core.tenancy import opened
from tests import cast


def test_the_clock_stands_still_within_a_transaction_and_agrees_with_the_databases() -> None:
    with opened(cast.workspace()), connection.cursor() as cursor:
        first = clock.now()
        cursor.execute("SELECT goodword_now(), pg_sleep(0)")
        assert cursor.fetchone()[0] == first == clock.now()


def test_a_moved_clock_is_told_by_python_and_sql_alike() -> None:
    workspace = cast.workspace()
    with opened(workspace):
        before = clock.now()
    clock.move(workspace, timedelta(days=3))
    with opened(workspace), connection.cursor() as cursor:
        cursor.execute("SELECT goodword_now()")
        assert cursor.fetchone()[0] == clock.now()
        assert clock.now() - before >= timedelta(days=3)


def test_a_moved_clock_of_one_workspace_leaves_the_others_alone() -> None:
    moved, other = cast.workspace("moved"), cast.workspace("other")
    clock.move(moved, timedelta(days=300))
    with opened(other), connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        assert cursor.fetchone()[0] == clock.now()


def test_a_live_workspace_has_no_clock_to_move() -> None:
    live = Workspace.objects.create(slug="live")
    with pytest.raises(Refused):
        clock.move(live, timedelta(days=1))
    with pytest.raises(IntegrityError):
        Workspace.objects.filter(pk=live.pk).update(clock_offset=timedelta(days=1))
