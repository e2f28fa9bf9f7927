from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg

from goodword.postgres import Server, attach
from tests.postgres.conftest import Holder
from tests.postgres.looking import processes_of


def number_of_server(home: Path) -> int:
    return int((home / "cluster" / "postmaster.pid").read_text().splitlines()[0])


def test_the_first_to_come_makes_the_database_and_the_last_to_leave_stops_it(home: Path) -> None:
    server = Server(home, durable=False)
    urls = server.start()
    with psycopg.connect(urls.runtime) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("goodword_app",)
    assert server.alive()
    server.stop()
    assert not server.alive()
    assert processes_of(home) == {}


def test_a_second_process_joins_the_server_that_runs(home: Path, holds: Callable[..., Holder]) -> None:
    with Server(home, durable=False) as urls:
        number = number_of_server(home)
        guest = holds()
        assert guest.urls() == urls
        assert number_of_server(home) == number
        guest.leave()
        with psycopg.connect(urls.runtime) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_the_server_outlives_the_process_that_started_it_while_another_uses_it(
    home: Path, holds: Callable[..., Holder]
) -> None:
    starter = holds()
    urls = starter.urls()
    guest = holds()
    guest.urls()
    number = number_of_server(home)
    starter.leave()
    with psycopg.connect(urls.runtime) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert number_of_server(home) == number
    guest.leave()
    assert processes_of(home) == {}


def test_many_that_come_and_go_at_once_always_find_a_server(home: Path) -> None:
    def use(_: int) -> int:
        with Server(home, durable=False) as urls, psycopg.connect(urls.runtime) as connection:
            row = connection.execute("SELECT 1").fetchone()
        return row[0] if row else 0

    with ThreadPoolExecutor(4) as crowd:
        assert list(crowd.map(use, range(24))) == [1] * 24
    assert processes_of(home) == {}


def test_a_data_folder_keeps_its_rows_from_one_command_to_the_next(home: Path) -> None:
    data = home.parent
    with attach(data) as urls, psycopg.connect(urls.owner) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    with attach(data) as urls, psycopg.connect(urls.owner) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_a_path_longer_than_a_sockets_may_be_is_no_hindrance(home: Path) -> None:
    deep = home / ("long name " * 12) / ("longer name " * 12)
    with Server(deep, durable=False) as urls, psycopg.connect(urls.runtime) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
