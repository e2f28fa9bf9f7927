"""The stylesheet's colours: readable in both themes, and declared in one place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import goodword.web

CSS = (Path(goodword.web.__file__).parent / "static" / "goodword.css").read_text(encoding="utf-8")
BLOCK = CSS[CSS.index("@layer tokens") : CSS.index("/* ---------- base")]
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#[0-9A-Fa-f]{6}), (#[0-9A-Fa-f]{6})\)", BLOCK)
}
TEXT = 4.5
SHAPE = 3.0
GROUNDS = ("canvas", "surface", "sunken", "hover")
TONES = ("good", "warn", "bad", "info", "private")
PAIRS = [
    *((text, ground, TEXT) for text in ("text", "text-2", "text-3") for ground in GROUNDS),
    *(("line-strong", ground, SHAPE) for ground in ("surface", "canvas", "sunken")),
    *(("focus", ground, SHAPE) for ground in ("surface", "canvas", "sunken")),
    *(("on-solid", solid, TEXT) for solid in ("brand", "brand-hover", "good", "bad")),
    *(("brand-text", ground, TEXT) for ground in ("surface", "canvas", "brand-tint")),
    *((f"{tone}-text", ground, TEXT) for tone in TONES for ground in ("surface", f"{tone}-tint")),
    *((tone, "surface", SHAPE) for tone in (*TONES, "brand", "c1", "c2", "c3", "c4", "c5")),
    *(("text-2", f"{tint}-tint", TEXT) for tint in ("brand", "accent", "private", "warn", "bad")),
    *(("text-3", f"{tint}-tint", TEXT) for tint in ("brand", "accent")),
    ("on-accent", "accent", TEXT),
    ("accent-text", "surface", TEXT),
    ("accent-text", "accent-tint", TEXT),
]


@pytest.mark.parametrize(("front", "back", "least"), PAIRS, ids=lambda value: str(value))
def test_the_pair_is_readable_in_both_themes(front: str, back: str, least: float) -> None:
    for theme in (0, 1):
        assert contrast(TOKENS[front][theme], TOKENS[back][theme]) >= least


def test_the_measure_tells_black_on_white_from_grey_on_grey() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#888888") < SHAPE


def test_no_colour_is_written_outside_the_token_block() -> None:
    rest = CSS.replace(BLOCK, "")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|\b(?:rgba?|hsla?|oklch|oklab)\(", rest) == []


def test_every_token_in_use_is_declared() -> None:
    declared = set(re.findall(r"(--[\w-]+):", CSS))
    assert set(re.findall(r"var\((--[\w-]+)", CSS)) - declared == set()


def test_text_is_sized_in_rem() -> None:
    assert re.findall(r"font(?:-size)?: [^;]*\dpx", CSS) == []


def contrast(front: str, back: str) -> float:
    """Return the contrast ratio of WCAG 2.2, 1 to 21."""
    light, dark = sorted((luminance(front), luminance(back)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2, 0 to 1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_block_that_is_opened_is_closed() -> None:
    """An open one would put all that follows into its layer: browsers say nothing."""
    depth = 0
    for sign in re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", CSS, flags=re.DOTALL):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
