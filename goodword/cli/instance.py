"""One `goodword run` at a time on a data folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from goodword.cli.complaint import Complaint


@contextmanager
def only_one(data: Path, url: str) -> Iterator[None]:
    """Hold the folder for this process. Raises Complaint when another `goodword run` has it."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(data / "run.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise Complaint(
            f"The data folder {data} can't be used: {error.strerror}.",
            "Choose a folder you may write to with --data (DATA=… for make), or free some space.",
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Complaint(
                f"Goodword runs on {data} already: {os.read(descriptor, 400).decode().strip()}.",
                "Use that one, stop it first, or choose another folder with --data (DATA=… for make).",
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{url}, process {os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)


def address(data: Path) -> str:
    """Return where the `goodword run` that holds the folder serves its pages; nothing when none does."""
    try:
        descriptor = os.open(data / "run.lock", os.O_RDONLY)
    except OSError:
        return ""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.read(descriptor, 400).decode().partition(",")[0]
    finally:
        os.close(descriptor)
    return ""
