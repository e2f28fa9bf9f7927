"""What a first visit downloads, compressed, with fonts: an external page up to 90 KB, the application up to 130 KB."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

KB = 1000
FONTS_OF_LINKS = ("fonts/inter-latin-wght-normal.woff2", "fonts/newsreader-latin-wght-normal.woff2")


@pytest.mark.parametrize(("path", "most"), [("/_gallery/link", 90 * KB), ("/_gallery/find", 130 * KB)])
def test_a_first_visit_is_light(path: str, most: int, collected: None) -> None:
    page = Client(headers={"host": "localhost"}).get(path).content
    assert weight(page) <= most


@pytest.mark.parametrize("path", ["/_gallery/link", "/_gallery/404"])
def test_a_page_for_strangers_needs_no_script(path: str, collected: None) -> None:
    assert b"<script" not in Client(headers={"host": "localhost"}).get(path).content


def weight(page: bytes) -> int:
    """Return the bytes of a page with all it links to and the two fonts of an external page."""
    linked = re.findall(rb'(?:src|href)="/static/([^"]+)"', page)
    names = {re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name.decode()) for name in linked} | set(FONTS_OF_LINKS)
    return (
        squeezed(page)
        + sum(squeezed(content(name)) for name in names if not name.endswith(".woff2"))
        + sum(len(content(name)) for name in names if name.endswith(".woff2"))
    )


def content(name: str) -> bytes:
    path = finders.find(name)
    assert path, name
    return Path(path).read_bytes()


def squeezed(text: bytes) -> int:
    return len(gzip.compress(text, 9))
