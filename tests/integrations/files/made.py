"""Invented records, as lines of a file, and short ways to bring them in and look at what stands."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from goodword.core.models import Event, Workspace, WorkspaceModel
from goodword.core.tenancy import opened
from goodword.directory.models import Account, Term
from goodword.integrations.files.actions import Done, Import
from goodword.integrations.files.reading import Planned, Refusal, planned
from goodword.proof.models import Passage, Story
from goodword.references.models import Fact, ReferenceProfile

TABLES: tuple[type[WorkspaceModel], ...] = (Account, Term, ReferenceProfile, Fact, Story, Passage, Event)


def record(slug: str = "fjordline", **changes: Any) -> dict[str, Any]:
    """Return a whole record of an invented vendor program; a change to None takes a field's value away."""
    return {
        "id": f"ledgerly/{slug}",
        "vendor_program": "ledgerly",
        "customer_name": "Fjordline Ferries",
        "customer_anonymous": False,
        "title": "Fjordline closes its books in three days",
        "industry": "Ferry operators",
        "industry_normalised": "Transportation & logistics",
        "location": "Bergen",
        "country": "Norway",
        "region": "Europe",
        "company_size": "1,200 employees",
        "products": ["Ledgerly Close"],
        "features": ["Bank matching"],
        "tech_stack": ["Postgres"],
        "use_cases": ["Month-end close"],
        "challenge": "Eleven spreadsheets had to agree before anybody could sign.",
        "solution": "One ledger for all vessels.\n\nHarbour dues are matched each night.",
        "results": "The close takes three days instead of nine.",
        "quotes": [{"text": "I got my evenings back.", "speaker": "Solveig Aune", "job_title": "Controller"}],
        "metrics": ["The close takes three days instead of nine."],
        "links": [],
        "url": "https://ledgerly.example/stories/fjordline",
        "body": "Fjordline closes its books in three days\n\nOne ledger for all vessels.\n\nIt began on the night boat.",
        "published": "2024-05-01",
        "source_repo": "ledgerly/stories",
        "source_path": f"stories/{slug}.md",
        "source_commit": "0123456789abcdef",
        "licence": "CC-BY-4.0",
        "attribution": "Ledgerly customer stories",
    } | changes


def file_of(folder: Path, *records: dict[str, Any] | str | bytes, name: str = "stories.jsonl") -> Path:
    """Write records and raw lines to a file."""
    lines = [
        entry if isinstance(entry, bytes) else (entry if isinstance(entry, str) else json.dumps(entry)).encode()
        for entry in records
    ]
    path = folder / name
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def bring_in(workspace: Workspace, paths: Iterable[Path], *, check: bool = False) -> list[Done | Refusal]:
    """Bring files in as the command does, in batches of two; return what became of each line that was a record."""
    run = Import(workspace, check=check)
    lines = list(planned(paths))
    fresh = [line for line in lines if isinstance(line, Planned)]
    done: list[Done | Refusal] = [line for line in lines if isinstance(line, Refusal)]
    for start in range(0, len(fresh), 2):
        done += run.bring_in(fresh[start : start + 2])
    return done


def everything(workspace: Workspace) -> dict[str, list[dict[str, Any]]]:
    """Return every row an import may write, whole."""
    with opened(workspace):
        return {table.__name__: [dict(row) for row in table.objects.order_by("pk").values()] for table in TABLES}
