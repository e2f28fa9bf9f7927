from __future__ import annotations

import os
import secrets

import typer

from goodword.cli import environment
from goodword.cli.options import DEFAULT_DATA, Data


def check(data: Data = DEFAULT_DATA) -> None:
    """Check the configuration with Django's deployment checks. Needs no database; exit code 1 on any warning."""
    # Judged is the configuration, not the machine: no data folder is made for it.
    if not (data / "secret_key").exists():
        os.environ.setdefault("GOODWORD_SECRET_KEY", secrets.token_urlsafe(50))
    environment.configure(data)
    environment.start_django()
    from django.core.management import CommandError, call_command

    try:
        call_command("check", deploy=True, fail_level="WARNING")
    except CommandError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from error
