"""The content policy: on every answer, and nothing in any template that it would refuse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

import goodword
from goodword.web.letter import letter

AREAS = Path(goodword.__file__).parent
# Mails are no pages: their styles are written into each element on purpose.
PAGES = sorted(page for page in AREAS.rglob("templates/**/*.html") if "messages" not in page.relative_to(AREAS).parts)
REFUSED = {
    "a style attribute": r"\sstyle\s*=",
    "a style element": r"<style",
    "an inline script": r"<script(?![^>]*\ssrc=)",
    "an inline handler": r"\son[a-z]+\s*=",
    "an htmx handler": r"hx-on\b",
    "a script address": r"(?:javascript:|\bjs:)",
    "something from elsewhere": r"""(?:src|href|action)=["']https?://""",
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(AREAS)))
def test_the_template_holds_nothing_the_policy_refuses(page: Path) -> None:
    # Template tags are no attributes: `{% for one in … %}{% include … with one=… %}` is not a handler.
    text = re.sub(r"{%.*?%}", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [what for what, pattern in REFUSED.items() if re.search(pattern, text, re.IGNORECASE)] == []


def test_the_walk_would_find_each_kind() -> None:
    samples = {
        "a style attribute": '<p style="color: red">',
        "a style element": "<style>",
        "an inline script": "<script>alert(1)</script>",
        "an inline handler": '<button onclick="go()">',
        "an htmx handler": '<p hx-on:click="go()">',
        "a script address": '<a href="javascript:go()">',
        "something from elsewhere": '<img src="https://elsewhere.example/x.png">',
    }
    assert [what for what, text in samples.items() if not re.search(REFUSED[what], text)] == []
    assert not re.search(REFUSED["an inline script"], '<script type="module" src="/static/x.js"></script>')


@pytest.mark.parametrize(
    "path", ["/_gallery", "/_gallery/link", "/_gallery/404", "/no-such-page", "/healthz", "/theme"]
)
def test_the_policy_is_on_every_answer(path: str, collected: None) -> None:
    policy = Client(headers={"host": "localhost"}).get(path).headers["Content-Security-Policy"]
    for line in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"):
        assert line in policy
    assert "unsafe" not in policy


def test_a_mail_is_shown_with_its_styles_and_without_anything_else() -> None:
    answer = letter('<html><head></head><body style="color: red">Hello</body></html>')
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "script-src" not in policy
    assert "allow-scripts" not in policy and "allow-forms" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
