"""What can go wrong with the embedded server: what happened, and what to do about it."""

from __future__ import annotations

import errno
from pathlib import Path

NO_SPACE = ("No space left on device", "Disk quota exceeded", "could not write to file")
OTHER_SERVER = "Or set DATABASE_URL to a PostgreSQL server of your own."


class PostgresError(Exception):
    """The embedded server can't be used. `remedy` says what to do, in full sentences."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n{self.remedy}"


class NoBinaries(PostgresError):
    """No PostgreSQL program was found."""


class OtherMajor(PostgresError):
    """The data folder was made by another major version, which this one can't read."""


class DiskFull(PostgresError):
    """There is no room left where the data lives."""


class FolderUnusable(PostgresError):
    """The data folder belongs to somebody else, or can't be reached or written."""


class ServerFailed(PostgresError):
    """The server ended or hung where it should have worked; its last words are in the message."""


def disk_full(folder: Path) -> DiskFull:
    """Say that the disk under `folder` is full."""
    return DiskFull(
        f"The disk that holds {folder} is full.",
        "Free some space there (a new data folder needs about 100 MB), or choose another folder with --data."
        " Nothing that was saved is lost: start again once there is room.",
    )


def from_os(error: OSError, folder: Path) -> PostgresError:
    """Translate what the operating system refused about the data folder."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(folder)
    where = f" ({error.filename})" if error.filename else ""
    return FolderUnusable(
        f"The data folder {folder} can't be used: {error.strerror}{where}.",
        "Choose a folder you may write to with --data, or run as the user it belongs to. " + OTHER_SERVER,
    )


def from_output(what: str, output: str, folder: Path) -> PostgresError:
    """Translate the last words of a PostgreSQL program that failed."""
    if any(sign in output for sign in NO_SPACE):
        return disk_full(folder)
    last = "\n".join(f"  {line}" for line in output.strip().splitlines()[-8:])
    return ServerFailed(
        f"{what} failed. Its last words:\n{last}",
        f"The server's log is {folder / 'postgres.log'}. `goodword doctor` looks for the usual causes.",
    )
