"""A child of `goodword run`: its log, its death, its next life."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from goodword.cli.lifeline import SUPERVISOR

LARGEST_LOG = 10 * 1024 * 1024  # bytes; then it starts anew beside one old one
SETTLED = 30.0  # seconds after which a life counts as a good one
LONGEST_PAUSE = 10.0  # seconds between two tries


@dataclass(slots=True)
class Child:
    """One `goodword` command run as a child process, its output in a log file."""

    name: str
    arguments: list[str]
    environment: Mapping[str, str]
    logs: Path
    patience: float  # seconds it may take to stop
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _started_at: float = field(default=0.0, init=False)
    _next_at: float = field(default=0.0, init=False)
    deaths: int = field(default=0, init=False)  # in a row

    @property
    def log(self) -> Path:
        return self.logs / f"{self.name}.log"

    def start(self) -> None:
        """Start the process. Call from the main thread: its life hangs on the thread that starts it."""
        environment = {**self.environment, SUPERVISOR: str(os.getpid())}
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            # A process group of its own: Ctrl-C goes to us, and we stop the children in order.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "goodword", *self.arguments],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
            )
        self._started_at = time.monotonic()

    def ended(self) -> int | None:
        """Return the exit code of a process that ended (negative: the signal), once; None otherwise."""
        if self._process is None or (code := self._process.poll()) is None:
            return None
        self._process = None
        lived = time.monotonic() - self._started_at
        self.deaths = 1 if lived > SETTLED else self.deaths + 1
        self._next_at = time.monotonic() + min(LONGEST_PAUSE, 0.2 * 2**self.deaths)
        return code

    def due(self) -> bool:
        """Tell whether it is down and its pause is over."""
        return self._process is None and time.monotonic() >= self._next_at

    def ask_to_stop(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def stop(self) -> None:
        """Stop the process, and what is left of its group when it takes too long."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(self.patience)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None

    def last_words(self, lines: int = 12) -> str:
        """Return the end of its log."""
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""
