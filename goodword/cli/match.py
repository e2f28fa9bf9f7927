from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer

from goodword.cli import environment
from goodword.cli.complaint import Complaint
from goodword.cli.options import DEFAULT_DATA, Data

SOME_REFUSED = 3  # exit code


def match(
    inside: Annotated[str, typer.Option("--workspace", metavar="W", help="The workspace whose references are ranked.")],
    queries: Annotated[Path, typer.Option(metavar="FILE", help="JSON Lines, one deal a line, each with its “qid”.")],
    out: Annotated[Path, typer.Option(metavar="RUN.jsonl", help="File to write: one ranking a line.")],
    top: Annotated[int, typer.Option(min=1, help="References for each deal.")] = 50,
    data: Data = DEFAULT_DATA,
) -> None:
    """Rank the imported references for a file of deals, whether anybody there can be asked or not. Writes no rows.

    Each line of the run is {"qid": …, "ranking": [[record id, score], …], "words": [fit word, …]}, best first; `goodword
    evaluate` reads it. Exit code 3 when some lines of the queries were refused; the rest is ranked.
    """
    with environment.prepared(data):
        from goodword.cli.judged_files import deals_of
        from goodword.core.models import Workspace
        from goodword.core.tenancy import opened
        from goodword.matching.queries import rank_records

        workspace = Workspace.named(inside)
        if workspace is None:
            raise Complaint(f"There is no workspace {inside}.", "`goodword import references` makes one.")
        deals, refused = deals_of(queries)
        with opened(workspace), _written(out) as run:
            for judged in deals:
                found = rank_records(judged.deal, program=judged.program, top=top)
                line = {
                    "qid": judged.qid,
                    "ranking": [[record, round(match.score, 6)] for record, match in found],
                    "words": [match.word for _, match in found],
                }
                run.write(json.dumps(line, ensure_ascii=False) + "\n")
    typer.echo(f"{len(deals):,} deals ranked in {out}.")
    if refused:
        typer.echo(f"{refused:,} lines of {queries} were refused, each named above with its reason.")
        raise typer.Exit(SOME_REFUSED)


@contextmanager
def _written(path: Path) -> Iterator[TextIO]:
    """Give a file to write to that takes its name only when it is whole."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with draft.open("w", encoding="utf-8") as file:
            yield file
        draft.replace(path)
    except OSError as error:
        raise Complaint(
            f"{path} can't be written: {error.strerror}.", "Give --out a file in a folder that is there."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
