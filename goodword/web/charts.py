"""Charts as SVG, drawn here: they work without scripts, print sharp, and take their colours from classes.

Across, everything is placed in percent and nothing is scaled, so that a chart fills any width and its letters stay
their size. Each has a title and a description for whoever listens, and its page shows the same numbers as a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from goodword.insights.rules import Share

Words = Callable[[float], str]
HEIGHT, TOP, FOOT = 232, 22, 24  # px: the drawing, room above the highest column, room for the names below
NARROWEST = 300  # px: the width at which the names of ticks still fit beside the columns
LETTER = 7.2  # px: about a letter of a tick's name
GAP = 0.36  # of a column's room
MOST_STEPS = 4


@dataclass(frozen=True, slots=True)
class Column:
    """One month: its short and its full name, and the parts stacked on each other, the first at the bottom."""

    label: str
    name: str
    parts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One share with its interval; `tone` is the number of its colour."""

    name: str
    note: str
    share: Share
    tone: int


def columns(
    key: str, title: str, description: str, data: Sequence[Column], series: Sequence[str], say: Words
) -> SafeString:
    """Draw stacked columns. `series` names the parts, `say` writes a value; `key` makes the ids unique on a page."""
    top, ticks = scale(max((sum(one.parts) for one in data), default=0))
    ground = HEIGHT - FOOT
    high = ground - TOP
    left = min(30.0, 100 * (max(len(say(tick)) for tick in ticks) * LETTER + 8) / NARROWEST)
    room = (100 - left) / max(1, len(data))
    lines = format_html_join(
        "",
        '<line class="{}" x1="{}%" x2="100%" y1="{}" y2="{}"/><text x="0" y="{}">{}</text>',
        (
            ("grid" if tick else "axis", _n(left), _n(y := ground - high * tick / top), _n(y), _n(y + 4), say(tick))
            for tick in ticks
        ),
    )
    bars = _join(
        _column(one, left + room * (nth + GAP / 2), room * (1 - GAP), ground, high / top, series, say)
        for nth, one in enumerate(data)
    )
    names = format_html_join(
        "",
        '<text class="{}" x="{}%" y="{}" text-anchor="middle">{}</text>',
        (
            # Where it is narrow every second name is left out; the last one stays.
            ("tick alt" if (len(data) - nth) % 2 == 0 else "tick", _n(left + room * (nth + 0.5)), HEIGHT - 6, one.label)
            for nth, one in enumerate(data)
        ),
    )
    return _framed(key, title, description, HEIGHT, lines + bars + names)


def intervals(key: str, title: str, description: str, rows: Sequence[Row]) -> SafeString:
    """Draw shares as dots on lines from 0 to 100%, each line its 95% interval."""
    each, foot = 58, 28
    height = each * len(rows) + foot
    grid = format_html_join(
        "",
        '<line class="grid" x1="{}%" x2="{}%" y1="0" y2="{}"/><text class="{}" x="{}%" y="{}" text-anchor="{}">{}%</text>',
        (
            (
                _n(at := _across(tick / 100)),
                _n(at),
                height - foot,
                "tick alt" if tick % 50 else "tick",
                _n(at),
                height - 8,
                "start" if tick == 0 else "end" if tick == 100 else "middle",
                tick,
            )
            for tick in range(0, 101, 25)
        ),
    )
    dots = format_html_join(
        "",
        '<text class="lbl" x="1%" y="{}">{}</text><text x="99%" y="{}" text-anchor="end">{}</text>'
        '<line class="range t{}" x1="{}%" x2="{}%" y1="{}" y2="{}"/>'
        '<circle class="dot t{}" cx="{}%" cy="{}" r="5.5"><title>{}: {}%</title></circle>',
        (
            (
                _n(y - 14),
                row.name,
                _n(y - 14),
                row.note,
                row.tone,
                _n(_across(row.share.interval[0])),
                _n(_across(row.share.interval[1])),
                _n(y),
                _n(y),
                row.tone,
                _n(_across(row.share.ratio)),
                _n(y),
                row.name,
                row.share.percent,
            )
            for nth, row in enumerate(rows)
            for y in [nth * each + 40]
        ),
    )
    return _framed(key, title, description, height, grid + dots)


def spark(values: Sequence[float], lit: int) -> SafeString:
    """Draw a row of small columns beside a figure, the last `lit` of them strong: a hint, and no more than that."""
    top = max(values, default=0) or 1
    room = 100 / max(1, len(values))
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}%" width="{}%" y="{}" height="{}" rx="1.5"/>',
        (
            (
                "t1" if nth >= len(values) - lit else "t1 pale",
                _n(room * nth),
                _n(room * 0.82),
                _n(32 - (tall := max(2.0, 32 * value / top))),
                _n(tall),
            )
            for nth, value in enumerate(values)
        ),
    )
    return format_html('<svg class="chart spark" aria-hidden="true" focusable="false">{}</svg>', bars)


def bar(parts: Sequence[float]) -> SafeString:
    """Draw parts of a whole beside each other, the best first; their numbers stand beside it in words."""
    whole, at, drawn = sum(parts) or 1, 0.0, []
    for tone, part in zip(("t1", "t1 pale", "t5"), parts, strict=True):
        width = 100 * part / whole
        drawn.append(format_html('<rect class="{}" x="{}%" width="{}%" height="10"/>', tone, _n(at), _n(width)))
        at += width
    return format_html(
        '<svg class="chart bar-line" height="10" aria-hidden="true" focusable="false">{}</svg>', _join(drawn)
    )


def scale(highest: float) -> tuple[float, list[float]]:
    """Return the top of an axis and its ticks from 0: whole round numbers, at most four steps."""
    if highest <= 0:
        return 1.0, [0.0, 1.0]
    size = 10.0 ** floor(log10(highest / MOST_STEPS))
    step = max(1.0, next(size * round_one for round_one in (1, 2, 5, 10) if highest <= size * round_one * MOST_STEPS))
    count = ceil(highest / step)
    return step * count, [step * nth for nth in range(count + 1)]


def _column(
    one: Column, x: float, width: float, ground: float, unit: float, series: Sequence[str], say: Words
) -> SafeString:
    drawn, y = [], ground
    for nth, (part, name) in enumerate(zip(one.parts, series, strict=True)):
        tall = part * unit
        y -= tall
        if part:
            drawn.append(
                format_html(
                    '<rect class="t{}" x="{}%" width="{}%" y="{}" height="{}" rx="2"><title>{}: {} {}</title></rect>',
                    1 if nth == 0 else 5,
                    _n(x),
                    _n(width),
                    _n(y),
                    _n(max(1.0, tall - 1)),
                    one.name,
                    say(part),
                    name,
                )
            )
    if sum(one.parts):
        label = '<text class="lbl alt" x="{}%" y="{}" text-anchor="middle">{}</text>'
        drawn.append(format_html(label, _n(x + width / 2), _n(y - 6), say(sum(one.parts))))
    return _join(drawn)


def _framed(key: str, title: str, description: str, height: float, inside: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart" height="{0}" role="img" aria-labelledby="{1}-t {1}-d">'
        '<title id="{1}-t">{2}</title><desc id="{1}-d">{3}</desc>{4}</svg>',
        _n(height),
        key,
        title,
        description,
        inside,
    )


def _across(ratio: float) -> float:
    """Return where a share is, in percent of the drawing: a dot at either end stays inside."""
    return 1.5 + 97 * ratio


def _join(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))


def _n(number: float) -> str:
    """Write a coordinate; never in the reader's language, where a point may be a comma."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
