"""Root drops to another user, a normal user stays who they are, and nobody takes over what is another's."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from goodword.postgres import Server, binaries
from goodword.postgres.account import Account
from tests.postgres.looking import nothing_left_of, processes_of

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class NormalUser:
    """Somebody who is not root: ourselves, or `nobody` when we are root. `room` is theirs."""

    room: Path
    account: Account
    python: str

    def hold(self, home: Path) -> subprocess.Popen[str]:
        environment = {
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(self.room / "program"),
            "PG_BIN": str(binaries.reachable(binaries.find(), self.account).folder),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return subprocess.Popen(
            [self.python, str(self.room / "program" / "holder.py"), str(home)],
            cwd=self.room,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            **self.account.identity,
        )


@pytest.fixture
def normal_user() -> Iterator[NormalUser]:
    """The supervisor needs the standard library only, so any Python that the user can run will do."""
    room = Path(tempfile.mkdtemp(prefix="good word ", dir="/tmp"))
    shutil.copytree(ROOT / "goodword" / "postgres", room / "program" / "goodword" / "postgres")
    (room / "program" / "goodword" / "__init__.py").touch()
    shutil.copy(ROOT / "tests" / "postgres" / "holder.py", room / "program" / "holder.py")
    who = _account()
    who.own(room)
    (room / "program").chmod(0o755)
    yield NormalUser(room, who, _python(who))
    nothing_left_of(room)
    shutil.rmtree(room)


def _account() -> Account:
    if os.geteuid():
        return Account(pwd.getpwuid(os.geteuid()).pw_name, os.geteuid(), os.getegid(), other=False)
    nobody = pwd.getpwnam("nobody")
    return Account("nobody", nobody.pw_uid, nobody.pw_gid, other=True)


def _python(who: Account) -> str:
    modern = "import json, sys; sys.exit(sys.version_info < (3, 11))"
    for python in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        with suppress(OSError):
            if subprocess.run([python, "-c", modern], check=False, capture_output=True, **who.identity).returncode == 0:
                return python
    raise AssertionError("No Python 3.11 on this machine that a normal user can run: apt install python3")


def server_owner(home: Path) -> int:
    server = next(
        number for number, words in processes_of(home).items() if "/postgres -D" in words and "keeper" not in words
    )
    return Path(f"/proc/{server}").stat().st_uid


def test_a_normal_user_runs_the_server_as_themselves(normal_user: NormalUser) -> None:
    home = normal_user.room / "data" / "postgres"
    holder = normal_user.hold(home)
    assert holder.stdout is not None
    urls = json.loads(holder.stdout.readline())
    assert "runtime" in urls, urls
    assert server_owner(home) == normal_user.account.uid
    with psycopg.connect(urls["runtime"]) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("goodword_app",)
    holder.communicate("")
    assert holder.returncode == 0


def test_root_never_runs_the_server_as_root(home: Path) -> None:
    with Server(home, durable=False):
        assert server_owner(home) != 0
        assert (home / "cluster").stat().st_uid == server_owner(home)


def test_a_normal_user_is_told_when_a_folder_is_closed_to_them(normal_user: NormalUser) -> None:
    closed = normal_user.room / "closed"
    closed.mkdir(mode=0o500)
    refusal = json.loads(normal_user.hold(closed / "postgres").communicate("")[0])
    assert refusal["error"] == "FolderUnusable"
    assert "--data" in refusal["remedy"]
    closed.chmod(0o700)
    normal_user.account.own(closed)
    assert "runtime" in json.loads(normal_user.hold(closed / "postgres").communicate("")[0])


def test_what_root_touches_in_a_users_folder_stays_the_users(normal_user: NormalUser) -> None:
    home = normal_user.room / "data" / "postgres"
    first = normal_user.hold(home)
    assert "runtime" in json.loads(first.communicate("")[0])
    with Server(home):
        assert server_owner(home) == normal_user.account.uid
    assert {path.stat().st_uid for path in home.iterdir()} == {normal_user.account.uid}
    again = normal_user.hold(home)
    assert "runtime" in json.loads(again.communicate("")[0])
    assert stat.S_IMODE((home / "roles.json").stat().st_mode) == 0o600
