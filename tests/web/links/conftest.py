from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def with_static_files(collected: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages name their stylesheet by its collected name; a browser's event loop in this thread is no async view."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
