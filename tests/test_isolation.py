"""Whatever a test writes, and by whichever connection, the next one finds nothing of it."""

from __future__ import annotations

import os

import psycopg
import pytest

SLUG = "left-behind"


def write() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute(
            "INSERT INTO core_workspace (id, slug, kind, clock_offset, closed_on, public_holidays)"
            " VALUES (gen_random_uuid(), %s, 'test', '0', '{}', true)",
            [SLUG],
        )


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_row_written_past_djangos_connection_is_gone_for_the_next_test(time: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT FROM core_workspace").fetchall() == []
    write()
