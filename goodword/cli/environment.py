"""Prepare the environment Goodword's settings are read from, before Django is imported.

With DATABASE_URL set, the operator's word holds: nothing is started, nothing is invented. Without it the embedded
server of the data folder is used for as long as the command runs, and its migrations are applied when they are missing.
"""

from __future__ import annotations

import gc
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from goodword.cli import instance, lifeline
from goodword.cli.complaint import Complaint
from goodword.cli.options import DEFAULT_PORT
from goodword.postgres import attach

# New objects, and rounds of the younger generations, after which the collector looks again.
COLLECTED_AFTER = (50_000, 20, 20)
NEW_KEY = 'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'


@contextmanager
def prepared(data: Path, *, port: int = DEFAULT_PORT) -> Iterator[None]:
    """Give the block a ready Django, connected as the runtime role to a migrated database.

    Raises Complaint or PostgresError. `port` is the one in links, where GOODWORD_URL is not set.
    """
    with connected(data, port=port) as embedded:
        start_django()
        from django.db import connections

        from goodword.cli import roles

        try:
            _reachable()
            roles.refuse_powerful()
            _migrated(data, embedded)
            yield
        finally:
            connections.close_all()


@contextmanager
def connected(data: Path, *, port: int = DEFAULT_PORT, owner: bool = False) -> Iterator[bool]:
    """Set the environment's addresses and keys; start nothing of Django. Yields whether the database is the embedded one.

    Only with `owner` the owner's address is in the environment: most commands must not be able to use it.
    """
    lifeline.follow_supervisor()
    configure(data, port=port)
    if is_external():
        if owner and not os.environ.get("DATABASE_OWNER_URL"):
            raise Complaint(
                "DATABASE_URL is set, but DATABASE_OWNER_URL is not.",
                "Set DATABASE_OWNER_URL to the role that owns the database; only `goodword migrate` uses it.",
            )
        if not owner:
            os.environ.pop("DATABASE_OWNER_URL", None)
        yield False
        return
    with attach(data) as urls:
        os.environ["DATABASE_URL"] = urls.runtime
        if owner:
            os.environ["DATABASE_OWNER_URL"] = urls.owner
        try:
            yield True
        finally:
            os.environ.pop("DATABASE_URL", None)
            os.environ.pop("DATABASE_OWNER_URL", None)


def configure(data: Path, *, port: int = DEFAULT_PORT) -> None:
    """Set what needs no database: key, address, folders. Raises Complaint when the operator has to choose a key."""
    data = data.absolute()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodword.settings")
    # Where it runs already is where links lead, whatever port this command was told.
    os.environ.setdefault("GOODWORD_URL", instance.address(data) or f"http://localhost:{port}")
    os.environ.setdefault("GOODWORD_STATIC", str(data / "static"))
    os.environ["GOODWORD_DATA"] = str(data)
    if not os.environ.get("GOODWORD_SECRET_KEY"):
        if is_external():
            raise Complaint(
                "DATABASE_URL is set, but GOODWORD_SECRET_KEY is not. It signs sessions and every link in a mail.",
                f"Make one with `{NEW_KEY}`, keep it, and set it to the same value wherever Goodword runs.",
            )
        os.environ["GOODWORD_SECRET_KEY"] = kept_key(data)


def is_external() -> bool:
    """Tell whether the operator brought a database."""
    return bool(os.environ.get("DATABASE_URL"))


def start_django() -> None:
    """Read the settings and load the apps; the garbage collector needn't look through what stays for good.

    A page makes some ten thousand objects and leaves none behind: it is looked through once a few pages, not dozens of
    times each, so that nobody waits while an index of thousands of references is looked through with it.
    """
    import django

    django.setup()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


def kept_key(data: Path) -> str:
    """Return the data folder's secret key, made on first use. Readable by its owner alone."""
    path = data / "secret_key"
    try:
        data.mkdir(parents=True, exist_ok=True)
        # Linked into place whole: two commands starting at once agree on one key, and none is ever half written.
        draft = data / f"secret_key.{os.getpid()}"
        if not path.exists():
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
            with suppress(FileExistsError):
                path.hardlink_to(draft)
            draft.unlink()
        return path.read_text().strip()
    except OSError as error:
        raise Complaint(
            f"The data folder {data} can't be used: {error.strerror}.",
            "Choose a folder you may write to with --data, or free some space.",
        ) from error


def _reachable() -> None:
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise Complaint(
            f"The database does not answer: {str(error).strip().splitlines()[-1]}",
            "Check DATABASE_URL and that PostgreSQL runs. `goodword doctor` tells more.",
        ) from error


def _migrated(data: Path, embedded: bool) -> None:
    from goodword.core import schema

    missing = schema.pending()
    if not missing:
        return
    if not embedded:
        raise Complaint(
            f"The database's schema is older than this program: {len(missing)} migrations are missing.",
            "Run `goodword migrate` with DATABASE_OWNER_URL set, then start again.",
        )
    command = [sys.executable, "-m", "goodword", "migrate", "--data", str(data)]
    # A process of its own, so that this one never holds the owner's address.
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        last = "\n".join(done.stderr.strip().splitlines()[-4:])
        raise Complaint(f"Applying the migrations failed:\n{last}", "`goodword migrate` says more.")
