"""Wait for a condition, never for a time; and see which processes are left."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
DEADLINE = 60.0  # seconds; a busy machine is slow, a broken program never gets there


def until(condition: Callable[[], T], what: str, deadline: float = DEADLINE) -> T:
    """Return the first true answer of `condition`; fail when the deadline passes."""
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        if answer := condition():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"{what}: not within {deadline:.0f} s")


def processes_of(folder: Path) -> dict[int, str]:
    """Return the processes that name `folder` in their command line, this one apart. Zombies name nothing."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if str(folder) in words:
                found[int(entry.name)] = words
    return found


def nothing_left_of(folder: Path) -> None:
    """Fail unless every process of a data folder ends."""
    until(lambda: not processes_of(folder), f"no process of {folder} is left")
