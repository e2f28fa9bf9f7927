from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from goodword.cli import environment
from goodword.cli.complaint import Complaint
from goodword.cli.options import DEFAULT_DATA, DEFAULT_PORT, Data, Port

if TYPE_CHECKING:
    from goodword.core.models import Workspace
    from goodword.demo.large.writing import Size

app = typer.Typer(no_args_is_help=True, help="Synthetic data, to try how large a program may grow.")


@app.callback()
def generating() -> None:
    """Synthetic data, to try how large a program may grow."""


@app.command("large")
def large(
    name: Annotated[str, typer.Option("--workspace", metavar="NAME", help="A workspace of its own; made by this.")],
    accounts: Annotated[int, typer.Option(min=1, help="Companies.")] = 100_000,
    contacts: Annotated[int, typer.Option(min=1, help="People at them.")] = 1_000_000,
    advocates: Annotated[int, typer.Option(min=0, help="Of the people, those who help.")] = 50_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same names.")] = 1,
    port: Port = DEFAULT_PORT,
    data: Data = DEFAULT_DATA,
) -> None:
    """Fill a workspace with made-up companies, people and advocates, written in bulk; prints a one-time way in.

    A workspace that has companies or people already is left alone. All of it goes in, or nothing.
    """
    with environment.prepared(data, port=port):
        from goodword.core.errors import Refused
        from goodword.demo.large.writing import Size

        try:
            made = _filled(name, Size(accounts, contacts, advocates), seed)
        except Refused as refusal:
            raise Complaint(str(refusal), "Nothing was written.") from refusal
        typer.echo(f"The workspace {made.slug} is filled with synthetic data: none of it is anybody's.")
        typer.echo("Look at it as its program manager; this link works once:")
        typer.echo(_way_in(made))


def _filled(name: str, size: Size, seed: int) -> Workspace:
    from goodword.demo.large.writing import generate

    columns = (TextColumn("Rows"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=size.rows)
        return generate(name, size, seed=seed, progress=lambda rows: bar.advance(task, rows))


def _way_in(workspace: Workspace) -> str:
    from goodword.core import links
    from goodword.core.actors import Actor
    from goodword.core.tenancy import opened
    from goodword.members.actions import make_way_in
    from goodword.members.models import Member, Role

    with opened(workspace):
        manager = Member.objects.with_role(Role.MANAGER).get()
        return links.address(make_way_in(manager, by=Actor.system("setup")))
