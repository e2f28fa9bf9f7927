"""A vendor's accent is taken only where it can be read, and everything derived from it can be read too."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import goodword.web
from goodword.core.accent import DARK, LIGHT, SHAPE, TEXT, colour_of, contrast, is_readable, nearest_readable, shades

CSS = (Path(goodword.web.__file__).parent / "static" / "goodword.css").read_text(encoding="utf-8")
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@pytest.mark.parametrize("colour", ["#0B665D", "#0B5FA5", "#B4281F", "#6F3C86", "#000000", "#D2600A"])
def test_a_colour_that_carries_text_and_stands_out_is_taken(colour: str) -> None:
    assert is_readable(colour) and nearest_readable(colour) == colour


@pytest.mark.parametrize("colour", ["#FFFFFF", "#FFD400", "#F6F5F1", "#7FD3C8", "#F0AE2E"])
def test_a_faint_one_is_not_and_a_darker_one_that_would_do_is_named(colour: str) -> None:
    assert not is_readable(colour)
    assert is_readable(nearest_readable(colour))


@pytest.mark.parametrize(("typed", "meant"), [("#0b5fa5", "#0B5FA5"), ("0B5FA5", "#0B5FA5"), (" #abc ", "#AABBCC")])
def test_a_colour_is_read_as_people_write_it(typed: str, meant: str) -> None:
    assert colour_of(typed) == meant


@pytest.mark.parametrize("typed", ["", "green", "#12345", "#12345G", "red;}body{display:none", "#0B5FA5FF"])
def test_anything_else_is_no_colour(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^.*$"):
        colour_of(typed)


@given(COLOURS)
def test_whatever_is_taken_is_readable_in_both_themes(colour: str) -> None:
    taken = nearest_readable(colour)
    for shade, theme in zip(shades(taken), (LIGHT, DARK), strict=True):
        assert contrast(shade.brand, theme.canvas) >= SHAPE
        for solid in (shade.brand, shade.brand_hover):
            assert contrast(shade.on_solid, solid) >= TEXT
        for ground in (theme.canvas, theme.surface, shade.brand_tint):
            assert contrast(shade.brand_text, ground) >= TEXT


def test_the_grounds_are_those_of_the_stylesheet() -> None:
    for token in ("canvas", "surface"):
        assert f"--{token}: light-dark({getattr(LIGHT, token)}, {getattr(DARK, token)});" in CSS
