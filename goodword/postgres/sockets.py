"""The folder of the server's socket: short, since a socket's path may have 107 bytes, and closed to everybody else."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from goodword.postgres.account import Account
from goodword.postgres.errors import FolderUnusable

# Linux takes 107 bytes. Not $XDG_RUNTIME_DIR: it is emptied when its user logs out, the server may stay.
BASE = Path("/tmp")
SOCKET = ".s.PGSQL.5432"


def folder_for(home: Path, account: Account) -> Path:
    """Return the folder for the socket of the server on `home`, ours and empty. Only whoever starts the server asks.

    Everybody else reads it from the running server's postmaster.pid.
    """
    name = f"goodword-{hashlib.sha256(os.fsencode(home)).hexdigest()[:16]}"
    folder = BASE / name
    _make(folder, account)
    # No server runs on this folder, so what a killed one left behind is in nobody's use, even if another process has
    # its number by now (in a container it always does).
    for left in (folder / SOCKET, folder / f"{SOCKET}.lock"):
        left.unlink(missing_ok=True)
    return folder


def _make(folder: Path, account: Account) -> None:
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {account.uid, os.geteuid()}:
            raise FolderUnusable(
                f"{folder}, where the database's socket belongs, is another user's.",
                "Remove it (as root if need be) and start again.",
            ) from None
    account.own(folder)
    folder.chmod(0o700)
