"""Whether the program is the one that last brought a data folder's database up to date.

A start then saves the second or two it takes to look. The pages and the worker ask the database again anyway.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[1]
WITH_TABLES = ("Django", "procrastinate", "django-allauth")


def is_current(data: Path) -> bool:
    """Tell whether nothing changed since `remember`."""
    try:
        return _file(data).read_text() == _fingerprint()
    except OSError:
        return False


def remember(data: Path) -> None:
    _file(data).write_text(_fingerprint())


def _file(data: Path) -> Path:
    return data / "postgres" / "schema.stamp"


def _fingerprint() -> str:
    """Digest of everything a schema could come from: our modules, and the versions of packages with tables."""
    digest = hashlib.sha256(" ".join(version(package) for package in WITH_TABLES).encode())
    for source in sorted(SOURCES.glob("**/*.py")):
        stat = source.stat()
        digest.update(f"{source} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
