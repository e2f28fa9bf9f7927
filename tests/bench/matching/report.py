"""The report on ranking: a table for each size, the ratios, a plot, and below them the notes that people wrote."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import log10
from pathlib import Path
from xml.sax.saxutils import escape

from tests.bench import NOTES
from tests.bench.matching.by_hand import ASKED, ByHand
from tests.bench.matching.engines import OURS, POSTGRES, TANTIVY
from tests.bench.matching.measuring import Measured, Took
from tests.bench.matching.tables import Way

Found = Mapping[int, Mapping[str, Measured]]
RANKED, EXPLAINED = f"{OURS}, ranked", f"{OURS}, ranked and explained"
SOFT, FILTERED, FACETS = (
    f"{TANTIVY}, all that we look at",
    f"{TANTIVY}, filtered",
    f"{POSTGRES}, filtered, as the owner",
)
TYPED = f"{POSTGRES}, the typed words, as the owner"
BY_HAND = "## Searching by hand"
GOAL = 3.0
"""Times what tantivy takes that ranking alone may."""
PLOTTED = {
    RANKED: "#12705f",
    EXPLAINED: "#7fb8a8",
    SOFT: "#b4472a",
    FILTERED: "#e2a08c",
    FACETS: "#3d5a98",
    TYPED: "#9fb0d8",
}
WIDTH, HEIGHT, LEFT, TOP, RIGHT, FLOOR = 760, 420, 60, 20, 250, 380
LEAST, MOST = 0.1, 1000.0
"""Milliseconds at the foot and the head of the plot."""


def write(found: Found, ways: Sequence[Way], typed: Sequence[ByHand], *, command: str, deals: int, to: Path) -> None:
    """Write the page and its plot; notes that stand in the page already stay."""
    notes = to.read_text().partition(NOTES)[2] if to.exists() else "\n"
    parts = [
        *_head(command, deals),
        *_ratios(found),
        *_tables(ways),
        *_by_hand(typed),
        *(row for size, one in found.items() for row in _table(size, one)),
    ]
    to.write_text("\n".join(parts) + f"\n{NOTES}{notes}")
    to.with_suffix(".svg").write_text(_plot(found))


def write_by_hand(typed: Sequence[ByHand], *, to: Path) -> None:
    """Write the part on searching by hand anew, or before the notes where there is none; the rest of the page stays."""
    page, fresh = to.read_text(), "\n".join(_by_hand(typed)) + "\n"
    before, _, after = page.partition(f"{BY_HAND}\n")
    if not after:
        generated, _, notes = page.partition(NOTES)
        to.write_text(f"{generated}{fresh}{NOTES}{notes}")
        return
    rest = min((at for at in (after.find("\n## "), after.find(f"\n{NOTES}")) if at >= 0), default=len(after))
    to.write_text(before + fresh + after[rest + 1 :])


def _head(command: str, deals: int) -> list[str]:
    machine = f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"
    return [
        "# How fast matching is",
        "",
        f"Made by `make bench` (`{command}`) on {date.today():%-d %B %Y}, {machine}. Made-up references (seven facts and",
        f"a story of four passages, some 110 telling words) and {deals} deals made from them, by a seed. Every engine runs",
        "in a process of its own, on one thread, and gives twenty references for each deal. Goodword scores *every*",
        "reference and hides none. *Filtered*: only those that agree in industry, country, size and product and hold any of",
        "the typed words. *All that we look at*: nothing hidden, the facets and every word that Goodword weighs for the deal,",
        "kin and vocabulary included, which is the fair comparison. *p50* and *p99* are milliseconds of wall clock,",
        "*processor* is milliseconds of processor time for each deal, PostgreSQL's own included.",
        "",
        "![Milliseconds for a deal by the number of references](matching-speed.svg)",
        "",
    ]


def _ratios(found: Found) -> Iterator[str]:
    """Yield how many times the others' processor time ranking takes: it is disturbed least by what else runs here."""
    yield from ("## Beside the others", "")
    yield "Processor time for a deal, Goodword's as a multiple of theirs:"
    yield ""
    yield f"| References | ranked ÷ {SOFT} (goal {GOAL:.0f}) | with reasons ÷ the same | ranked ÷ {FILTERED} | ranked ÷ {FACETS} | ranked ÷ {TYPED} |"
    yield "|--:|--:|--:|--:|--:|--:|"
    for size, engines in found.items():
        ways = _ways(engines)
        ours = ways[RANKED].cpu
        beside = [ours / ways[SOFT].cpu, ways[EXPLAINED].cpu / ways[SOFT].cpu]
        beside += [ours / ways[name].cpu for name in (FILTERED, FACETS, TYPED)]
        yield f"| {size:,} | {' | '.join(f'{ratio:.2g}' for ratio in beside)} |"
    yield ""


def _tables(ways: Sequence[Way]) -> Iterator[str]:
    if not ways:
        return
    yield from ("## From the tables to the page", "")
    yield "Milliseconds by the clock / of processor, at the median; the page's processor is Python's and PostgreSQL's."
    yield ""
    yield "| References | all tables read, s of processor | first look after a write | the list for a deal | its whole page |"
    yield "|--:|--:|--:|--:|--:|"
    for way in ways:
        pairs = (f"{wall:.0f} / {processor:.0f}" for wall, processor in (way.followed, way.listed, way.page))
        yield f"| {way.references:,} | {way.read:.1f} | {' | '.join(pairs)} |"
    yield ""


def _by_hand(typed: Sequence[ByHand]) -> Iterator[str]:
    yield from (BY_HAND, "")
    yield f"What people type at `/search`, {ASKED} questions of a kind by a seed, asked of the same made-up references with names,"
    yield "nothing hidden. Milliseconds; *found* is the median. What a search needs beside the index is prepared once in a"
    yield "process, and follows what changes."
    yield ""
    yield "| References | typed | p50 ms | p99 ms | processor ms | found |"
    yield "|--:|---|--:|--:|--:|--:|"
    for one in typed:
        for row in one.typed:
            figures = f"{row.p50:.2f} | {row.p99:.2f} | {row.cpu:.2f} | {row.found:,.0f}"
            yield f"| {one.references:,} | {row.kind} | {figures} |"
    yield ""
    yield "| References | prepared in s of processor | a change followed in ms of processor |"
    yield "|--:|--:|--:|"
    for one in typed:
        yield f"| {one.references:,} | {one.prepared:.2f} | {one.followed:.1f} |"
    yield ""


def _table(size: int, engines: Mapping[str, Measured]) -> Iterator[str]:
    yield from (f"## {size:,} references", "", "| | p50 ms | p99 ms | processor ms | deals |", "|---|--:|--:|--:|--:|")
    for way, took in _ways(engines).items():
        yield f"| {way} | {took.p50:.2f} | {took.p99:.2f} | {took.cpu:.2f} | {took.asked} |"
    yield ""
    yield "| | built in s of processor | held in MB | one change taken in ms |"
    yield "|---|--:|--:|--:|"
    for name, one in engines.items():
        held = "on disk" if name == POSTGRES else f"{one.megabytes:.0f}"
        yield f"| {name} | {one.build:.1f} | {held} | {one.update:.1f} |"
    yield ""


def _ways(engines: Mapping[str, Measured]) -> dict[str, Took]:
    return {way: took for one in engines.values() for way, took in one.ways.items()}


def _plot(found: Found) -> str:
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        "<title>Milliseconds for a deal by the number of references</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *_grid(found),
    ]
    for way, colour in PLOTTED.items():
        dots = [(_across(size, found), _up(_ways(one)[way].p50)) for size, one in found.items()]
        line = " ".join(f"{x:.0f},{y:.0f}" for x, y in dots)
        drawn.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += [f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="{colour}"/>' for x, y in dots]
    drawn += _names(found)
    return "\n".join([*drawn, "</svg>", ""])


def _grid(found: Found) -> Iterator[str]:
    for power in range(round(log10(LEAST)), round(log10(MOST)) + 1):
        y = _up(10.0**power)
        yield f'<path d="M{LEFT} {y:.0f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.0f}" text-anchor="end" fill="#666">{10.0**power:g} ms</text>'
    for size in found:
        x = _across(size, found)
        yield f'<text x="{x:.0f}" y="{FLOOR + 20}" text-anchor="middle" fill="#666">{size:,}</text>'


def _names(found: Found) -> Iterator[str]:
    """Yield each line's name at its end, none over another."""
    last, below = _ways(list(found.values())[-1]), float(TOP)
    for way in sorted(PLOTTED, key=lambda way: -last[way].p50):
        y = max(_up(last[way].p50) + 4, below)
        yield f'<text x="{WIDTH - RIGHT + 10}" y="{y:.0f}" fill="{PLOTTED[way]}">{escape(way)}</text>'
        below = y + 16


def _across(size: int, found: Found) -> float:
    least, most = log10(min(found)), log10(max(found))
    return LEFT + 20 + (log10(size) - least) / ((most - least) or 1) * (WIDTH - RIGHT - LEFT - 30)


def _up(milliseconds: float) -> float:
    """Return the height of a time on the plot, whose steps are of ten."""
    share = (log10(min(MOST, max(LEAST, milliseconds))) - log10(LEAST)) / (log10(MOST) - log10(LEAST))
    return FLOOR - share * (FLOOR - TOP)
