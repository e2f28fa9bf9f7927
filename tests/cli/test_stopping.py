from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import Running, command, descendants
from tests.postgres.looking import until

MAKE = ("workspace", "create", "Kept", "--admin", "ada@ledgerly.example", "--data")


@pytest.fixture
def run(data: Path) -> Iterator[Running]:
    """A `goodword run` for one test to stop."""
    found = Running(data)
    try:
        found.wait_until_ready()
        yield found
    finally:
        found.end()


def ended(numbers: list[int]) -> bool:
    """Tell whether processes are gone; zombies of another parent are."""
    return not any(Path(f"/proc/{number}/exe").exists() for number in numbers)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_in_order_and_it_starts_again(run: Running, number: signal.Signals) -> None:
    processes = descendants(run.process.pid)
    assert len(processes) > 4
    assert run.stop(number) == 0
    assert ended(processes)
    assert run.said.rstrip().endswith("Stopped.")
    again = Running(run.data)
    try:
        again.wait_until_ready()
    finally:
        again.end()


def test_kill_9_leaves_no_orphan_and_loses_no_row(run: Running) -> None:
    made = command(*MAKE, run.data)
    assert made.returncode == 0, made.stderr
    processes = descendants(run.process.pid)
    run.process.kill()
    run.process.wait()
    until(lambda: ended(processes), "all processes end")
    again = command(*MAKE, run.data)
    assert "There is a workspace called kept already." in again.stderr
