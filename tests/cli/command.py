"""Run the `goodword` command as people do: a process of its own, on this test's database."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def goodword(*arguments: str | Path, data: Path) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; `data` is its data folder."""
    environment = os.environ | {"GOODWORD_DATA": str(data), "GOODWORD_URL": "https://references.ledgerly.example"}
    command = [sys.executable, "-m", "goodword", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
