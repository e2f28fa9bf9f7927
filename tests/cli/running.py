"""A `goodword run` of its own, as somebody on their own machine has it: no DATABASE_URL, a data folder, a port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from tests.postgres.looking import nothing_left_of, until

OURS = ("DATABASE_", "GOODWORD_", "DJANGO_")
ROOT = Path(__file__).resolve().parents[2]


def bare_environment(**more: str) -> dict[str, str]:
    """Return our environment without what the test run put there."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | more


def command(*words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end outside of the test run's database."""
    return subprocess.run(
        [sys.executable, "-m", "goodword", *map(str, words)],
        cwd=ROOT,
        env=bare_environment(**more),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """`goodword run --empty` on a data folder, from its start until it is stopped or killed."""

    def __init__(self, data: Path, **more: str) -> None:
        self.data, self.port = data, free_port()
        self.out = data.parent / "run.out"
        with self.out.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "goodword", "run", "--empty", "--port", str(self.port), "--data", str(data)],
                cwd=ROOT,
                env=bare_environment(**more),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                process_group=0,
            )

    @property
    def said(self) -> str:
        return self.out.read_text()

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.said
        return self.status("/readyz") == 200

    def wait_until_ready(self) -> None:
        until(self.is_ready, "the pages answer")
        until(lambda: "Ctrl-C stops everything" in self.said, "the address is said")

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def child(self, name: str) -> int:
        """Return the process number of one of its children, of now."""
        found = [number for number, words in children(self.process.pid).items() if words[2:4] == ["goodword", name]]
        return found[0] if found else 0

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)

    def end(self) -> None:
        """See to it that nothing is left, however the test ended."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        nothing_left_of(self.data)


def children(parent: int) -> dict[int, list[str]]:
    """Return the command lines of a process's children."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                mother = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
            except OSError:
                continue
            if mother == parent:
                found[int(entry.name)] = words
    return found


def descendants(parent: int) -> list[int]:
    """Return a process and all that come from it."""
    return [parent, *(number for child in children(parent) for number in descendants(child))]
