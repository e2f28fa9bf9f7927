"""Read files into plans; each line is a plan, or a refusal with its place and reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from goodword.integrations.files.lines import Line, numbered_lines
from goodword.integrations.files.plan import Plan, plan_of
from goodword.integrations.files.records import RecordRefused, record_of


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, as editors and terminals find it."""

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Refusal:
    place: Place
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Planned:
    place: Place
    plan: Plan


@dataclass(frozen=True, slots=True)
class Repeated:
    """A line that says word for word what an earlier one said."""

    place: Place


def planned(paths: Iterable[Path]) -> Iterator[Planned | Refusal | Repeated]:
    """Yield what each line is, file by file. An id counts once over all files. Raises FileTrouble."""
    seen: dict[str, tuple[str, Place]] = {}
    for path in paths:
        for line in numbered_lines(path):
            yield _read(Place(path, line.number), line, seen)


def _read(place: Place, line: Line, seen: dict[str, tuple[str, Place]]) -> Planned | Refusal | Repeated:
    if line.trouble:
        return Refusal(place, line.trouble)
    try:
        plan = plan_of(record_of(line.text))
    except RecordRefused as refusal:
        return Refusal(place, str(refusal))
    digest, first = seen.setdefault(plan.record.id, (plan.digest, place))
    if first == place:
        return Planned(place, plan)
    if digest == plan.digest:
        return Repeated(place)
    return Refusal(place, f"The id “{plan.record.id}” stands already at {first}, with other content.")
