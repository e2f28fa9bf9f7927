"""The company's tables, read as they are: one CSV file for each, the first line says what the columns are."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

TABLES = Path(__file__).parents[1] / "company" / "tables"
Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def listed(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds several."""
    return tuple(part for part in cell.split(";") if part)


def numbers(cell: str) -> tuple[int, ...]:
    return tuple(int(part) for part in listed(cell))
