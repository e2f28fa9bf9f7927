"""Measure the pages: `python -m tests.bench --data var/bench`. Fills what it needs on the first run, keeps it after."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from goodword.cli import environment, static

LARGE, SMALL = "large", "small"
# What the large one's lists are held against: a list should hardly notice how many rows there are.
SMALL_SIZE = ("--accounts", 1000, "--contacts", 10_000, "--advocates", 500)
REPORT = Path("docs/performance.md")


def main() -> None:
    said = _arguments()
    _fill(said)
    with environment.prepared(said.data):
        from tests.bench import report
        from tests.bench.comparing import compared

        static.collect()
        parts = compared(large=LARGE, small=SMALL, times=said.times)
        report.write(parts, command=" ".join(["python -m tests.bench", *sys.argv[1:]]), times=said.times, to=said.out)
    slow = [line for part in parts for line in part.lines if line.is_over]
    print(f"Written to {said.out}. {len(slow)} of {sum(len(part.lines) for part in parts)} pages are over their goal.")


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="make bench", description="Measure the main pages beside a lean Django list.")
    asked.add_argument("--data", type=Path, default=Path("var/bench"), help="folder of the three workspaces")
    asked.add_argument("--times", type=int, default=30, help="how often each page is asked for")
    asked.add_argument("--accounts", type=int, default=100_000)
    asked.add_argument("--contacts", type=int, default=1_000_000)
    asked.add_argument("--advocates", type=int, default=50_000)
    asked.add_argument("--out", type=Path, default=REPORT)
    return asked.parse_args()


def _fill(said: argparse.Namespace) -> None:
    """Build the demo company, the large one and a small one where they are missing, each by its own command."""
    there = _there(said.data)
    if "demo" not in there:
        _goodword("demo", said)
    if SMALL not in there:
        _goodword("generate", said, "large", "--workspace", SMALL, *SMALL_SIZE)
    if LARGE not in there:
        size = ("--accounts", said.accounts, "--contacts", said.contacts, "--advocates", said.advocates)
        _goodword("generate", said, "large", "--workspace", LARGE, *size)


def _there(data: Path) -> set[str]:
    with environment.prepared(data):
        from goodword.core.models import Workspace

        return {"demo" if place.kind == Workspace.Kind.DEMO else place.slug for place in Workspace.objects.all()}


def _goodword(command: str, said: argparse.Namespace, *more: object) -> None:
    print(f"goodword {command} …", flush=True)
    words = [command, *map(str, more), "--data", str(said.data)]
    subprocess.run([sys.executable, "-m", "goodword", *words], check=True)


if __name__ == "__main__":
    main()
