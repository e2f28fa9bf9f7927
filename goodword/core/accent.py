"""A vendor's own colour on the pages its customers see: whether it can be read there, and what is derived from it.

Contrast is WCAG 2.2's: (lighter + 0.05) / (darker + 0.05) of the relative luminances. Pure; colours are "#RRGGBB".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

TEXT, SHAPE = 4.5, 3.0
WHITE, BLACK, NEAR_BLACK = "#FFFFFF", "#000000", "#0E1614"
STEP = 0.04
_COLOUR = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Theme:
    """The grounds of one theme, as the stylesheet declares them, and where its text colours lead."""

    canvas: str
    surface: str
    towards: str
    tint: float


LIGHT = Theme("#F6F5F1", "#FFFFFF", BLACK, 0.1)
DARK = Theme("#131210", "#1B1A17", WHITE, 0.16)


@dataclass(frozen=True, slots=True)
class Shades:
    """What one theme makes of an accent, by the stylesheet's token."""

    brand: str
    brand_hover: str
    brand_text: str
    brand_tint: str
    on_solid: str


def colour_of(text: str) -> str:
    """Return a colour as people write it as "#RRGGBB"; raises ValueError for anything else."""
    found = _COLOUR.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return f"#{digits.upper()}"


def is_readable(colour: str) -> bool:
    """Say whether it carries white or near-black text and stands out from the page."""
    return on(colour) is not None and contrast(colour, LIGHT.canvas) >= SHAPE


def nearest_readable(colour: str) -> str:
    """Return the colour itself, or the first darker one that can be read."""
    return _towards(BLACK, colour, is_readable)


def shades(colour: str) -> tuple[Shades, Shades]:
    """Return what the light and the dark theme make of a readable accent; the dark one lightens it as far as needed."""
    dark = _towards(WHITE, colour, lambda one: on(one) is not None and contrast(one, DARK.canvas) >= SHAPE)
    return _shades(colour, LIGHT), _shades(dark, DARK)


def on(colour: str) -> str | None:
    """Return the text colour a solid ground takes: white where it can be read, else near-black, else none."""
    return next((text for text in (WHITE, NEAR_BLACK) if contrast(text, colour) >= TEXT), None)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _shades(colour: str, theme: Theme) -> Shades:
    on_solid = on(colour) or WHITE
    tint = mixed(theme.surface, colour, theme.tint)
    grounds = (theme.canvas, theme.surface, tint)
    return Shades(
        brand=colour,
        # Away from its text, so that pressing never makes it harder to read.
        brand_hover=mixed(colour, BLACK if on_solid == WHITE else WHITE, 0.16),
        brand_text=_towards(theme.towards, colour, lambda one: all(contrast(one, back) >= TEXT for back in grounds)),
        brand_tint=tint,
        on_solid=on_solid,
    )


def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour with this share of another in it."""
    parts = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(own + (its - own) * share):02X}" for own, its in parts)


def _towards(end: str, colour: str, is_fine: Callable[[str], bool]) -> str:
    """Return the first shade on the way from a colour to an end that will do; the end, if none before it does."""
    steps = (mixed(colour, end, nth * STEP) for nth in range(round(1 / STEP)))
    return next((shade for shade in steps if is_fine(shade)), end)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
