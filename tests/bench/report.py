"""The report: a table a place, a plot of the ratios, and below them the notes that people wrote."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from tests.bench import NOTES
from tests.bench.measuring import Cost
from tests.bench.pages import Page

MOST_GROWTH = 1.5
SIZES = {"A small one": ", small", "A very large one": ", large"}
BAR, GAP, LEFT, WIDTH = 16, 8, 230, 760


@dataclass(frozen=True, slots=True)
class Line:
    """One page of one place beside that place's lean list; `small`: what the same page took among 10,000 people."""

    page: Page
    cost: Cost
    lean: Cost
    small: Cost | None = None

    @property
    def ratio(self) -> float:
        return self.cost.p50 / self.lean.p50

    @property
    def cpu_ratio(self) -> float:
        return self.cost.cpu / self.lean.cpu

    @property
    def growth(self) -> float | None:
        return self.cost.p50 / self.small.p50 if self.small else None

    @property
    def is_over(self) -> bool:
        return self.is_slow or (self.growth or 0) > MOST_GROWTH

    @property
    def is_slow(self) -> bool:
        return self.page.goal is not None and self.ratio > self.page.goal


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    holds: str
    lean: Cost
    lines: tuple[Line, ...]


def write(parts: list[Part], *, command: str, times: int, to: Path) -> None:
    """Write the page and its plot; notes that stand in the page already stay."""
    notes = to.read_text().partition(NOTES)[2] if to.exists() else "\n"
    text = "\n".join([*_head(command, times), *(row for part in parts for row in _table(part)), *_over(parts)])
    to.write_text(f"{text}\n{NOTES}{notes}")
    to.with_suffix(".svg").write_text(_plot(parts))


def _head(command: str, times: int) -> list[str]:
    machine = f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"
    return [
        "# How fast it is",
        "",
        f"Made by `make bench` (`{command}`) on {date.today():%-d %B %Y}, {machine}, each page asked {times} times in one",
        "process. A *lean list* is fifty rows of the same workspace in a plain table for a signed-in person, written as",
        "Django's tutorial would. *× lean* says how many times its median a page takes, *× its processor* how many times",
        "its processor time, Python's and PostgreSQL's together. Times depend on the machine, ratios hardly.",
        f"*× small*: how many times the median of the same page among 10,000 people; the goal is {MOST_GROWTH}.",
        "",
        "![Each page's time as a multiple of a lean list](performance.svg)",
        "",
    ]


def _table(part: Part) -> list[str]:
    rows = [f"## {part.title}", "", part.holds, ""]
    rows += [
        "| Page | p50 ms | p95 ms | processor ms | queries | KB | × lean | × its processor | goal | × small |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    rows.append(_row("*Lean list*", part.lean, "1.0", "1.0", "", ""))
    rows += [_row(one.page.name, one.cost, *_ratios(one)) for one in part.lines]
    return [*rows, ""]


def _ratios(line: Line) -> tuple[str, str, str, str]:
    growth = f"{line.growth:.2f}" if line.growth is not None else ""
    return f"{line.ratio:.1f}", f"{line.cpu_ratio:.1f}", _goal(line.page), growth


def _goal(page: Page) -> str:
    return f"{page.goal:.0f}" if page.goal is not None else ""


def _row(name: str, cost: Cost, *ratios: str) -> str:
    figures = (f"{cost.p50:.1f}", f"{cost.p95:.1f}", f"{cost.cpu:.1f}", str(cost.queries), f"{cost.size / 1000:.0f}")
    return f"| {' | '.join((name, *figures, *ratios))} |"


def _over(parts: list[Part]) -> list[str]:
    """Name the pages over their goals, the furthest first."""
    over = sorted(((part, one) for part in parts for one in part.lines if one.is_over), key=lambda two: -two[1].ratio)
    if not over:
        return ["Every page is within its goal.", ""]
    rows = [f"- {one.page.name} ({part.title[0].lower()}{part.title[1:]}): {_too_much(one)}" for part, one in over]
    return ["## Over their goals", "", *rows, ""]


def _too_much(line: Line) -> str:
    said = [f"{line.ratio:.1f} × lean, goal {_goal(line.page)}"] if line.is_slow else []
    if line.growth is not None and line.growth > MOST_GROWTH:
        said.append(f"{line.growth:.2f} × small, goal {MOST_GROWTH}")
    return "; ".join(said)


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
        colour = "#b4472a" if one.is_slow else "#12705f"
        name = escape(f"{one.page.name}{SIZES.get(title, '')}")
        drawn.append(f'<text x="{LEFT - 8}" y="{y + 12}" text-anchor="end" fill="#222">{name}</text>')
        drawn.append(
            f'<rect x="{LEFT}" y="{y}" width="{max(1, one.ratio * scale):.0f}" height="{BAR}" fill="{colour}"/>'
        )
        drawn.append(f'<text x="{LEFT + one.ratio * scale + 5:.0f}" y="{y + 12}" fill="#222">{one.ratio:.1f}</text>')
    return "\n".join([*drawn, "</svg>", ""])
