"""The `goodword` command. One module for each command; it is registered here and nowhere else.

Modules import Django and models inside their function, after `environment.prepared` has set the environment up.
"""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from goodword.cli import (
    check,
    demo,
    doctor,
    evaluate,
    generate,
    import_,
    match,
    member,
    migrate,
    run,
    study,
    web,
    worker,
    workspace,
)
from goodword.cli.complaint import Complaint
from goodword.postgres import PostgresError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Goodword: the customer-reference desk. `goodword run` starts everything on this machine.",
)
app.command("run")(run.run)
app.command("web")(web.web)
app.command("worker")(worker.worker)
app.command("migrate")(migrate.migrate)
app.command("doctor")(doctor.doctor)
app.command("check")(check.check)
app.command("match")(match.match)
app.command("evaluate")(evaluate.evaluate)
app.command("demo")(demo.demo)
app.add_typer(import_.app, name="import")
app.add_typer(study.app, name="study")
app.add_typer(generate.app, name="generate")
app.add_typer(workspace.app, name="workspace")
app.add_typer(member.app, name="member")


def main() -> None:
    """Run the command line; a complaint is two sentences on stderr and exit code 1."""
    try:
        app(prog_name="goodword")
    except (Complaint, PostgresError) as error:
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        console.print("Goodword can't go on.", style="bold red")
        console.print(error.message, markup=False)
        console.print(error.remedy, markup=False, style="bold")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
