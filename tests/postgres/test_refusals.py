from __future__ import annotations

import errno
import hashlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from pathlib import Path

import psycopg
import pytest

from goodword.postgres import PostgresError, Server, binaries, errors
from tests.postgres.looking import processes_of

SMALL = 150  # MB: room for a new database, but not for much more


def kept(server: Server) -> bool:
    with server as urls, psycopg.connect(urls.owner) as connection:
        return connection.execute("SELECT 1 FROM kept").fetchone() == (1,)


@pytest.fixture
def used(home: Path) -> Path:
    """A folder whose database was used and has a row."""
    with Server(home, durable=False) as urls, psycopg.connect(urls.owner) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1")
    return home


def test_a_folder_of_another_major_version_is_left_alone_and_explained(used: Path) -> None:
    version = used / "cluster" / "PG_VERSION"
    real = version.read_text()
    version.write_text("14\n")
    with pytest.raises(errors.OtherMajor) as refusal:
        Server(used, durable=False).start()
    assert "made by PostgreSQL 14" in refusal.value.message
    assert "PG_BIN" in refusal.value.remedy
    assert "--data" in refusal.value.remedy
    version.write_text(real)
    assert kept(Server(used, durable=False))


def test_a_folder_with_no_version_is_explained(used: Path) -> None:
    (used / "cluster" / "PG_VERSION").unlink()
    with pytest.raises(PostgresError, match="PG_VERSION"):
        Server(used, durable=False).start()


def test_programs_that_are_not_where_they_were_said_to_be_are_asked_for(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = binaries.find()
    monkeypatch.setenv("PG_BIN", str(home / "nowhere"))
    with pytest.raises(errors.NoBinaries) as refusal:
        Server(home, durable=False).start()
    assert "PG_BIN" in refusal.value.remedy
    monkeypatch.setenv("PG_BIN", str(found.folder))
    assert binaries.find() == found


def test_a_server_that_does_not_come_up_says_its_last_words(used: Path) -> None:
    (used / "cluster" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(errors.ServerFailed, match="no_such_setting"):
        Server(used, durable=False).start()
    assert processes_of(used) == {}
    (used / "cluster" / "postgresql.conf").write_text("")
    assert kept(Server(used, durable=False))


def test_a_place_for_the_socket_that_somebody_planted_is_not_used(home: Path, tmp_path: Path) -> None:
    planted = Path("/tmp") / f"goodword-{hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:16]}"
    planted.symlink_to(tmp_path)
    try:
        with pytest.raises(errors.FolderUnusable, match="another user's"):
            Server(home, durable=False).start()
    finally:
        planted.unlink()
    with Server(home, durable=False) as urls:
        assert str(planted) in urls.runtime.replace("%2F", "/")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_what_the_system_calls_a_full_disk_is_explained_as_one(tmp_path: Path, number: int) -> None:
    full = errors.from_os(OSError(number, os.strerror(number)), tmp_path)
    assert isinstance(full, errors.DiskFull)
    assert "--data" in full.remedy
    assert not isinstance(errors.from_os(OSError(errno.EACCES, "Permission denied"), tmp_path), errors.DiskFull)


def test_a_full_disk_is_said_to_be_one_and_nothing_is_lost(home: Path) -> None:
    home.parent.mkdir(parents=True)
    with small_disk(home.parent) as can_fill:
        with Server(home, durable=False) as urls, psycopg.connect(urls.owner) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1")
        if can_fill:
            ballast = home.parent / "ballast"
            fill(ballast)
            with pytest.raises(errors.DiskFull):
                Server(home, durable=False).start()
            with pytest.raises(errors.DiskFull):
                Server(home.parent / "new", durable=False).start()
            ballast.unlink()
        assert kept(Server(home, durable=False))


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Put a small disk on `folder`, if we may (root outside of a narrow container); say whether it is there."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL}m", "none", str(folder)], check=False, capture_output=True
    )
    try:
        yield mounted.returncode == 0
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", str(folder)], check=True)


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        write_on(file)


def write_on(file: RawIOBase) -> None:
    while file.write(bytes(1 << 20)):
        pass
