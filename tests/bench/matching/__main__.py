"""Measure ranking: `python -m tests.bench.matching --data var/bench`. Each engine at each size in a process of its own."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from tests.bench.matching import by_hand, report, tables
from tests.bench.matching.engines import OURS, POSTGRES, TANTIVY
from tests.bench.matching.measuring import Measured, Took, measured

SIZES = (1_000, 10_000, 50_000, 100_000)
REPORT = Path("docs/matching-speed.md")


def main() -> None:
    said = _arguments()
    if said.engine:
        one = measured(said.engine, said.sizes[0], deals=said.deals, seed=said.seed, home=_home(said))
        print(json.dumps(asdict(one)))
        return
    typed = [by_hand.measured(size, said.seed) for size in by_hand.SIZES]
    if said.by_hand:
        report.write_by_hand(typed, to=said.out)
        return
    found = {
        size: {name: _in_its_process(name, size, said) for name in (OURS, TANTIVY, POSTGRES)} for size in said.sizes
    }
    command = " ".join(["python -m tests.bench.matching", *sys.argv[1:]])
    ways = [] if said.no_tables else tables.measured(said.data)
    report.write(found, ways, typed, command=command, deals=said.deals, to=said.out)
    print(f"Written to {said.out}.")


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m tests.bench.matching", description="Measure ranking beside others.")
    asked.add_argument(
        "--data", type=Path, default=Path("var/bench"), help="folder of the workspaces and of PostgreSQL"
    )
    asked.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many references")
    asked.add_argument("--deals", type=int, default=200, help="how many deals are asked for")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--no-tables", action="store_true", help="leave out what needs filled workspaces")
    asked.add_argument("--by-hand", action="store_true", help="searching by hand alone; the rest of the page stays")
    asked.add_argument("--out", type=Path, default=REPORT)
    asked.add_argument("--engine", choices=(OURS, TANTIVY, POSTGRES), help="one alone, its figures as JSON")
    return asked.parse_args()


def _in_its_process(name: str, size: int, said: argparse.Namespace) -> Measured:
    print(f"{name}, {size:,} references …", flush=True)
    words = ["--engine", name, "--sizes", size, "--deals", said.deals, "--seed", said.seed, "--data", said.data]
    run = [sys.executable, "-m", "tests.bench.matching", *map(str, words)]
    told = json.loads(subprocess.run(run, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return Measured(**told | {"ways": {way: Took(**took) for way, took in told["ways"].items()}})


def _home(said: argparse.Namespace) -> Path:
    home: Path = said.data / "matching"
    home.mkdir(parents=True, exist_ok=True)
    return home


if __name__ == "__main__":
    main()
