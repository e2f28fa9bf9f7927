"""How the database goes about what it is asked."""

from __future__ import annotations

from django.db import connection

from goodword.core.planning import planned_for_these_values
from goodword.core.tenancy import opened
from tests import cast


def _mode() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        return str(cursor.fetchone()[0])


def test_only_what_is_asked_inside_is_planned_for_its_values() -> None:
    with opened(cast.workspace()):
        with planned_for_these_values():
            assert _mode() == "force_custom_plan"
        assert _mode() == "auto"
