from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import Running, command
from tests.postgres.looking import nothing_left_of


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose database has the present schema; copy it, don't use it."""
    folder = tmp_path_factory.mktemp("migrated") / "data"
    done = command("migrate", "--data", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def data(migrated: Path, tmp_path: Path) -> Iterator[Path]:
    """A data folder of the test's own, with a space in its path."""
    folder = tmp_path / "good word" / "data"
    shutil.copytree(migrated, folder)
    yield folder
    nothing_left_of(folder)


@pytest.fixture(scope="module")
def running(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One `goodword run` for a module's tests; each leaves it serving."""
    folder = tmp_path_factory.mktemp("good word") / "data"
    shutil.copytree(migrated, folder)
    run = Running(folder)
    try:
        run.wait_until_ready()
        yield run
    finally:
        run.end()
