"""The report: a table a place, a plot of the ratios, and below them the notes that people wrote."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from tests.bench.measuring import Cost
from tests.bench.pages import Page

NOTES = "<!-- Below this line nothing is generated. -->"
BAR, GAP, LEFT, WIDTH = 16, 8, 230, 760


@dataclass(frozen=True, slots=True)
class Line:
    """One page of one place beside that place's lean list."""

    page: Page
    cost: Cost
    lean: Cost

    @property
    def ratio(self) -> float:
        return self.cost.p50 / self.lean.p50


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    holds: str
    lean: Cost
    lines: tuple[Line, ...]


def write(parts: list[Part], *, times: int, to: Path) -> None:
    """Write the page and its plot; notes that stand in the page already stay."""
    notes = to.read_text().partition(NOTES)[2] if to.exists() else "\n"
    text = "\n".join([*_head(times), *(row for part in parts for row in _table(part))])
    to.write_text(f"{text}\n{NOTES}{notes}")
    to.with_suffix(".svg").write_text(_plot(parts))


def _head(times: int) -> list[str]:
    machine = f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"
    return [
        "# How fast it is",
        "",
        f"Made by `make bench` on {date.today():%-d %B %Y}, {machine}, each page asked {times} times in one process.",
        "A *lean list* is fifty rows of the same workspace in a plain table for a signed-in person, written as Django's",
        "tutorial would. A ratio says how many times its median a page takes; *processor* is Python's and PostgreSQL's",
        "together, for one answer. Times depend on the machine, ratios hardly.",
        "",
        "![Each page's time as a multiple of a lean list](performance.svg)",
        "",
    ]


def _table(part: Part) -> list[str]:
    rows = [f"## {part.title}", "", part.holds, ""]
    rows += [
        "| Page | p50 ms | p95 ms | processor ms | queries | KB | × lean | goal |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    rows.append(_row("*Lean list*", part.lean, "1.0", ""))
    rows += [_row(one.page.name, one.cost, f"{one.ratio:.1f}", f"{one.page.goal:.0f}") for one in part.lines]
    return [*rows, ""]


def _row(name: str, cost: Cost, ratio: str, goal: str) -> str:
    figures = (f"{cost.p50:.1f}", f"{cost.p95:.1f}", f"{cost.cpu:.1f}", str(cost.queries), f"{cost.size / 1000:.0f}")
    return f"| {' | '.join((name, *figures, ratio, goal))} |"


def _plot(parts: list[Part]) -> str:
    lines = [(part.title, one) for part in parts for one in part.lines]
    most = max(*(one.ratio for _title, one in lines), 5.0)
    height = len(lines) * (BAR + GAP) + 40
    scale = (WIDTH - LEFT - 60) / most
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12">',
        "<title>Each page's time as a multiple of a lean list</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for goal in (1, 3, 4):
        x = LEFT + goal * scale
        drawn.append(f'<path d="M{x:.0f} 20V{height - 10}" stroke="#bbb" stroke-dasharray="3 3"/>')
        drawn.append(f'<text x="{x:.0f}" y="14" text-anchor="middle" fill="#666">{goal}×</text>')
    for nth, (title, one) in enumerate(lines):
        y = 26 + nth * (BAR + GAP)
        colour = "#12705f" if one.ratio <= one.page.goal else "#b4472a"
        name = escape(f"{one.page.name}{', large' if title != parts[0].title else ''}")
        drawn.append(f'<text x="{LEFT - 8}" y="{y + 12}" text-anchor="end" fill="#222">{name}</text>')
        drawn.append(
            f'<rect x="{LEFT}" y="{y}" width="{max(1, one.ratio * scale):.0f}" height="{BAR}" fill="{colour}"/>'
        )
        drawn.append(f'<text x="{LEFT + one.ratio * scale + 5:.0f}" y="{y + 12}" fill="#222">{one.ratio:.1f}</text>')
    return "\n".join([*drawn, "</svg>", ""])
