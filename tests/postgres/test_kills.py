from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import psycopg

from goodword.postgres import Server
from tests.postgres.conftest import Holder
from tests.postgres.looking import nothing_left_of, processes_of, until
from tests.postgres.test_sharing import number_of_server

ENOUGH = 200  # commits before the kill


def keeper_of(home: Path) -> int:
    return next(number for number, words in processes_of(home).items() if "keeper.py" in words)


def numbers_kept(home: Path) -> list[int]:
    with Server(home) as urls, psycopg.connect(urls.owner) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM kept ORDER BY number").fetchall()]


def last_said(writer: Holder) -> int:
    """Read what was committed before the end; the last line may be cut."""
    said = writer.kill().splitlines(keepends=True)
    whole = [int(line) for line in said if line.endswith("\n")]
    return whole[-1] if whole else ENOUGH


def writing(holds: Callable[..., Holder]) -> Holder:
    writer = holds("write")
    writer.urls()
    for _ in range(ENOUGH):
        writer.says()
    return writer


def test_killing_the_only_user_leaves_no_orphan_and_loses_no_row(home: Path, holds: Callable[..., Holder]) -> None:
    last = last_said(writing(holds))
    nothing_left_of(home)
    kept = numbers_kept(home)
    assert kept == list(range(1, len(kept) + 1))
    assert last <= len(kept) <= last + 1


def test_a_killed_server_is_started_again_with_every_row(home: Path, holds: Callable[..., Holder]) -> None:
    with Server(home) as urls:
        writer = writing(holds)
        killed = number_of_server(home)
        os.kill(killed, signal.SIGKILL)
        last = last_said(writer)
        until(lambda: answers(urls.owner), "the server answers again")
        assert number_of_server(home) != killed
        assert last <= len(numbers_kept(home)) <= last + 1


def test_a_killed_keeper_takes_the_server_along_and_the_next_start_mends_it(
    home: Path, holds: Callable[..., Holder]
) -> None:
    server = Server(home)
    server.start()
    last = 0
    try:
        writer = writing(holds)
        keeper, killed = keeper_of(home), number_of_server(home)
        os.kill(keeper, signal.SIGKILL)
        last = last_said(writer)
        until(lambda: not server.alive(), "the server is gone")
        assert server.alive() is False
        server.start()
        assert server.alive()
        assert number_of_server(home) != killed
    finally:
        server.stop()
    assert last <= len(numbers_kept(home)) <= last + 1


def test_killing_user_keeper_and_server_at_once_loses_no_row(home: Path, holds: Callable[..., Holder]) -> None:
    writer = writing(holds)
    numbers = (keeper_of(home), number_of_server(home))
    for number in numbers:
        os.kill(number, signal.SIGKILL)
    last = last_said(writer)
    # A signal is on its way for a moment, and until then the dying look alive.
    until(lambda: not processes_of(home).keys() & {*numbers}, "keeper and server are dead")
    assert last <= len(numbers_kept(home)) <= last + 1


def test_killing_the_session_that_started_the_server_leaves_it_to_its_other_users(
    home: Path, holds: Callable[..., Holder]
) -> None:
    first = holds()
    first.urls()
    with Server(home) as urls, psycopg.connect(urls.owner, autocommit=True) as connection:
        before = number_of_server(home)
        first.kill_session()
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert number_of_server(home) == before and keeper_of(home)


def test_a_dead_servers_number_that_another_process_has_by_now_is_no_hindrance(home: Path) -> None:
    with Server(home):
        notes = (home / "cluster" / "postmaster.pid").read_text().splitlines()
    stale = home / "cluster" / "postmaster.pid"
    stale.write_text("\n".join([str(os.getppid()), *notes[1:]]) + "\n")
    with Server(home) as urls:
        assert answers(urls.owner)


def test_a_database_half_made_by_a_killed_process_is_made_anew(home: Path) -> None:
    (home / "draft-half").mkdir(parents=True)
    (home / "draft-half" / "PG_VERSION").write_text("18\n")
    with Server(home) as urls:
        assert answers(urls.owner)
    assert not (home / "draft-half").exists()


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False
