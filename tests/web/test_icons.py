"""Icons: every one used exists, is hidden from screen readers unless named, and can't carry markup in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lucide import IconDoesNotExist

import goodword
from goodword.web import context, gallery
from goodword.web.templatetags._parts import icon

AREAS = Path(goodword.__file__).parent
USED = sorted(
    {name for page in AREAS.rglob("templates/**/*.html") for name in re.findall(r'{% icon "([^"]+)"', page.read_text())}
    | {
        name
        for page in AREAS.rglob("templates/**/*.html")
        for name in re.findall(r'\bicon="([^"]+)"', page.read_text())
    }
    | {entry.icon for entry in context.rail}
    | {name for _slug, _label, name in gallery.SECTIONS}
)


@pytest.mark.parametrize("name", USED)
def test_the_icon_exists(name: str) -> None:
    assert icon(name).startswith('<svg class="ico')


def test_an_icon_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(IconDoesNotExist):
        icon("no-such-icon")


def test_an_icon_is_hidden_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in icon("moon")
    assert 'role="img" aria-label="Resting"' in icon("moon", label="Resting")
    assert "aria-hidden" not in icon("moon", label="Resting")


def test_a_label_cannot_carry_markup() -> None:
    assert "<b>" not in icon("moon", label='"><b>')


def test_an_icon_has_its_size_without_a_stylesheet() -> None:
    assert 'width="18"' in icon("moon", 18)
    assert "ico-18" in icon("moon", 18)
