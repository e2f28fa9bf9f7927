from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from goodword.postgres import Urls
from tests.postgres.looking import nothing_left_of

ROOT = Path(__file__).resolve().parents[2]


class Holder:
    """A process of its own that uses the server on a folder."""

    def __init__(self, home: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.postgres.holder", str(home), *words],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def says(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def urls(self) -> Urls:
        said = json.loads(self.says())
        return Urls(said["runtime"], said["owner"])

    def leave(self) -> None:
        self.process.communicate("")
        assert self.process.returncode == 0

    def kill(self) -> str:
        """Kill -9; return what it had still said: also what `says` has in its buffer, which `communicate` forgets."""
        assert self.process.stdout is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        return self.process.stdout.read()

    def kill_session(self) -> None:
        """Kill -9 it and all that runs in its session: a terminal's, or a CI step's that took too long."""
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with suppress(ProcessLookupError):
                    if os.getsid(int(entry.name)) == self.process.pid:
                        os.kill(int(entry.name), signal.SIGKILL)
        self.process.communicate()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder with a space in its path; below a closed one when we are root, since pytest makes it so."""
    folder = tmp_path / "good word" / "postgres"
    yield folder
    nothing_left_of(folder)


@pytest.fixture
def holds(home: Path) -> Iterator[Callable[..., Holder]]:
    """Start processes that use the server on `home`."""
    started: list[Holder] = []

    def start(*words: str) -> Holder:
        started.append(Holder(home, *words))
        return started[-1]

    yield start
    for holder in started:
        if holder.process.poll() is None:
            os.kill(holder.process.pid, signal.SIGKILL)
        holder.process.communicate()
