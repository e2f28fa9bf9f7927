"""What `make` says before there is anything to run. Python is played by a script, the packages are none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODERN = f'exec "{sys.executable}" "$@"'
WITHOUT_VENV = f'case "$*" in *ensurepip*) exit 1;; esac; {MODERN}'
OLD = 'if [ "$1" = -V ]; then echo Python 3.9.2; else exit 1; fi'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with nothing to install, on a path with a space."""
    folder = tmp_path / "good word"
    (folder / "deploy").mkdir(parents=True)
    (folder / "goodword").mkdir()
    (folder / "goodword" / "__init__.py").touch()
    (folder / "goodword" / "__main__.py").write_text("print('the program runs')\n")
    shutil.copy(ROOT / "deploy" / "set-up", folder / "deploy")
    (folder / "requirements.txt").write_text("# nothing\n")
    return folder


def set_up(checkout: Path, python: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up with a `python3` that does what the script says."""
    bin_folder = checkout.parent / "bin"
    bin_folder.mkdir(exist_ok=True)
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        (bin_folder / name).write_text(f"#!/bin/sh\n{python}\n")
        (bin_folder / name).chmod(0o755)
    environment = {**os.environ, "PATH": f"{bin_folder}:/usr/bin:/bin", "PYTHON": ""}
    return subprocess.run(
        ["deploy/set-up", "requirements.txt"],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def says(program: Path) -> str:
    """Run the program from elsewhere, with nothing in the environment that would help it find itself."""
    plain = {"PATH": "/usr/bin:/bin"}
    return subprocess.run([program], capture_output=True, text=True, check=True, cwd="/", env=plain).stdout


def test_it_makes_a_command_that_runs_once_for_each_list_and_wherever_it_is_moved(checkout: Path) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)  # left by one that was killed
    first = set_up(checkout, MODERN)
    assert first.returncode == 0, first.stderr
    assert "Setting up" in first.stdout
    assert says(checkout / ".venv" / "bin" / "goodword") == "the program runs\n"
    second = set_up(checkout, MODERN)
    assert (second.returncode, second.stdout) == (0, "")
    (checkout / "requirements.txt").write_text("# nothing, said otherwise\n")
    assert "Setting up" in set_up(checkout, MODERN).stdout
    moved = checkout.rename(checkout.with_name("moved on"))
    assert says(moved / ".venv" / "bin" / "goodword") == "the program runs\n"


def test_a_missing_venv_module_is_named_with_its_package(checkout: Path) -> None:
    refused = set_up(checkout, WITHOUT_VENV)
    assert refused.returncode == 1
    assert "apt install python3-venv" in refused.stderr
    assert not (checkout / ".venv").exists()


def test_an_old_python_is_named_with_the_version_it_takes(checkout: Path) -> None:
    refused = set_up(checkout, OLD)
    assert refused.returncode == 1
    assert "needs Python 3.11 or later" in refused.stderr
    assert "Python 3.9.2" in refused.stderr
