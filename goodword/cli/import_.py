from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from goodword.cli import environment
from goodword.cli.complaint import Complaint
from goodword.cli.options import DEFAULT_DATA, Data

if TYPE_CHECKING:
    from goodword.core.models import Workspace
    from goodword.integrations.files import actions, reading

SOME_REFUSED = 3  # exit code
BATCH = 50  # records a transaction
T = TypeVar("T")
app = typer.Typer(no_args_is_help=True, help="Bring data in from files.")


@app.callback()
def imports() -> None:
    """Bring data in from files."""


@app.command("references")
def references(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="JSON Lines, one published reference a line.")],
    into: Annotated[str, typer.Option("--workspace", metavar="W", help="The workspace; made if there is none.")],
    check: Annotated[bool, typer.Option("--check", help="Write nothing; say what would happen.")] = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Bring in published references: accounts, facts, stories and quotes, with licence and attribution.

    A line that can't go in is named on stderr, and the rest goes in. Doing it twice changes nothing. Exit code 3 when
    some lines were refused.
    """
    with environment.prepared(data):
        from goodword.core import statistics
        from goodword.integrations.files.actions import Import

        lines = _measured(files)
        target = _workspace(into, check=check)
        outcome = _run(Import(target, check=check), files, lines)
        if not check:
            statistics.refresh()
        _tell(outcome, into if target is None else target.slug, check=check)
    if outcome.refused:
        raise typer.Exit(SOME_REFUSED)


@dataclass
class Outcome:
    """What became of all lines; `steps` counts records, `refused` and `repeated` count lines."""

    steps: Counter[str] = field(default_factory=Counter)
    accounts: int = 0
    refused: int = 0
    repeated: int = 0


def _measured(files: Iterable[Path]) -> int:
    """Return how many lines there are to read; complain about a file that can't be read before anything goes in."""
    from goodword.integrations.files.lines import FileTrouble, count_lines

    total = 0
    for path in files:
        try:
            lines = count_lines(path)
        except FileTrouble as trouble:
            raise Complaint(str(trouble), "Nothing was brought in. Check the name and try again.") from trouble
        if not lines:
            typer.echo(f"{path} is empty: there is nothing to bring in from it.", err=True)
        total += lines
    return total


def _workspace(name: str, *, check: bool) -> Workspace | None:
    """Return the workspace, made if it is missing; None when it is missing and this is only a check."""
    from goodword.core.errors import Refused
    from goodword.core.models import Workspace
    from goodword.members.actions import create_workspace

    if (found := Workspace.named(name)) is not None:
        return found
    if check:
        typer.echo(f"There is no workspace {name} yet; without --check it would be made.")
        return None
    try:
        made = create_workspace(name)
    except Refused as refusal:
        raise Complaint(str(refusal), "Choose another name for --workspace.") from refusal
    typer.echo(f"Made the workspace {made.slug}; there was none of that name.")
    return made


def _run(run: actions.Import, files: Iterable[Path], lines: int) -> Outcome:
    """Bring everything in, batch by batch, naming each refused line in the order of the files."""
    from goodword.integrations.files.reading import Planned, planned

    outcome = Outcome()
    with _progress() as progress:
        bar = progress.add_task("Checking" if run.check else "Bringing in", total=lines)
        for batch in _batches(planned(files), BATCH):
            done = iter(run.bring_in([line for line in batch if isinstance(line, Planned)]))
            for line in batch:
                _count(next(done) if isinstance(line, Planned) else line, outcome, progress.console)
            progress.advance(bar, len(batch))
    return outcome


def _count(
    result: actions.Done | reading.Refusal | reading.Repeated | reading.Planned, outcome: Outcome, console: Console
) -> None:
    from goodword.integrations.files.actions import Done
    from goodword.integrations.files.reading import Refusal

    if isinstance(result, Refusal):
        outcome.refused += 1
        console.print(str(result), markup=False, highlight=False, emoji=False, soft_wrap=True)
    elif isinstance(result, Done):
        outcome.steps[result.step] += 1
        outcome.accounts += result.account_made
    else:
        outcome.repeated += 1


def _tell(outcome: Outcome, name: str, *, check: bool) -> None:
    from goodword.integrations.files.standing import Step

    would = "would be " if check else ""
    counts = (
        (outcome.steps[Step.ADD], f"{would}added"),
        (outcome.steps[Step.CHANGE], f"{would}brought up to date"),
        (outcome.steps[Step.NOTHING], "unchanged"),
        (outcome.steps[Step.LEAVE_WITHDRAWN], "left as they are: somebody here withdrew them"),
        (outcome.repeated, "repeated word for word in the files"),
        (outcome.refused, "refused, each named above with its reason"),
    )
    told = [f"{count:,} {what}" for count, what in counts if count]
    typer.echo(f"References in {name}: {'; '.join(told) or 'nothing to do'}.")
    if outcome.accounts:
        typer.echo(f"{outcome.accounts:,} customers {would}new.")
    if check:
        typer.echo("Nothing was written. Run it again without --check to bring them in.")
    elif outcome.refused:
        typer.echo("Mend the refused lines and run it again: what is in already stays as it is.")
    elif outcome.steps[Step.ADD]:
        typer.echo(
            "They can be told to buyers; nobody there has agreed to be asked yet. Next: open Find a reference for"
        )
        typer.echo(f"a deal, or rank a file of deals: goodword match --workspace {name} --queries FILE --out RUN.jsonl")


def _progress() -> Progress:
    """Return a bar on stderr; on no terminal it draws nothing, and lines printed through it come out as they are."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
