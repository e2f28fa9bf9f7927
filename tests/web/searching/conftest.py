from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def with_static_files(collected: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages name their stylesheet by its collected name; a browser's event loop in this thread is no async view."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(autouse=True)
def short_connections() -> Iterator[None]:
    """Let the served site's threads give their connections back, so that the run's database can be dropped."""
    from django.db import connections

    settings = connections.settings["default"]
    before, settings["CONN_MAX_AGE"] = settings.get("CONN_MAX_AGE", 0), 0
    yield
    settings["CONN_MAX_AGE"] = before
