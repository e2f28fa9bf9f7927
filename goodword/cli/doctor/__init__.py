"""`goodword doctor`: look at everything a start depends on; say what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer
from rich.console import Console

from goodword.cli import environment, instance
from goodword.cli.complaint import Complaint
from goodword.cli.doctor import database, machine
from goodword.cli.doctor.finding import Finding, State, note
from goodword.cli.options import DEFAULT_DATA, Data
from goodword.postgres import PostgresError

MARKS = {State.GOOD: "[green]ok  [/green]", State.NOTE: "[yellow]note[/yellow]", State.BAD: "[red]BAD [/red]"}


def doctor(data: Data = DEFAULT_DATA) -> None:
    """Say what is wrong and how to mend it; exit code 1 if anything is."""
    console = Console(highlight=False, soft_wrap=True)
    bad = 0
    for finding in _findings(data.absolute()):
        console.print(f"{MARKS[finding.state]} {finding.what}")
        if finding.mend:
            console.print(f"     {finding.mend}", markup=False)
        bad += finding.state is State.BAD
    console.print(f"\n{bad} to mend." if bad else "\nNothing to mend.")
    raise typer.Exit(1 if bad else 0)


def _findings(data: Path) -> Iterator[Finding]:
    yield machine.python()
    if not environment.is_external():
        yield machine.programs()
        yield from machine.folder(data)
    yield from machine.secrets(data)
    yield machine.address()
    yield machine.mail()
    if not environment.is_external() and not (data / "postgres" / "cluster").exists():
        yield note("There is no database yet.", "The first `goodword run` makes it.")
        return
    # If none runs, the doctor starts the folder's server for as long as it looks.
    runs = bool(instance.address(data)) or environment.is_external()
    try:
        with environment.connected(data) as embedded:
            environment.start_django()
            yield from database.findings(embedded=embedded, worker_expected=runs)
    except (Complaint, PostgresError) as error:
        yield Finding(State.BAD, error.message, error.remedy)
