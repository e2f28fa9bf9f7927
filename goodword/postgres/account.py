"""The operating-system account that runs the server. PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from goodword.postgres.errors import OTHER_SERVER, FolderUnusable


class Identity(TypedDict, total=False):
    """The arguments of `subprocess` that drop root."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs the server, and whether we have to become them."""

    name: str
    uid: int
    gid: int
    other: bool

    @property
    def identity(self) -> Identity:
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.other else {}

    def can_run(self, program: Path) -> bool:
        """Tell whether this account may execute `program`, folders on the way included."""
        return subprocess.run(["test", "-x", str(program)], check=False, **self.identity).returncode == 0

    def own(self, path: Path) -> None:
        """Give one file or folder to this account."""
        if self.other:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def own_tree(self, top: Path) -> None:
        """Give a whole folder to this account."""
        self.own(top)
        for folder, folders, files in os.walk(top):
            for name in [*folders, *files]:
                self.own(Path(folder, name))


def for_cluster(cluster: Path) -> Account:
    """Return the account that runs the server on `cluster`, which may not exist yet. Raises FolderUnusable."""
    owner = cluster.stat().st_uid if cluster.exists() else None
    if os.geteuid() != 0:
        return _ourselves(cluster, owner)
    if owner:
        return _entry(owner)
    return _servant(cluster)


def _ourselves(cluster: Path, owner: int | None) -> Account:
    uid = os.geteuid()
    if owner is not None and owner != uid:
        raise FolderUnusable(
            f"The database in {cluster.parent} belongs to the user {_name(owner)}, not to you ({_name(uid)}).",
            f"Run as root, or as {_name(owner)}, or choose another folder with --data. {OTHER_SERVER}",
        )
    return Account(_name(uid), uid, os.getegid(), other=False)


def _servant(cluster: Path) -> Account:
    """Return the account root drops to."""
    for name in ("postgres", "nobody"):
        try:
            return _entry(pwd.getpwnam(name).pw_uid)
        except KeyError:
            continue
    raise FolderUnusable(
        f"PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody` to run it on {cluster.parent}.",
        f"Start Goodword as a normal user, or add a user named postgres. {OTHER_SERVER}",
    )


def _entry(uid: int) -> Account:
    try:
        gid = pwd.getpwuid(uid).pw_gid
    except KeyError as error:
        raise FolderUnusable(
            f"The database belongs to user number {uid}, which has no name on this machine.",
            f"Add that user, or `chown -R` the data folder to root and start again as root. {OTHER_SERVER}",
        ) from error
    return Account(_name(uid), uid, gid, other=True)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
