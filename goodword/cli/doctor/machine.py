"""What can be seen without a database."""

from __future__ import annotations

import os
import platform
import shutil
import smtplib
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from goodword.cli import environment
from goodword.cli.doctor.finding import Finding, bad, good, note
from goodword.postgres import PostgresError, binaries

SCARCE, SHORT = 200, 1000  # MB free: too little, a warning
SHORTEST_KEY = 50  # characters
SMTP_PATIENCE = 5  # seconds


def python() -> Finding:
    return good(f"Python {platform.python_version()}")  # an older one could not have come this far


def programs() -> Finding:
    try:
        found = binaries.find()
    except PostgresError as error:
        return bad(error.message, error.remedy)
    return good(f"PostgreSQL {found.major} in {found.folder}")


def folder(data: Path) -> Iterator[Finding]:
    if not data.exists():
        yield note(f"The data folder {data} does not exist yet.", "The first `goodword run` makes it.")
        return
    if not os.access(data, os.W_OK | os.X_OK):
        yield bad(f"The data folder {data} is not yours to write to.", "Run as its owner, or choose another --data.")
        return
    yield good(f"Data folder {data}")
    yield _room(data)
    for path in (data / "secret_key", data / "postgres" / "roles.json"):
        yield from _closed(path)


def secrets(data: Path) -> Iterator[Finding]:
    key = os.environ.get("GOODWORD_SECRET_KEY")
    if key and len(key) < SHORTEST_KEY:
        yield bad(
            f"GOODWORD_SECRET_KEY has {len(key)} characters; links in mails could be guessed.",
            f"Make one of {SHORTEST_KEY} or more: {environment.NEW_KEY}",
        )
    elif key:
        yield good("GOODWORD_SECRET_KEY is set")
    elif environment.is_external():
        yield bad("GOODWORD_SECRET_KEY is not set.", f"Make one and keep it: {environment.NEW_KEY}")
    else:
        yield good(f"The secret key is kept in {data / 'secret_key'}")


def address() -> Finding:
    url = os.environ.get("GOODWORD_URL", "")
    parts = urlsplit(url)
    if not url:
        return note("GOODWORD_URL is not set: links in mails lead to localhost.", "Set it when others use Goodword.")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return bad(f"GOODWORD_URL is {url!r}, not an address.", "Write it like https://references.example.com")
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        return note(f"GOODWORD_URL is {url}: links and sign-in travel unprotected.", "Put HTTPS in front; use https://")
    return good(f"People reach it at {url}")


def mail() -> Finding:
    url = os.environ.get("GOODWORD_SMTP_URL", "")
    if not url:
        return note(
            "No mail leaves: it stays on the outbox page.",
            "Set GOODWORD_SMTP_URL=smtp://user:password@host:587?tls=starttls",
        )
    parts = urlsplit(url)
    where = f"{parts.hostname}:{parts.port or 25}"
    try:
        _greet(url)
    except (OSError, smtplib.SMTPException) as error:
        return bad(
            f"The mail server {where} does not take our mail: {error}", "Check GOODWORD_SMTP_URL and the network."
        )
    return good(f"Mail server {where} answers")


def _greet(url: str) -> None:
    """Say hello to the mail server as deliveries do, sign in included."""
    parts = urlsplit(url)
    tls = parse_qs(parts.query).get("tls", ["none"])[0]
    kind = smtplib.SMTP_SSL if tls == "ssl" else smtplib.SMTP
    with kind(parts.hostname or "localhost", parts.port or 25, timeout=SMTP_PATIENCE) as server:
        server.ehlo()
        if tls == "starttls":
            server.starttls()
            server.ehlo()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))


def _room(data: Path) -> Finding:
    free = shutil.disk_usage(data).free // (1024 * 1024)
    if free < SCARCE:
        return bad(f"Only {free} MB are free where {data} is.", "Free some space, or move the folder (--data).")
    if free < SHORT:
        return note(f"{free} MB are free where {data} is.", "Keep an eye on it.")
    return good(f"{free // 1024} GB free")


def _closed(path: Path) -> Iterator[Finding]:
    """Yield a finding when others could read a secret."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return
    if mode & 0o077:
        yield bad(f"{path} can be read by others.", f"chmod 600 '{path}'")
