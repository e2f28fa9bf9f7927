"""The database cluster on disk: made once, with two roles and one database, or not at all."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

from goodword.postgres import binaries as programs
from goodword.postgres.account import Account
from goodword.postgres.binaries import Binaries
from goodword.postgres.errors import FolderUnusable, OtherMajor, PostgresError, disk_full, from_output

DATABASE, OWNER, RUNTIME = "goodword", "goodword_owner", "goodword_app"
ROOM_NEEDED = 100 * 1024 * 1024  # bytes: an empty cluster is 40 MB, its first write-ahead logs 32 MB
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}

# The server is told to find its data in its working folder. Linux resolves this name without walking the real path,
# so root may keep the data below a folder that is closed to the account the server runs as (/root, mktemp -d).
HERE = "/proc/self/cwd"
FREE_OF_PATHS = 16  # the first major version that never walks back to its folder by name

# Who may come in: these two roles, over the socket, with their password. Nobody else: not the superuser, not by TCP.
HBA = f"local all {OWNER} scram-sha-256\nlocal all {RUNTIME} scram-sha-256\n"


def ready(
    home: Path, binaries: Binaries, account: Account, *, durable: bool = True, owner_creates_databases: bool = False
) -> Path:
    """Return the cluster's folder below `home`; make it first if there is none.

    Raises OtherMajor, DiskFull, ServerFailed. The caller sees to it that no server runs and nobody else does this.
    """
    cluster = home / "cluster"
    if not cluster.exists():
        _clear_drafts(home)
        _make(home, cluster, binaries, account, durable, owner_creates_databases)
        return cluster
    _same_major(cluster, binaries)
    if account.other and cluster.stat().st_uid == 0:
        account.own_tree(cluster)  # restored from a copy by root
    if not _secrets(home).exists():
        _single_user(cluster, binaries, account, _passwords("ALTER", home), home)
    return cluster


def passwords(home: Path) -> dict[str, str]:
    """Return the password of each role. Raises FolderUnusable when they are somebody else's."""
    try:
        return dict(json.loads(_secrets(home).read_text()))
    except PermissionError as error:
        raise FolderUnusable(
            f"The passwords of the database in {home} belong to another user.",
            "Run as that user or as root, or choose another folder with --data.",
        ) from error


def _make(home: Path, cluster: Path, binaries: Binaries, account: Account, durable: bool, creates: bool) -> None:
    if shutil.disk_usage(home).free < ROOM_NEEDED:
        raise disk_full(home)
    # Made under another name: a cluster called `cluster` is always a whole one, whoever was killed on the way.
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=home))
    account.own(draft)
    try:
        if binaries.major < FREE_OF_PATHS:
            _check_walkable(draft, binaries, account)
        _initdb(draft, binaries, account, home, durable)
        _write_hba(draft)
        _single_user(draft, binaries, account, _first_statements(home, creates), home)
        draft.rename(cluster)
        _sync_folder(home)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _initdb(draft: Path, binaries: Binaries, account: Account, home: Path, durable: bool) -> None:
    locale = ["--locale=C.UTF-8"]
    if binaries.major >= 17:
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command = [str(binaries.folder / "initdb"), "-D", HERE, "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
    made = _run([*command, "--data-checksums", *locale, *([] if durable else ["--no-sync"])], draft, account)
    if made.returncode:
        raise from_output("Making the database (initdb)", made.stdout + made.stderr, home)


def _check_walkable(draft: Path, binaries: Binaries, account: Account) -> None:
    if not account.can_run(draft):
        raise FolderUnusable(
            f"The user {account.name}, whom root lets run PostgreSQL {binaries.major}, can't reach {draft.parent}.",
            f"Choose a folder with --data that {account.name} can walk to, use PostgreSQL {FREE_OF_PATHS} or later,"
            " or start Goodword as a normal user.",
        )


def _write_hba(draft: Path) -> None:
    descriptor = os.open(draft / "pg_hba.conf", os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "w") as file:
        file.write(HBA)


def _first_statements(home: Path, creates: bool) -> list[str]:
    return [
        *_passwords("CREATE", home),
        *([f"ALTER ROLE {OWNER} CREATEDB"] if creates else []),
        f"CREATE DATABASE {DATABASE} OWNER {OWNER}",
        *(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC" for name in (DATABASE, "postgres", "template1")),
        f"GRANT CONNECT ON DATABASE {DATABASE} TO {RUNTIME}",
        *([f"GRANT CONNECT ON DATABASE postgres TO {OWNER}"] if creates else []),
    ]


def _passwords(verb: str, home: Path) -> list[str]:
    """Choose a password for each role, keep them for us alone, and return the statements that set them."""
    chosen = {role: secrets.token_urlsafe(24) for role in (OWNER, RUNTIME)}
    path = _secrets(home)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(chosen, file)
    return [f"{verb} ROLE {role} LOGIN PASSWORD '{password}'" for role, password in chosen.items()]


def _single_user(cluster: Path, binaries: Binaries, account: Account, statements: list[str], home: Path) -> None:
    """Run statements as superuser without a server. Single-user mode is the only way to be one here."""
    command = [str(binaries.folder / "postgres"), "--single", "-D", HERE, "-c", "exit_on_error=on", "postgres"]
    done = _run(command, cluster, account, "".join(f"{statement}\n" for statement in statements))
    if done.returncode or "ERROR:" in done.stderr:
        _secrets(home).unlink(missing_ok=True)
        hidden = re.sub(r"PASSWORD '[^']*'", "PASSWORD '…'", done.stderr)
        raise from_output("Setting up the database's roles", hidden, home)


def _run(
    command: list[str], folder: Path, account: Account, told: str | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=ENVIRONMENT,
        input=told,
        capture_output=True,
        text=True,
        check=False,
        **account.identity,
    )


def _same_major(cluster: Path, binaries: Binaries) -> None:
    try:
        made_by = int((cluster / "PG_VERSION").read_text())
    except (OSError, ValueError) as error:
        raise PostgresError(
            f"{cluster} is not a PostgreSQL database: its PG_VERSION can't be read.",
            "Restore the folder from a copy, or choose another one with --data.",
        ) from error
    if made_by == binaries.major:
        return
    old = programs.of_major(made_by)
    way = f"PG_BIN={old} (found on this machine)" if old else f"PG_BIN=the bin folder of a PostgreSQL {made_by}"
    raise OtherMajor(
        f"The database in {cluster.parent} was made by PostgreSQL {made_by}; Goodword is about to use {binaries.major}"
        f" ({binaries.folder}), which can't read it.",
        f"To go on with the old version set {way}. To move over, use pg_dump with the old version and pg_restore"
        " into a new folder. To start afresh, choose another folder with --data (DATA=… for make).",
    )


def _clear_drafts(home: Path) -> None:
    for draft in home.glob("draft-*"):
        shutil.rmtree(draft, ignore_errors=True)


def _secrets(home: Path) -> Path:
    return home / "roles.json"


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
