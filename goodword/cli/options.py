"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_DATA = Path("data")
DEFAULT_PORT = 8000

Data = Annotated[
    Path,
    typer.Option(
        "--data",
        envvar="GOODWORD_DATA",
        metavar="DIR",
        help="Folder of the embedded database, keys and logs. With DATABASE_URL set the database is that one.",
    ),
]
Port = Annotated[int, typer.Option("--port", envvar="PORT", min=1, max=65535, help="Port of the pages.")]
Host = Annotated[
    str, typer.Option("--host", envvar="GOODWORD_HOST", help="Address to listen on; 0.0.0.0 for every network.")
]
