from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from goodword.cli import environment, run
from goodword.cli.complaint import Complaint
from goodword.cli.options import DEFAULT_DATA, DEFAULT_PORT, Data, Port


def demo(
    clear: Annotated[bool, typer.Option("--clear", help="Remove the demo company, and nothing else.")] = False,
    port: Port = DEFAULT_PORT,
    data: Data = DEFAULT_DATA,
) -> None:
    """Build the demo company in a workspace of its own, or take it away again."""
    with environment.connected(data, port=port, owner=True):
        environment.start_django()
        from goodword.core import schema

        if schema.pending():
            raise Complaint("The database is not up to date.", "Run `goodword migrate` first.")
        if clear:
            _clear()
            run.forget_demo(data)
        else:
            _build()


def _clear() -> None:
    from goodword.demo import actions

    gone = actions.clear()
    typer.echo("The demo company is gone; nothing else was touched." if gone else "There was no demo company.")


def _build() -> None:
    from goodword.demo import actions

    columns = (TextColumn("Demo company"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=1.0)
        made = actions.build(lambda share: bar.update(task, completed=share))
    typer.echo(f"The demo company stands, in the workspace {made.slug}.")
